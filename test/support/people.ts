import type { App } from '../../src/app.ts'
import { databaseNow } from '../../src/clock.ts'
import type { AccountState, InactiveReason } from '../../src/domain/account-state.ts'
import type { ExtraRight, Standing } from '../../src/domain/permissions.ts'
import { PRODUCTS } from '../../src/domain/product.ts'
import type { AccountActor } from '../../src/domain/request-context.ts'
import type { Role } from '../../src/domain/roles.ts'
import { createSubscription } from '../../src/features/subscriptions/create-subscription.ts'
import { insertUser } from '../../src/features/users/add-user.ts'
import { newId } from '../../src/secrets.ts'

export type Person = {
  accountId: string
  subscriptionId: string
  username: string
  email: string
  password: string
  firstName: string
  lastName: string
}

export type PersonWish = {
  role?: Role
  businessUnitId?: string | null
  extraRights?: readonly ExtraRight[]
  state?: AccountState
  reason?: InactiveReason
  firstName?: string
  lastName?: string
  /** Of the PCI platform; default: one of its own. */
  username?: string
}

let made = 0

/** Who acts on nobody, where the product has such a role. */
function usualRole(roles: readonly Role[]): Role {
  return roles.includes('reader') ? 'reader' : (roles.at(-1) ?? 'manager')
}

/** A subscription of its own with an active Manager, who is its POC. */
export async function newCompany(app: App, wish: PersonWish = {}): Promise<Person> {
  made += 1
  const acronym = `c${made.toString(36).padStart(3, '0')}`
  const tam = { name: 'Terry Quill', email: 'tam@gatehouse.test', phone: '+1 650 801 6161', hours: 'Mon to Fri 9 to 17 UTC' }
  const subscriptionId = await app.db
    .transaction()
    .execute((trx) => createSubscription(app, trx, { kind: 'operator' }, { name: `Company ${made}`, acronym, tam }))
  if (subscriptionId === null) throw new Error('the acronym is taken')
  const manager = await newPerson(app, subscriptionId, { role: 'manager', ...wish })
  await app.db
    .updateTable('subscriptions')
    .set({ pointOfContactId: manager.accountId })
    .where('id', '=', subscriptionId)
    .execute()
  return manager
}

/** A user of a subscription, in any state, with a password of their own unless pending; no mail is sent. */
export async function newPerson(app: App, subscriptionId: string, wish: PersonWish = {}): Promise<Person> {
  made += 1
  const { roles, usernames } = PRODUCTS[app.config.platform.product]
  const { role = usualRole(roles), state = 'active', reason = state === 'inactive' ? 'deactivated' : null } = wish
  const { firstName = 'Sam', lastName = 'Lee', businessUnitId = null, extraRights = [] } = wish
  const email = `person${made}@mail.test`
  const password = `horse battery ${newId()}`
  const username = usernames === 'chosen' ? (wish.username ?? `person${made}@c.test`) : null
  const user = { username, firstName, lastName, email, role }
  const added = await app.db
    .transaction()
    .execute((trx) => insertUser(app, trx, { subscriptionId, user, addedBy: 'test', welcome: false }))
  const credentialHash = state === 'pending_activation' ? null : await app.hasher.hash(password)
  await app.db
    .updateTable('accounts')
    .set({
      credentialHash,
      credentialSetAt: credentialHash === null ? null : databaseNow,
      state,
      inactiveReason: reason,
      businessUnitId,
      extraRights: [...extraRights],
    })
    .where('id', '=', added.accountId)
    .execute()
  return { ...added, subscriptionId, email, password, firstName, lastName }
}

/** A business unit of a subscription. */
export async function newUnit(
  app: App,
  subscriptionId: string,
  wish: { name?: string; seesOnlyItself?: boolean } = {},
): Promise<string> {
  made += 1
  const id = newId()
  const { name = `Unit ${made}`, seesOnlyItself = false } = wish
  await app.db.insertInto('businessUnits').values({ id, subscriptionId, name, seesOnlyItself }).execute()
  return id
}

/** Who acts, for tests that call a verb without signing in; a Manager unless said otherwise. */
export function actorFor({ accountId, subscriptionId }: Person, standing: Partial<Standing> = {}): AccountActor {
  const manager = { role: 'manager', businessUnitId: null, extraRights: [], seesOnlyUnit: false } as const
  return { kind: 'account', accountId, subscriptionId, sessionId: newId(), ...manager, ...standing }
}
