import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import type { IdleStep } from '../../domain/idle-clock.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import { killKeys } from '../accounts/keys.ts'
import { countOtherActiveManagers, lockSubscription } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueManyLetters } from '../letters/queue-letter.ts'
import { endSessions } from '../sign-in/sessions.ts'
import {
  findRuleDays,
  listIdleSubscriptions,
  lockDueAccounts,
  noteWarnings,
  type IdleAccount,
  type IdlePlace,
} from './idle-queries.ts'

/** Accounts in one transaction: few, since each of them is locked, and so is the subscription. */
const A_BATCH = 100
/** After this long the rest is left to the next job, so that none is ever taken for dead. */
const SLICE_MS = 20_000

const STEPS: readonly IdleStep[] = ['idle_out', 'second_warning', 'first_warning']

/**
 * Hourly: warns the owners of unused accounts, twice, and makes those accounts Inactive that stayed unused for as long as
 * their subscription allows (A05). Never the last active Manager (N09).
 */
export async function runIdleClock(app: App): Promise<void> {
  const endsAt = app.clock.monotonic() + SLICE_MS
  for (const subscriptionId of await listIdleSubscriptions(app.db, app.config.profile.idleDeactivationDays)) {
    for (const step of STEPS) {
      const isDone = await takeStep(app, { subscriptionId, step, endsAt })
      if (!isDone) return app.jobs.send(app.db, 'idle-accounts', {})
    }
  }
}

type Round = { readonly subscriptionId: string; readonly step: IdleStep }

/** Batch by batch, until nobody is left; false where the time was up first. */
async function takeStep(app: App, { endsAt, ...round }: Round & { readonly endsAt: number }): Promise<boolean> {
  const batch = async (behind: IdlePlace | null) =>
    app.db.transaction().execute((trx) => takeBatch(app, trx, { ...round, behind }))
  for (let due = await batch(null); ; due = await batch(due.at(-1) ?? null)) {
    if (due.length < A_BATCH) return true
    if (app.clock.monotonic() > endsAt) return false
  }
}

/** Under the subscription's lock, so that whatever else takes a Manager away waits, or has happened (I-30). */
async function takeBatch(
  app: App,
  trx: Trx,
  { subscriptionId, step, behind }: Round & { readonly behind: IdlePlace | null },
): Promise<readonly IdleAccount[]> {
  await lockSubscription(trx, subscriptionId)
  const days = await findRuleDays(trx, subscriptionId, app.config.profile.idleDeactivationDays)
  if (days === null) return []
  const due = await lockDueAccounts(trx, { subscriptionId, step, days, behind, limit: A_BATCH })
  const concerned: IdleAccount[] = []
  for (const account of due) {
    if (account.role === 'manager' && (await isLast(trx, { subscriptionId, accountId: account.id }))) continue
    if (step === 'idle_out') await idleOut(trx, { subscriptionId, account, days })
    concerned.push(account)
  }
  if (step !== 'idle_out') await noteWarnings(trx, concerned, step === 'first_warning' ? 1 : 2)
  const orders = concerned.map(({ id: accountId, email: recipient, endsAt }) => ({
    accountId,
    recipient,
    params: { days: String(days), endsAt: endsAt.toISOString() },
  }))
  await queueManyLetters(app, trx, step === 'idle_out' ? 'idled_out' : 'idle_warning', orders)
  return due
}

async function isLast(trx: Trx, of: { subscriptionId: string; accountId: string }): Promise<boolean> {
  return (await countOtherActiveManagers(trx, of)) === 0
}

/** Ends sessions and keys, as a deactivation does. */
async function idleOut(
  trx: Trx,
  { subscriptionId, account, days }: { subscriptionId: string; account: IdleAccount; days: number },
): Promise<void> {
  const { id: accountId, username } = account
  await changeCondition(trx, { id: accountId, hasCredential: true }, 'idle_out', 'idle clock')
  const sessions = await endSessions(trx, accountId)
  await killKeys(trx, accountId, 'idle')
  const details = { username, days, sessions }
  await recordAudit(trx, {
    action: 'account.idled_out',
    actor: { kind: 'job' },
    subscriptionId,
    accountId,
    details,
    context: null,
  })
}
