import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import { refuse } from '../../domain/errors.ts'
import { actsOnUsers, mayGrant } from '../../domain/permissions.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { canSignIn } from '../../domain/roles.ts'
import {
  changesOf,
  checkUserChange,
  editsOf,
  factsAfter,
  type MemberChanges,
  type MemberFacts,
  type UserChange,
} from '../../domain/user-change.ts'
import { lockSubscription, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { endSessions } from '../sign-in/sessions.ts'
import { isLastManager, lockVisible, refuseDenied, requireActing, standingOf } from './act-on-member.ts'
import { findUnitName, requirePlaceable, requireUnit } from './placement.ts'

export type ChangedUser = { readonly username: string; readonly version: number; readonly hasChanged: boolean }

/**
 * Changes what is known of a user: names, role, business unit, extra rights, external id (A03). Only what is named
 * changes; an empty business unit or external id means none. Whose role changes is signed out and told, and enters anew
 * with the new rights (I-21). `version`: what the caller has read; where it changed since, nothing is done.
 *
 * Throws Refusal `invalid_fields`, `changed_meanwhile`, and as `actOnMember` does: `forbidden` also for a role or unit on
 * which the actor could not act (I-27), `last_manager` where no active Manager would be left (N09, I-30).
 */
export async function changeUser(
  app: App,
  actor: MemberActor,
  { accountId, change, version = null }: { accountId: string; change: UserChange; version?: number | null },
  context: RequestContext,
): Promise<ChangedUser> {
  const wanted = checkUserChange(change, PRODUCTS[app.config.platform.product].roles)
  return app.db.transaction().execute(async (trx) => {
    await lockSubscription(trx, actor.subscriptionId)
    const manager = await requireActing(trx, actor)
    const member = await lockVisible(trx, manager, accountId)
    if (version !== null && member.version !== version) throw refuse('changed_meanwhile')
    const { businessUnitId: unitId } = wanted
    if (unitId) await requireUnit(trx, { subscriptionId: actor.subscriptionId, unitId })
    return changeMember(app, trx, { member, manager, actor, wanted, context })
  })
}

/** The deed itself, under the locks of subscription and user: authorizes, writes, audits. `wanted` was checked. */
export async function changeMember(
  app: App,
  trx: Trx,
  of: { member: Account; manager: Account; actor: MemberActor; wanted: Partial<MemberFacts>; context: RequestContext | null },
): Promise<ChangedUser> {
  const { member, manager, actor, wanted, context } = of
  const next = factsAfter(member, wanted)
  const changes = changesOf(member, next)
  const edits = editsOf(changes)
  for (const edit of edits.length === 0 ? (['edit'] as const) : edits) {
    // Rights that come with a role are judged by it.
    refuseDenied(edit, manager, edit === 'change_rights' ? { ...member, role: next.role } : member)
  }
  const { username } = member
  if (edits.length === 0) return { username, version: member.version, hasChanged: false }
  await refuseBadPlace(trx, { member, manager, next })
  const { version } = await writeFacts(trx, member.id, next)
  await recordAudit(trx, {
    action: actionOf(changes),
    actor,
    subscriptionId: member.subscriptionId,
    accountId: member.id,
    details: { username, ...changes, ...(await unitNames(trx, member, changes)) },
    context,
  })
  if (changes.role) await applyRole(app, trx, { member, next, manager })
  return { username, version, hasChanged: true }
}

async function refuseBadPlace(
  trx: Trx,
  { member, manager, next }: { member: Account; manager: Account; next: MemberFacts },
): Promise<void> {
  const isSamePlace = member.role === next.role && member.businessUnitId === next.businessUnitId
  if (!isSamePlace) {
    requirePlaceable(next)
    if (!mayGrant(standingOf(manager), next)) throw refuse('forbidden')
  }
  const stopsSigningIn = canSignIn(member.role) && !canSignIn(next.role) && member.state !== 'pending_activation'
  // A password and sessions are there: who is to receive mail only is deactivated, and added as a Contact.
  if (stopsSigningIn) throw refuse('invalid_fields', { fields: { role: 'has_signed_in' } })
  if (next.role !== 'manager' && (await isLastManager(trx, member))) throw refuse('last_manager')
}

async function writeFacts(trx: Trx, accountId: string, next: MemberFacts): Promise<{ version: number }> {
  const { extraRights, ...facts } = next
  try {
    return await trx
      .updateTable('accounts')
      .set({ ...facts, extraRights: [...extraRights] })
      .where('id', '=', accountId)
      .returning('version')
      .executeTakeFirstOrThrow()
  } catch (error) {
    if (isTakenExternalId(error)) throw refuse('invalid_fields', { fields: { externalId: 'taken' } })
    throw error
  }
}

/** Whether a write failed because the subscription has another user of that external id. */
export function isTakenExternalId(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'one_account_per_external_id'
}

/** The trail tells units by the names that they have now: ids say nothing to its readers. */
async function unitNames(trx: Trx, member: Account, { businessUnitId: moved }: MemberChanges): Promise<object> {
  if (!moved) return {}
  const next = moved.to === null ? null : await findUnitName(trx, moved.to)
  return { businessUnit: { from: member.businessUnit, to: next } }
}

function actionOf(changes: MemberChanges): AuditAction {
  if (changes.role) return 'account.role_changed'
  if (changes.extraRights) return 'account.rights_changed'
  return changes.businessUnitId ? 'account.moved' : 'profile.changed'
}

/** I-21: no session outlives a change of what its owner may do. */
async function applyRole(
  app: App,
  trx: Trx,
  { member, next, manager }: { member: Account; next: MemberFacts; manager: Account },
): Promise<void> {
  await endSessions(trx, member.id)
  const order = { accountId: member.id, recipient: member.email }
  const isNowWelcome = !canSignIn(member.role) && member.state === 'pending_activation'
  if (isNowWelcome) await queueLetter(app, trx, { ...order, kind: 'welcome' })
  else if (canSignIn(next.role) && actsOnUsers(next) !== actsOnUsers(member)) {
    const params = { by: `${manager.firstName} ${manager.lastName}` }
    await queueLetter(app, trx, { ...order, kind: 'role_changed', params })
  }
}
