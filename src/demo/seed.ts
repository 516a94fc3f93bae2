import { sql } from 'kysely'
import type { App } from '../app.ts'
import { databaseNow } from '../clock.ts'
import type { Trx } from '../db/schema.ts'
import type { Transition } from '../domain/account-state.ts'
import type { AuditAction } from '../domain/audit-actions.ts'
import { PRODUCTS } from '../domain/product.ts'
import type { Actor } from '../domain/request-context.ts'
import type { Role } from '../domain/roles.ts'
import { changeCondition } from '../features/accounts/change-condition.ts'
import { recordAudit } from '../features/audit/record.ts'
import { createSubscription } from '../features/subscriptions/create-subscription.ts'
import { insertUser, type AddedUser } from '../features/users/add-user.ts'
import { newId } from '../secrets.ts'
import { CAST, type CastMember, type CastSubscription } from './cast.ts'
import { readDemoFile, writeDemoFile, type DemoAccount } from './demo-file.ts'
import { demoPassword } from './demo-password.ts'

/**
 * Puts the cast on the stage at the first start: each platform's in one transaction, then `demo.json`. Killed at any
 * point, the next start does the rest; once all is there it does nothing.
 */
export async function seedDemo(dataFolder: string, apps: readonly App[]): Promise<void> {
  await Promise.all(apps.map(seedPlatform))
  if (readDemoFile(dataFolder) !== null) return
  const accounts = await Promise.all(apps.map(describeCast))
  writeDemoFile(dataFolder, accounts.flat())
}

const castOf = (app: App) => CAST.filter(({ platform }) => platform === app.config.platform.id)

async function seedPlatform(app: App): Promise<void> {
  const cast = castOf(app)
  if (await isSeeded(app, cast)) return
  // Hashes take their time, so they are made before the transaction.
  const members = cast.flatMap((subscription) => subscription.members).filter(({ state }) => state !== 'pending_activation')
  const hashes = new Map(
    await Promise.all(members.map(async ({ key }) => [key, await app.hasher.hash(demoPassword(app, key))] as const)),
  )
  await app.db.transaction().execute(async (trx) => {
    // Two demos may start on one data folder: the second waits here, and finds everything there.
    await sql`lock table subscriptions in share row exclusive mode`.execute(trx)
    for (const subscription of cast) await seedSubscription(app, trx, subscription, hashes)
  })
}

async function isSeeded(app: App, cast: readonly CastSubscription[]): Promise<boolean> {
  const acronyms = cast.map(({ acronym }) => acronym)
  if (acronyms.length === 0) return true
  const found = await app.db.selectFrom('subscriptions').select('id').where('acronym', 'in', acronyms).executeTakeFirst()
  return found !== undefined
}

type Hashes = ReadonlyMap<string, string>

async function seedSubscription(app: App, trx: Trx, subscription: CastSubscription, hashes: Hashes): Promise<void> {
  const subscriptionId = await createSubscription(app, trx, { kind: 'operator' }, subscription)
  if (subscriptionId === null) return
  const units = new Map(subscription.businessUnits.map((name) => [name, newId()]))
  for (const [name, id] of units) await trx.insertInto('businessUnits').values({ id, subscriptionId, name }).execute()
  let pointOfContact: AddedUser | null = null
  for (const member of subscription.members) {
    const credentialHash = hashes.get(member.key) ?? null
    const added: AddedUser = await seedMember(app, trx, { member, subscriptionId, credentialHash, pointOfContact })
    pointOfContact ??= added
    const { accountId } = added
    await placeInUnit(trx, { accountId, role: member.role, unitId: units.get(member.businessUnit ?? '') ?? null })
  }
  // Operators have none: any of them helps any other.
  const pointOfContactId = app.config.platform.product === 'staff' ? null : (pointOfContact?.accountId ?? null)
  await trx.updateTable('subscriptions').set({ pointOfContactId }).where('id', '=', subscriptionId).execute()
}

/** A Unit Manager is the point of contact of their unit. */
async function placeInUnit(
  trx: Trx,
  { accountId, role, unitId }: { accountId: string; role: Role; unitId: string | null },
): Promise<void> {
  if (unitId === null) return
  await trx.updateTable('accounts').set({ businessUnitId: unitId }).where('id', '=', accountId).execute()
  if (role !== 'unit_manager') return
  await trx.updateTable('businessUnits').set({ pointOfContactId: accountId }).where('id', '=', unitId).execute()
}

type Seedling = {
  readonly member: CastMember
  readonly subscriptionId: string
  /** Null for who never activated. */
  readonly credentialHash: string | null
  /** Who deactivates the others. */
  readonly pointOfContact: AddedUser | null
}

/** The way of every account: added, activated by its owner, and then what befell it. Who is pending has a welcome mail. */
async function seedMember(
  app: App,
  trx: Trx,
  { member, subscriptionId, credentialHash, pointOfContact }: Seedling,
): Promise<AddedUser> {
  const { firstName, lastName, email, role, reason } = member
  const user = { username: member.username, firstName, lastName, email, role }
  const added = await insertUser(app, trx, {
    subscriptionId,
    user,
    addedBy: 'operator',
    welcome: credentialHash === null,
  })
  const { accountId, username } = added
  const note = (action: AuditAction, actor: Actor) =>
    recordAudit(trx, { action, actor, subscriptionId, accountId, details: { username, demo: true }, context: null })
  const move = async (transition: Transition, action: AuditAction, { by, actor }: { by: string; actor: Actor }) => {
    await changeCondition(trx, { id: accountId, hasCredential: true }, transition, by)
    await note(action, actor)
  }
  await note('account.added', { kind: 'operator' })
  if (credentialHash === null) return added
  await trx.updateTable('accounts').set({ credentialHash, credentialSetAt: databaseNow }).where('id', '=', accountId).execute()
  await move('complete_activation', 'account.activation_completed', { by: username, actor: { kind: 'anonymous' } })
  if (reason === 'deactivated' && pointOfContact) {
    const actor = managerOf(subscriptionId, pointOfContact)
    await move('deactivate', 'account.deactivated', { by: pointOfContact.username, actor })
  }
  const guard = { by: 'sign-in guard', actor: { kind: 'job' } } as const
  if (reason === 'failed_sign_ins') await move('freeze', 'account.frozen', guard)
  return added
}

function managerOf(subscriptionId: string, { accountId }: AddedUser): Actor {
  const standing = { role: 'manager', businessUnitId: null, extraRights: [], seesOnlyUnit: false } as const
  return { kind: 'account', accountId, subscriptionId, sessionId: '', ...standing }
}

/** The cast of one platform for `demo.json`, with the usernames that they were given. */
async function describeCast(app: App): Promise<readonly DemoAccount[]> {
  const rows = await app.db
    .selectFrom('accounts')
    .innerJoin('subscriptions', 'subscriptions.id', 'accounts.subscriptionId')
    .select(['acronym', 'firstName', 'lastName', 'username'])
    .execute()
  const { roles } = PRODUCTS[app.config.platform.product].words
  return castOf(app).flatMap(({ platform, name, acronym, members }) =>
    members.flatMap((member): DemoAccount[] => {
      const { key, email, role, state, firstName, lastName } = member
      const row = rows.find((one) => one.acronym === acronym && one.firstName === firstName && one.lastName === lastName)
      if (!row) return []
      const password = state === 'pending_activation' ? null : demoPassword(app, key)
      return [{ key, platform, username: row.username, email, password, role: roles[role], state, subscription: name }]
    }),
  )
}
