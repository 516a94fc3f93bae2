import type { App } from '../../app.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { mayDo, type SubscriptionRight } from '../../domain/permissions.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { lockSubscription, type Account } from '../accounts/queries.ts'
import { requireActing, standingOf } from '../users/act-on-member.ts'

/**
 * The frame of every act on a subscription as a whole: its lock, the right as it stands in the database, the deed, in one
 * transaction. Throws Refusal `forbidden`.
 */
export async function actOnSubscription<Result>(
  app: App,
  { actor, right }: { actor: MemberActor; right: SubscriptionRight },
  deed: (trx: Trx, manager: Account) => Promise<Result>,
): Promise<Result> {
  return inTransaction(app.db, async (trx) => {
    await lockSubscription(trx, actor.subscriptionId)
    const manager = await requireActing(trx, actor)
    if (!mayDo(right, standingOf(manager))) throw refuse('forbidden')
    return deed(trx, manager)
  })
}
