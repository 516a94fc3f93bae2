import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { isAllowed } from '../../domain/account-state.ts'
import type { JobPayloads } from '../../jobs/queue.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import { killKeys } from '../accounts/keys.ts'
import { lockAccount, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { queueRecoveryLetter } from '../recovery/answer-forgot-password.ts'
import { tellOfLock } from './tell-of-lock.ts'

/**
 * The job behind every refused sign-in: freezes the account whose budget is full (S19) or, where the policy locks, tells its
 * owner of the lock; and tells the owner of a right password why it did not open (N07). The refusal itself was the same
 * for everyone.
 */
export async function followUpRefusal(app: App, refusal: JobPayloads['sign-in-refused']): Promise<void> {
  const { accountId } = refusal
  if (accountId === null || (!refusal.budgetFull && !refusal.rightPassword)) return
  await app.db.transaction().execute(async (trx) => {
    const account = await lockAccount(trx, accountId)
    if (!account) return
    if (refusal.budgetFull) await followUpFullBudget(app, trx, account, refusal)
    if (refusal.rightPassword) await tellTheReason(app, trx, account, refusal)
  })
}

/**
 * Where the account itself could not have entered, that is the reason; else it was the place, or a temporary password whose
 * time was up: then a new link comes along (S24). Else the password was replaced at that very moment, and its owner knows.
 */
async function tellTheReason(app: App, trx: Trx, account: Account, { elsewhere }: JobPayloads['sign-in-refused']): Promise<void> {
  const to = { accountId: account.id, recipient: account.email }
  const { state, subscriptionExpired } = account
  if (subscriptionExpired || state === 'inactive') {
    await queueLetter(app, trx, { ...to, kind: 'sign_in_blocked' })
  } else if (typeof elsewhere === 'string') {
    await queueLetter(app, trx, { ...to, kind: 'sign_in_elsewhere', params: { address: elsewhere } })
  } else if (await isTimeUp(trx, account.id)) {
    await queueRecoveryLetter(app, trx, account, { endedPassword: 'yes' })
  } else if (state !== 'active' && !account.temporaryUntil) {
    await queueLetter(app, trx, { ...to, kind: 'sign_in_blocked' })
  }
}

/** Of a temporary password. */
async function isTimeUp(trx: Trx, accountId: string): Promise<boolean> {
  const ended = await trx
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', accountId)
    .where('temporaryUntil', '<=', databaseNow)
    .executeTakeFirst()
  return ended !== undefined
}

async function followUpFullBudget(
  app: App,
  trx: Trx,
  account: Account,
  { nameSubject, limit }: JobPayloads['sign-in-refused'],
): Promise<void> {
  if (await isReleased(trx, account.id)) return
  const budget = { subject: Buffer.from(nameSubject, 'hex'), limit }
  if (app.config.profile.lockSeconds !== null) await tellOfLock(app, trx, account, budget)
  else if (await isBudgetFull(trx, budget)) await freeze(app, trx, account)
}

/** By its owner's key: what was counted before, or tried at that moment, neither freezes nor locks any more (I-17). */
async function isReleased(trx: Trx, accountId: string): Promise<boolean> {
  const released = await trx
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', accountId)
    .where('unfrozenUntil', '>', databaseNow)
    .executeTakeFirst()
  return released !== undefined
}

/** Still so: a Manager's activation since has cleared it. */
async function isBudgetFull(trx: Trx, { subject, limit }: { subject: Buffer; limit: number }): Promise<boolean> {
  const full = await trx
    .selectFrom('guardBudgets')
    .select('failures')
    .where('subject', '=', subject)
    .where('expiresAt', '>', databaseNow)
    .where('failures', '>=', limit)
    .executeTakeFirst()
  return full !== undefined
}

/** Refuses new sign-ins and kills reset keys, but ends no session (I-17); the mail carries the unfreeze key. */
async function freeze(app: App, trx: Trx, account: Account): Promise<void> {
  if (!isAllowed('freeze', account)) return
  await changeCondition(trx, { id: account.id, hasCredential: true }, 'freeze', 'sign-in guard')
  await killKeys(trx, account.id, 'frozen', ['reset'])
  await recordAudit(trx, {
    action: 'account.frozen',
    actor: { kind: 'job' },
    subscriptionId: account.subscriptionId,
    accountId: account.id,
    context: null,
  })
  await queueLetter(app, trx, { kind: 'frozen', accountId: account.id, recipient: account.email })
}
