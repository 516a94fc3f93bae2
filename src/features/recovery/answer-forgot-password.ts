import type { App } from '../../app.ts'
import { secondsAgo } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { REPEAT_PAUSE_SECONDS, type KeyDeath } from '../../domain/activation-key.ts'
import { sameEmail } from '../../domain/contact.ts'
import type { PendingEmailChange } from '../../domain/user-list.ts'
import { findAccountByUsername, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import type { LetterKind } from '../letters/catalog.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { findEmailChange } from '../users/email-change-queries.ts'

/**
 * The job behind Forgot Password: only the owner hears the truth (N07). No such pair: no mail; a mismatch of the address
 * is noted in the trail of the subscription. Where no address is asked for, and no captcha, what brings no letter leaves no
 * row: strangers can't fill the trail any faster than the mailbox.
 */
export async function answerForgotPassword(
  app: App,
  request: { username: string; email: string | null; address: string },
): Promise<void> {
  await app.db.transaction().execute(async (trx) => {
    const account = await findAccountByUsername(trx, request.username)
    if (!account) return
    const matches = request.email === null || sameEmail(account.email, request.email)
    const isOrdered = matches && (await queueRecoveryLetter(app, trx, account, {}))
    if (request.email === null && !isOrdered) return
    await recordAudit(trx, {
      action: matches ? 'recovery.requested' : 'recovery.address_mismatch',
      actor: { kind: 'anonymous' },
      subscriptionId: account.subscriptionId,
      accountId: account.id,
      details: { address: request.address },
      context: null,
    })
  })
}

/** Why a letter comes that its owner did not ask for by Forgot Password: what they tried is over. */
export type TriedInVain = { readonly deadKey?: KeyDeath; readonly endedPassword?: 'yes' }

/**
 * The one decision of what an owner who can't get in is sent (S09 to S12, S18, N11): Forgot Password, "Send me a new link"
 * and a temporary password that has ended ask it alike. While a key younger than two minutes is on its way, nothing new is
 * sent (I-05). Returns whether a letter was ordered.
 */
export async function queueRecoveryLetter(app: App, trx: Trx, account: Account, params: TriedInVain): Promise<boolean> {
  const change = await findEmailChange(trx, account.id)
  if (change) return tellOfEmailChange(app, trx, account, change)
  const kind = recoveryLetterFor(account)
  if (await isYoungKeyAlive(trx, account.id, kind)) return false
  return queueLetter(app, trx, { kind, accountId: account.id, recipient: account.email, params: { ...params } })
}

/** While a Manager's change of the address waits, no way in goes to either: its owner may stop it instead (I-37). */
async function tellOfEmailChange(
  app: App,
  trx: Trx,
  account: Account,
  { newEmail, requestedBy }: PendingEmailChange,
): Promise<boolean> {
  const params = { newEmail, by: requestedBy }
  return queueLetter(app, trx, { kind: 'email_change_by_manager', accountId: account.id, recipient: account.email, params })
}

export function recoveryLetterFor(account: Pick<Account, 'state' | 'subscriptionExpired'>): LetterKind {
  if (account.subscriptionExpired) return 'subscription_expired'
  if (account.state === 'active') return 'reset'
  return account.state === 'pending_activation' ? 'welcome' : 'inactive'
}

async function isYoungKeyAlive(trx: Trx, accountId: string, kind: LetterKind): Promise<boolean> {
  if (kind !== 'reset' && kind !== 'welcome') return false
  const young = await trx
    .selectFrom('activationKeys')
    .select('id')
    .where('accountId', '=', accountId)
    .where('purpose', '=', kind)
    .where('claimedAt', 'is', null)
    .where('diedAt', 'is', null)
    .where('createdAt', '>', secondsAgo(REPEAT_PAUSE_SECONDS))
    .executeTakeFirst()
  return young !== undefined
}
