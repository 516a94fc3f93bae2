import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { bulkRefusal, type BulkOutcome } from '../../domain/bulk-act.ts'
import { isRefusal } from '../../domain/errors.ts'
import { mayRead } from '../../domain/permissions.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { findAccount, lockMember, lockSubscription, type Account } from '../accounts/queries.ts'
import { isTokenRevoked } from '../tokens/queries.ts'
import { isLastManager, requireActing, standingOf, targetOf } from '../users/act-on-member.ts'
import { activateMember } from '../users/activate-user.ts'
import { changeMember } from '../users/change-user.ts'
import { deactivateMember } from '../users/deactivate-user.ts'
import { endMemberSessions } from '../users/end-user-sessions.ts'
import { mergeUserCounts } from '../users/list-queries.ts'
import { welcomeMember } from '../users/mail-user.ts'
import { lockBulkAct, nextTargets, writeOutcomes, type BulkActRow } from './queries.ts'

/** Users in one transaction: few enough that whoever else acts in the subscription waits for a blink. */
const BATCH = 40
/** After this long a run hands over to the next job, so that none is ever taken for dead. */
const SLICE_MS = 20_000
/** Of the time that a batch took: what is left to everybody else who waits for the database. */
const REST = 0.25

/**
 * Works through a bulk act, batch by batch, each in a transaction of its own with its audit rows, its letters and its
 * progress (I-32, I-38): whatever is killed in the middle of one has not happened, and the next run begins there. Two runs
 * at once take turns at the act's row.
 */
export async function runBulkAct(app: App, bulkActId: string): Promise<void> {
  const { clock } = app
  const startedAt = clock.monotonic()
  for (;;) {
    const batchAt = clock.monotonic()
    const handsOver = batchAt - startedAt > SLICE_MS
    const goesOn = await app.db.transaction().execute((trx) => runBatch(app, trx, { bulkActId, handsOver }))
    if (!goesOn || handsOver) return
    await clock.sleep((clock.monotonic() - batchAt) * REST)
  }
}

/** The next of an act's users, in a transaction of the caller's. Returns whether there is more to do. */
export async function runBatch(app: App, trx: Trx, of: { bulkActId: string; handsOver: boolean }): Promise<boolean> {
  const act = await lockBulkAct(trx, of.bulkActId, null)
  if (act?.state !== 'running') return false
  await lockSubscription(trx, act.subscriptionId)
  const acting = await actingFor(trx, act)
  if (!acting || (await lostItsUnit(trx, act))) return end(trx, act, 'stopped')
  const ids = await nextTargets(trx, act.id, BATCH)
  const outcomes = new Map<string, BulkOutcome>()
  for (const id of ids) outcomes.set(id, await settleOne(app, trx, { act, ...acting, id }))
  if (ids.length > 0) await writeOutcomes(trx, act.id, outcomes)
  if (ids.length < BATCH) return end(trx, act, 'done')
  if (of.handsOver) await app.jobs.send(trx, 'run-bulk-act', { bulkActId: act.id })
  return true
}

async function end(trx: Trx, { id, subscriptionId }: BulkActRow, state: 'done' | 'stopped'): Promise<false> {
  await trx.updateTable('bulkActs').set({ state, endedAt: databaseNow }).where('id', '=', id).execute()
  await mergeUserCounts(trx, subscriptionId)
  return false
}

/** Whether the unit into which it moves people was taken away since. */
async function lostItsUnit(trx: Trx, { subscriptionId, businessUnitId }: BulkActRow): Promise<boolean> {
  if (businessUnitId === null) return false
  const unit = trx.selectFrom('businessUnits').select('id').where('id', '=', businessUnitId)
  return (await unit.where('subscriptionId', '=', subscriptionId).executeTakeFirst()) === undefined
}

type Acting = { readonly actor: MemberActor; readonly manager: Account }

/** Whoever asked for it, as they stand now; null where they act on nobody any more, or their token was revoked. */
async function actingFor(trx: Trx, { accountId, subscriptionId, tokenId }: BulkActRow): Promise<Acting | null> {
  const account = accountId === null ? null : await findAccount(trx, accountId)
  if (!account || (tokenId !== null && (await isTokenRevoked(trx, tokenId)))) return null
  const asker = { ...standingOf(account), subscriptionId }
  const actor: MemberActor =
    tokenId === null ? { kind: 'account', sessionId: '', ...asker } : { kind: 'api_token', tokenId, ...asker }
  try {
    return { actor, manager: await requireActing(trx, actor) }
  } catch (error) {
    if (isRefusal(error, 'forbidden')) return null
    throw error
  }
}

type One = Acting & { readonly act: BulkActRow; readonly id: string }

/** One user, decided again under their lock by the rule of the single act, and done to by its deed. */
async function settleOne(app: App, trx: Trx, { act, actor, manager, id }: One): Promise<BulkOutcome> {
  const member = await lockMember(trx, { accountId: id, subscriptionId: act.subscriptionId })
  if (!member || !mayRead(standingOf(manager), targetOf(member))) return 'gone'
  const refusal = bulkRefusal(act, standingOf(manager), targetOf(member))
  if (refusal !== null) return refusal
  if (act.act === 'deactivate' && (await isLastManager(trx, member))) return 'last_manager'
  try {
    return await doTo(app, trx, { act, member, manager, actor })
  } catch (error) {
    // Refused before anything was written: the others go on.
    if (isRefusal(error, 'email_changing')) return 'email_changing'
    throw error
  }
}

async function doTo(
  app: App,
  trx: Trx,
  { act, member, manager, actor }: Acting & { readonly act: BulkActRow; readonly member: Account },
): Promise<BulkOutcome> {
  const deed = { member, manager, actor, context: contextOf(act) }
  switch (act.act) {
    case 'activate':
      await activateMember(app, trx, deed)
      return 'done'
    case 'deactivate':
      await deactivateMember(trx, deed)
      return 'done'
    case 'end_sessions':
      await endMemberSessions(trx, deed)
      return 'done'
    case 'resend_welcome':
      return (await welcomeMember(app, trx, deed)).sent ? 'done' : 'mail_pause'
    case 'move':
      await changeMember(app, trx, { ...deed, wanted: { businessUnitId: act.businessUnitId } })
      return 'done'
    default:
      return act.act satisfies never
  }
}

/** Where it was started from, as the trail names it. */
function contextOf({ address, requestId }: BulkActRow): RequestContext {
  return { address, requestId, network: '', browser: '', system: '' }
}
