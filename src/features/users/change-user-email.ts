import type { App } from '../../app.ts'
import { secondsFromNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { EMAIL_CHANGE_WAIT_SECONDS, REPEAT_PAUSE_SECONDS } from '../../domain/activation-key.ts'
import { checkEmail, sameEmail } from '../../domain/contact.ts'
import { refuse } from '../../domain/errors.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import type { Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { actOnMember } from './act-on-member.ts'
import { dropEmailChange } from './drop-email-change.ts'

/**
 * A Manager asks for another e-mail address of a user (I-37). The old address is told at once and can stop it for 72
 * hours; the new one has to confirm it; until both are done nothing changes, and no reset goes to either. A newer wish
 * replaces the older one.
 *
 * Throws Refusal `invalid_fields`; `too_many_requests` where the old address can't be told yet; as `actOnMember` does.
 */
export async function changeUserEmail(
  app: App,
  actor: MemberActor,
  { accountId, email }: { accountId: string; email: string },
  context: RequestContext,
): Promise<{ newEmail: string }> {
  const checked = checkEmail(email)
  if (!checked.ok) throw refuse('invalid_fields', { fields: { email: checked.problem } })
  const newEmail = checked.text
  return actOnMember(app, { actor, verb: 'change_email', accountId }, async (trx, member, manager) => {
    if (sameEmail(member.email, newEmail)) throw refuse('invalid_fields', { fields: { email: 'same_email' } })
    await dropEmailChange(trx, member.id, 'superseded')
    const values = { accountId, newEmail, requestedBy: manager.id, effectiveAt: secondsFromNow(EMAIL_CHANGE_WAIT_SECONDS) }
    await trx.insertInto('emailChanges').values(values).execute()
    await tellBoth(app, trx, { member, manager, newEmail })
    const { subscriptionId } = member
    const details = { newEmail }
    await recordAudit(trx, { action: 'email.change_requested', actor, subscriptionId, accountId, details, context })
    return { newEmail }
  })
}

/** Takes such a change back. Throws as `actOnMember` does; `not_found` where there is none. */
export async function cancelUserEmailChange(
  app: App,
  actor: MemberActor,
  accountId: string,
  context: RequestContext,
): Promise<{ username: string }> {
  return actOnMember(app, { actor, verb: 'change_email', accountId }, async (trx, member) => {
    const dropped = await dropEmailChange(trx, member.id, 'cancelled')
    if (!dropped) throw refuse('not_found')
    const { subscriptionId, username } = member
    const details = { newEmail: dropped.newEmail }
    await recordAudit(trx, { action: 'email.change_stopped', actor, subscriptionId, accountId, details, context })
    return { username }
  })
}

async function tellBoth(
  app: App,
  trx: Trx,
  { member, manager, newEmail }: { member: Account; manager: Account; newEmail: string },
): Promise<void> {
  const params = { newEmail, by: `${manager.firstName} ${manager.lastName}` }
  const order = { accountId: member.id, params }
  const told = await queueLetter(app, trx, { ...order, kind: 'email_change_by_manager', recipient: member.email })
  if (!told) throw refuse('too_many_requests', { retryAfterSeconds: REPEAT_PAUSE_SECONDS })
  await queueLetter(app, trx, { ...order, kind: 'confirm_email_by_manager', recipient: newEmail })
}
