import { sql } from 'kysely'
import { databaseNow, secondsAgo, secondsFromNow } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import { TRIAL_SECONDS, type OwnSettings } from '../../domain/security-settings.ts'

/** A subscription's own choice as it stands in its row. */
export type StoredSettings = {
  /** What was last kept. */
  readonly settings: OwnSettings
  /** What is being tried, or was until the time was up. */
  readonly trial: StoredTrial | null
  readonly version: number
}

export type StoredTrial = {
  readonly settings: OwnSettings
  readonly endsAt: Date
  /** Less than nothing once its time is up. */
  readonly secondsLeft: number
  readonly startedBy: string
  /** Null once the account is gone. */
  readonly author: { readonly firstName: string; readonly lastName: string; readonly username: string } | null
}

export async function findSettings(db: Database | Trx, subscriptionId: string): Promise<StoredSettings> {
  const row = await db
    .selectFrom('subscriptions')
    .leftJoin('accounts', 'accounts.id', 'subscriptions.trialStartedBy')
    .select(['settings', 'trialSettings', 'trialEndsAt', 'trialStartedBy', 'settingsVersion as version'])
    .select(['accounts.firstName', 'accounts.lastName', 'accounts.username'])
    .select(sql<number>`ceil(extract(epoch from trial_ends_at - gatehouse_now()))::double precision`.as('secondsLeft'))
    .where('subscriptions.id', '=', subscriptionId)
    .executeTakeFirstOrThrow()
  const { settings, version, trialSettings, trialEndsAt: endsAt, trialStartedBy: startedBy } = row
  if (!trialSettings || !endsAt || startedBy === null) return { settings, version, trial: null }
  const { firstName, lastName, username, secondsLeft } = row
  const author = username === null ? null : { firstName: firstName ?? '', lastName: lastName ?? '', username }
  return { settings, version, trial: { settings: trialSettings, endsAt, secondsLeft, startedBy, author } }
}

const NO_TRIAL = { trialSettings: null, trialEndsAt: null, trialStartedBy: null } as const
const nextVersion = sql<number>`settings_version + 1`

/** Settings that count from now on. Call these under the subscription's lock. */
export async function writeSettings(trx: Trx, of: { subscriptionId: string; settings: OwnSettings }): Promise<number> {
  const { version } = await trx
    .updateTable('subscriptions')
    .set({ settings: JSON.stringify(of.settings), settingsVersion: nextVersion })
    .where('id', '=', of.subscriptionId)
    .returning('settingsVersion as version')
    .executeTakeFirstOrThrow()
  return version
}

export async function writeTrial(
  trx: Trx,
  of: { subscriptionId: string; settings: OwnSettings; accountId: string },
): Promise<{ version: number; endsAt: Date }> {
  const { version, endsAt } = await trx
    .updateTable('subscriptions')
    .set({
      trialSettings: JSON.stringify(of.settings),
      trialEndsAt: secondsFromNow(TRIAL_SECONDS),
      trialStartedBy: of.accountId,
      settingsVersion: nextVersion,
    })
    .where('id', '=', of.subscriptionId)
    .returning(['settingsVersion as version', 'trialEndsAt as endsAt'])
    .executeTakeFirstOrThrow()
  if (!endsAt) throw new Error('a trial has no end')
  return { version, endsAt }
}

/** What was tried counts from now on. False where the trial's time is up by the database's clock (I-40). */
export async function keepTrial(trx: Trx, subscriptionId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('subscriptions')
    .set({ settings: sql<string>`trial_settings`, settingsVersion: nextVersion, ...NO_TRIAL })
    .where('id', '=', subscriptionId)
    .where('trialEndsAt', '>', databaseNow)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Whether an API token began a trial within so many seconds, whatever became of it. */
export async function wasTriedByToken(trx: Trx, subscriptionId: string, seconds: number): Promise<boolean> {
  const started = trx.selectFrom('auditEvents').select('id').where('subscriptionId', '=', subscriptionId)
  const byToken = started.where('action', '=', 'settings.trial_started').where('actorKind', '=', 'api_token')
  return (await byToken.where('at', '>', secondsAgo(seconds)).limit(1).executeTakeFirst()) !== undefined
}

/** Ends a trial before its time. False where the clock was quicker. */
export async function giveTrialUp(trx: Trx, subscriptionId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('subscriptions')
    .set({ settingsVersion: nextVersion, ...NO_TRIAL })
    .where('id', '=', subscriptionId)
    .where('trialEndsAt', '>', databaseNow)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Takes the traces of a trial away whose time is up. False where another was quicker: its end is told once. */
export async function clearEndedTrial(trx: Trx, subscriptionId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('subscriptions')
    .set(NO_TRIAL)
    .where('id', '=', subscriptionId)
    .where('trialEndsAt', '<=', databaseNow)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Subscriptions with a trial whose time is up, at most so many. */
export async function listEndedTrials(db: Database, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .select('id')
    .where('trialEndsAt', '<=', databaseNow)
    .orderBy('trialEndsAt')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Every active Manager, in the order in which accounts are locked; at most so many. */
export async function listManagersToTell(
  trx: Trx,
  subscriptionId: string,
  limit: number,
): Promise<readonly { accountId: string; recipient: string }[]> {
  return trx
    .selectFrom('accounts')
    .select(['id as accountId', 'email as recipient'])
    .where('subscriptionId', '=', subscriptionId)
    .where('role', '=', 'manager')
    .where('state', '=', 'active')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function countActiveManagers(db: Database, subscriptionId: string): Promise<number> {
  const { managers } = await db
    .selectFrom('accounts')
    .select((eb) => eb.fn.countAll<number>().as('managers'))
    .where('subscriptionId', '=', subscriptionId)
    .where('role', '=', 'manager')
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow()
  return managers
}
