import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { denialOf, mayActOnUsers, type MemberVerb } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { AccountActor } from '../../domain/request-context.ts'
import { countOtherActiveManagers, findAccount, lockMember, lockSubscription, type Account } from '../accounts/queries.ts'

/**
 * The frame of every act on a user: locks the subscription and the row, authorizes, runs the deed, all in one
 * transaction. The deed writes its audit row and orders its letters; it is given the user and the Manager.
 *
 * Throws Refusal `not_found` for anyone outside the actor's subscription (I-26), `forbidden`, `not_oneself`,
 * `point_of_contact`, `wrong_state`, and `last_manager` where no active Manager would be left (N09, I-30).
 */
export async function actOnMember<Result>(
  app: App,
  { actor, verb, accountId }: { actor: AccountActor; verb: MemberVerb; accountId: string },
  deed: (trx: Trx, member: Account, manager: Account) => Promise<Result>,
): Promise<Result> {
  return app.db.transaction().execute(async (trx) => {
    await lockSubscription(trx, actor.subscriptionId)
    const manager = await requireActing(trx, actor)
    const member = isRecordId(accountId) ? await lockMember(trx, { accountId, subscriptionId: actor.subscriptionId }) : null
    if (!member) throw refuse('not_found')
    const denial = denialOf(verb, actor, { ...member, accountId: member.id })
    if (denial === 'wrong_state') throw refuse('wrong_state', { state: member.state })
    if (denial) throw refuse(denial)
    if (verb === 'deactivate' && (await isLastManager(trx, member))) throw refuse('last_manager')
    return deed(trx, member, manager)
  })
}

/** Asked again under the lock: of two Managers deactivating each other the second is none any more (I-30). */
export async function requireActing(trx: Trx, actor: AccountActor): Promise<Account> {
  const self = await findAccount(trx, actor.accountId)
  if (!self || self.state !== 'active' || !mayActOnUsers(self.role)) throw refuse('forbidden')
  return self
}

async function isLastManager(trx: Trx, member: Account): Promise<boolean> {
  if (member.role !== 'manager') return false
  return (await countOtherActiveManagers(trx, { accountId: member.id, subscriptionId: member.subscriptionId })) === 0
}
