import { sql } from 'kysely'
import type { App } from '../app.ts'
import { databaseNow } from '../clock.ts'
import type { Trx } from '../db/schema.ts'
import type { Transition } from '../domain/account-state.ts'
import type { AuditAction } from '../domain/audit-actions.ts'
import { ROLES, type Role } from '../domain/roles.ts'
import { changeCondition } from '../features/accounts/change-condition.ts'
import { recordAudit } from '../features/audit/record.ts'
import { createSubscription } from '../features/subscriptions/create-subscription.ts'
import { insertUser } from '../features/users/add-user.ts'
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
  let pointOfContactId: string | null = null
  for (const member of subscription.members) {
    const credentialHash = hashes.get(member.key) ?? null
    const accountId = await seedMember(app, trx, {
      member,
      subscriptionId,
      credentialHash,
      deactivatedBy: pointOfContactId ?? 'demo',
    })
    pointOfContactId ??= accountId
    await placeInUnit(trx, { accountId, role: member.role, unitId: units.get(member.businessUnit ?? '') ?? null })
  }
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
  readonly deactivatedBy: string
}

/** The way of every account: added, activated by its owner, and then what befell it. Who is pending has a welcome mail. */
async function seedMember(
  app: App,
  trx: Trx,
  { member, subscriptionId, credentialHash, deactivatedBy }: Seedling,
): Promise<string> {
  const { firstName, lastName, email, role, reason } = member
  const user = { firstName, lastName, email, role }
  const { accountId, username } = await insertUser(app, trx, {
    subscriptionId,
    user,
    addedBy: 'demo',
    welcome: credentialHash === null,
  })
  const move = async (transition: Transition, by: string, action: AuditAction) => {
    await changeCondition(trx, { id: accountId, hasCredential: true }, transition, by)
    await note(action)
  }
  const note = (action: AuditAction) =>
    recordAudit(trx, {
      action,
      actor: { kind: 'operator' },
      subscriptionId,
      accountId,
      details: { username, demo: true },
      context: null,
    })
  await note('account.added')
  if (credentialHash === null) return accountId
  await trx.updateTable('accounts').set({ credentialHash, credentialSetAt: databaseNow }).where('id', '=', accountId).execute()
  await move('complete_activation', username, 'account.activation_completed')
  if (reason === 'deactivated') await move('deactivate', deactivatedBy, 'account.deactivated')
  if (reason === 'failed_sign_ins') await move('freeze', 'sign-in guard', 'account.frozen')
  return accountId
}

/** The cast of one platform for `demo.json`, with the usernames that they were given. */
async function describeCast(app: App): Promise<readonly DemoAccount[]> {
  const rows = await app.db
    .selectFrom('accounts')
    .innerJoin('subscriptions', 'subscriptions.id', 'accounts.subscriptionId')
    .select(['acronym', 'firstName', 'lastName', 'username'])
    .execute()
  return castOf(app).flatMap(({ platform, name, acronym, members }) =>
    members.flatMap((member): DemoAccount[] => {
      const { key, email, role, state, firstName, lastName } = member
      const row = rows.find((one) => one.acronym === acronym && one.firstName === firstName && one.lastName === lastName)
      if (!row) return []
      const password = state === 'pending_activation' ? null : demoPassword(app, key)
      return [{ key, platform, username: row.username, email, password, role: ROLES[role], state, subscription: name }]
    }),
  )
}
