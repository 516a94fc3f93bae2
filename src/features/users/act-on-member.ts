import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import {
  actsOnUsers,
  denialOf,
  mayRead,
  type MemberEdit,
  type MemberVerb,
  type PermissionTarget,
  type Standing,
} from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { countOtherActiveManagers, findAccount, lockMember, lockSubscription, type Account } from '../accounts/queries.ts'

/**
 * The frame of every act on a user: locks the subscription and the row, authorizes, runs the deed, all in one
 * transaction. The deed writes its audit row and orders its letters; it is given the user and whoever acts.
 *
 * Throws Refusal `not_found` for anyone whom the actor can't see (I-26), `forbidden`, `not_oneself`,
 * `point_of_contact`, `wrong_state`, and `last_manager` where no active Manager would be left (N09, I-30).
 */
export async function actOnMember<Result>(
  app: App,
  { actor, verb, accountId }: { actor: MemberActor; verb: MemberVerb | MemberEdit; accountId: string },
  deed: (trx: Trx, member: Account, manager: Account) => Promise<Result>,
): Promise<Result> {
  return app.db.transaction().execute(async (trx) => {
    await lockSubscription(trx, actor.subscriptionId)
    const manager = await requireActing(trx, actor)
    const member = await lockVisible(trx, manager, accountId)
    refuseDenied(verb, manager, member)
    if (verb === 'deactivate' && (await isLastManager(trx, member))) throw refuse('last_manager')
    return deed(trx, member, manager)
  })
}

/** Throws Refusal `not_found` for anyone whom the actor can't see: elsewhere, or in a unit that is none of theirs. */
export async function lockVisible(trx: Trx, manager: Account, accountId: string): Promise<Account> {
  const { subscriptionId } = manager
  const member = isRecordId(accountId) ? await lockMember(trx, { accountId, subscriptionId }) : null
  if (!member || !mayRead(standingOf(manager), targetOf(member))) throw refuse('not_found')
  return member
}

export function refuseDenied(verb: MemberVerb | MemberEdit, manager: Account, member: Account): void {
  const denial = denialOf(verb, standingOf(manager), targetOf(member))
  if (denial === 'wrong_state') throw refuse('wrong_state', { state: member.state })
  if (denial) throw refuse(denial)
}

/** Asked again under the lock: of two Managers deactivating each other the second is none any more (I-30). */
export async function requireActing(trx: Trx, actor: MemberActor): Promise<Account> {
  const self = await findAccount(trx, actor.accountId)
  if (!self || self.state !== 'active' || !actsOnUsers(self)) throw refuse('forbidden')
  return self
}

/** Under the subscription's lock: whether nobody but this user could run it (N09). */
export async function isLastManager(trx: Trx, member: Account): Promise<boolean> {
  if (member.role !== 'manager' || member.state !== 'active') return false
  return (await countOtherActiveManagers(trx, { accountId: member.id, subscriptionId: member.subscriptionId })) === 0
}

/** An account's rights as they stand in the database, not as a session once read them. */
export function standingOf(account: Account): Standing {
  const { id: accountId, role, businessUnitId, extraRights, seesOnlyUnit } = account
  return { accountId, role, businessUnitId, extraRights, seesOnlyUnit }
}

export function targetOf(account: Account): PermissionTarget {
  return { ...account, accountId: account.id }
}
