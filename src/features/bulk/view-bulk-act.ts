import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { judgeGroups, type BulkActView, type BulkGroup, type BulkOutcome, type JudgedGroup } from '../../domain/bulk-act.ts'
import { refuse } from '../../domain/errors.ts'
import { actsOnUsers } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { requireActing, standingOf } from '../users/act-on-member.ts'
import { viewChoices } from '../users/view-choices.ts'
import { countOutcomes, findBulkAct, groupTargets, nameOutcome, nameTargets, type BulkActRow } from './queries.ts'

/** So many names of each group are told. */
export const NAMES_SHOWN = 20

/**
 * A bulk act of the actor's own: before it starts, who would be affected and who refused and why; then its progress; at
 * last what became of everybody. Throws Refusal `not_found` for anybody else's (I-26), `forbidden`.
 */
export async function viewBulkAct(app: App, actor: MemberActor, id: string): Promise<BulkActView> {
  if (!actsOnUsers(actor)) throw refuse('forbidden')
  const act = isRecordId(id) ? await findBulkAct(app.db, id, actor) : null
  if (!act) throw refuse('not_found')
  const { units } = act.act === 'move' ? await viewChoices(app, actor) : { units: [] }
  const isReady = act.act !== 'move' || act.unitChosen
  const groups = act.state === 'preview' ? await previewGroups(app, actor, act, isReady) : await outcomeGroups(app, act)
  const { businessUnitId, state, list, total, done, refused, missing, startedAt, endedAt } = act
  return {
    id,
    act: act.act,
    businessUnitId,
    unitName: units.find((unit) => unit.id === businessUnitId)?.name ?? null,
    state,
    list,
    total,
    done,
    refused,
    missing,
    startedAt,
    endedAt,
    groups,
    units,
    isReady,
  }
}

async function previewGroups(
  app: App,
  actor: MemberActor,
  act: BulkActRow,
  isReady: boolean,
): Promise<readonly BulkGroup<BulkOutcome>[]> {
  if (!isReady) return []
  return app.db.transaction().execute(async (trx) => {
    const standing = standingOf(await requireActing(trx, actor))
    const judged = judgeGroups(act, standing, await groupTargets(trx, act.id))
    return gatherFates(trx, act.id, judged)
  })
}

/** Those affected first, then refusals, the most frequent first. */
async function gatherFates(trx: Trx, id: string, judged: readonly JudgedGroup[]): Promise<readonly BulkGroup<BulkOutcome>[]> {
  const fates = Map.groupBy(judged, ({ refusal }): BulkOutcome => refusal ?? 'done')
  const groups: BulkGroup<BulkOutcome>[] = []
  for (const [fate, members] of fates) {
    const users = members.reduce((sum, member) => sum + member.users, 0)
    groups.push({ fate, users, named: await nameTargets(trx, id, members, NAMES_SHOWN) })
  }
  return groups.toSorted((a, b) => Number(b.fate === 'done') - Number(a.fate === 'done') || b.users - a.users)
}

async function outcomeGroups(app: App, { id }: BulkActRow): Promise<readonly BulkGroup<BulkOutcome>[]> {
  const outcomes = await countOutcomes(app.db, id)
  return Promise.all(
    outcomes.map(async ({ outcome, users }) => ({
      fate: outcome,
      users,
      named: outcome === 'gone' ? [] : await nameOutcome(app.db, id, outcome, NAMES_SHOWN),
    })),
  )
}
