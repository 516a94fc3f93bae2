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

/**
 * The job behind every refused sign-in: freezes the account whose budget is full (S19), and tells the owner of a right
 * password why it did not open (N07). The refusal itself was the same for everyone.
 */
export async function followUpRefusal(app: App, refusal: JobPayloads['sign-in-refused']): Promise<void> {
  const { accountId } = refusal
  if (accountId === null || (!refusal.budgetFull && !refusal.rightPassword)) return
  await app.db.transaction().execute(async (trx) => {
    const account = await lockAccount(trx, accountId)
    if (!account) return
    if (refusal.budgetFull && (await isBudgetFull(trx, refusal))) await freeze(app, trx, account)
    if (refusal.rightPassword) {
      await queueLetter(app, trx, { ...reasonOf(refusal, account), accountId: account.id, recipient: account.email })
    }
  })
}

/** Where the account itself could not have entered, that is the reason; else it was the place. */
function reasonOf({ elsewhere }: JobPayloads['sign-in-refused'], { state, subscriptionExpired }: Account) {
  const isPlace = typeof elsewhere === 'string' && state === 'active' && !subscriptionExpired
  return isPlace
    ? ({ kind: 'sign_in_elsewhere', params: { address: elsewhere } } as const)
    : ({ kind: 'sign_in_blocked' } as const)
}

/** Still so: a Manager's activation since has cleared it. */
async function isBudgetFull(trx: Trx, { nameSubject, limit }: JobPayloads['sign-in-refused']): Promise<boolean> {
  const full = await trx
    .selectFrom('guardBudgets')
    .select('failures')
    .where('subject', '=', Buffer.from(nameSubject, 'hex'))
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
