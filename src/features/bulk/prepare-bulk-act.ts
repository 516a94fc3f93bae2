import { sql, type RawBuilder } from 'kysely'
import type { App } from '../../app.ts'
import { secondsAgo } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import type { BulkAct } from '../../domain/bulk-act.ts'
import { refuse } from '../../domain/errors.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import type { UserListWish } from '../../domain/user-list.ts'
import { newId } from '../../secrets.ts'
import { requireActing, standingOf } from '../users/act-on-member.ts'
import { matchingUsers } from '../users/find-listed.ts'
import { inScope, type ListScope } from '../users/list-conditions.ts'
import { planForLists } from '../users/list-queries.ts'
import { addTargets, findBulkAct } from './queries.ts'

/** A preview that nobody starts is forgotten after a day, or for newer ones; an act that is over after a quarter of a year. */
const DAY = 24 * 60 * 60
const PREVIEWS_KEPT_SECONDS = DAY
const ACTS_KEPT_SECONDS = 90 * DAY
/** Each may name everybody of the subscription. */
const PREVIEWS_KEPT = 20

/** Whom an act is meant for: those ticked, all that a list finds, or those to whom an earlier act was done. */
export type Meant = { readonly ids: readonly string[] } | { readonly everybodyIn: UserListWish } | { readonly doneBy: string }

export type BulkWish = { readonly act: BulkAct; readonly meant: Meant; readonly list: string }

/**
 * Writes down whom a bulk act is meant for, as they are found at this moment, and does nothing yet. Whoever is not of the
 * actor's subscription, or not theirs to see, is only counted as missing (I-26). Returns the act's id.
 * Throws Refusal `forbidden` for those who act on nobody.
 */
export async function prepareBulkAct(app: App, actor: MemberActor, wish: BulkWish, context: RequestContext): Promise<string> {
  return app.db.transaction().execute(async (trx) => {
    const manager = await requireActing(trx, actor)
    await planForLists(trx)
    const scope = { subscriptionId: actor.subscriptionId, reader: standingOf(manager) }
    const id = newId()
    await forgetOldActs(trx, actor)
    await trx
      .insertInto('bulkActs')
      .values({
        id,
        subscriptionId: actor.subscriptionId,
        accountId: actor.accountId,
        tokenId: actor.kind === 'api_token' ? actor.tokenId : null,
        act: wish.act,
        businessUnitId: null,
        list: wish.list,
        address: context.address,
        requestId: context.requestId,
      })
      .execute()
    const total = await addTargets(trx, id, await meantIn(trx, scope, actor, wish.meant))
    const missing = 'ids' in wish.meant ? new Set(wish.meant.ids).size - total : 0
    await trx.updateTable('bulkActs').set({ total, missing }).where('id', '=', id).execute()
    return id
  })
}

async function meantIn(trx: Trx, scope: ListScope, actor: MemberActor, meant: Meant): Promise<RawBuilder<unknown>> {
  if ('everybodyIn' in meant) return matchingUsers(scope, meant.everybodyIn)
  if ('ids' in meant) {
    const ids = meant.ids.filter(isRecordId)
    return sql`select accounts.id from accounts where accounts.id = any(${ids}::uuid[]) and ${inScope(scope)}`
  }
  if (!isRecordId(meant.doneBy) || !(await findBulkAct(trx, meant.doneBy, actor))) throw refuse('not_found')
  return sql`select accounts.id from bulk_act_users join accounts on accounts.id = bulk_act_users.account_id
    where bulk_act_id = ${meant.doneBy}::uuid and outcome = 'done' and ${inScope(scope)}`
}

/** Of this actor's own: nothing grows without bound, and nobody waits for it. */
async function forgetOldActs(trx: Trx, { accountId }: MemberActor): Promise<void> {
  const own = trx.deleteFrom('bulkActs').where('accountId', '=', accountId)
  await own.where('state', '=', 'preview').where('createdAt', '<', secondsAgo(PREVIEWS_KEPT_SECONDS)).execute()
  const newest = trx.selectFrom('bulkActs').select('id').where('accountId', '=', accountId).where('state', '=', 'preview')
  const kept = newest.orderBy('createdAt', 'desc').limit(PREVIEWS_KEPT - 1)
  await own.where('state', '=', 'preview').where('id', 'not in', kept).execute()
  await own.where('state', 'not in', ['preview', 'running']).where('createdAt', '<', secondsAgo(ACTS_KEPT_SECONDS)).execute()
}
