import { z } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import { BULK_ACTS, type BulkActView } from '../../domain/bulk-act.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { operation, type ApiAnswer, type Operation } from '../../http/api/operation.ts'
import { IdSchema, momentOrNull, MomentSchema } from '../../http/api/schemas.ts'
import { API_ROOT } from '../../ui/paths.ts'
import { chooseUnit } from './choose-unit.ts'
import { prepareBulkAct } from './prepare-bulk-act.ts'
import { cancelBulkAct, startBulkAct } from './start-bulk-act.ts'
import { viewBulkAct } from './view-bulk-act.ts'

/** At a time; more are gone through in several. */
const MOST_USERS = 1_000

const NewBulkActSchema = z
  .strictObject({
    act: z.enum(BULK_ACTS),
    userIds: z.array(IdSchema).min(1).max(MOST_USERS),
    unit: z.string().optional().openapi({ description: 'Where to move them: the id of a unit, or `none`' }),
  })
  .openapi('NewBulkAct')

const BulkActSchema = z
  .object({
    id: IdSchema,
    act: z.enum(BULK_ACTS),
    state: z.enum(['preview', 'running', 'done', 'cancelled', 'stopped']),
    businessUnitId: IdSchema.nullable(),
    total: z.int(),
    done: z.int(),
    refused: z.int(),
    missing: z.int().openapi({ description: 'Named, but not to be found' }),
    startedAt: MomentSchema.nullable(),
    endedAt: MomentSchema.nullable(),
    groups: z
      .array(z.object({ fate: z.string(), users: z.int(), named: z.array(z.object({ id: IdSchema, username: z.string() })) }))
      .openapi({ description: 'Before the start: what would happen to how many, with some of their names; afterwards what did' }),
  })
  .openapi('BulkAct')

function bulkActJson(view: BulkActView): z.input<typeof BulkActSchema> {
  const { id, act, state, businessUnitId, total, done, refused, missing, startedAt, endedAt, groups } = view
  return {
    id,
    act,
    state,
    businessUnitId,
    total,
    done,
    refused,
    missing,
    startedAt: momentOrNull(startedAt),
    endedAt: momentOrNull(endedAt),
    groups: groups.map(({ fate, users, named }) => ({
      fate,
      users,
      named: named.map((user) => ({ id: user.id, username: user.username })),
    })),
  }
}

async function answerAct(app: App, actor: MemberActor, id: string): Promise<ApiAnswer<z.input<typeof BulkActSchema>>> {
  return { body: bulkActJson(await viewBulkAct(app, actor, id)) }
}

const BULK = {
  tag: 'Users',
  scope: 'users:write',
  permission: { right: 'add_users' },
  reply: BulkActSchema,
  status: 200,
} as const

/** Acts on many users (S08): previewed, started, followed. */
export const BULK_OPERATIONS: readonly Operation[] = [
  operation({
    ...BULK,
    id: 'prepareBulkAct',
    method: 'post',
    path: '/bulk-acts',
    summary: 'Prepare an act on many users: the preview',
    description: 'Nothing happens to them yet; who would be affected, and who refused and why, is told.',
    body: NewBulkActSchema,
    status: 201,
    answers: 'The preview; Location is its address',
    run: async (app, { actor, body: { act, userIds, unit }, context }) => {
      const id = await prepareBulkAct(app, actor, { act, meant: { ids: userIds }, list: '' }, context)
      if (act === 'move') await chooseUnit(app, actor, { id, unit: unit ?? '' })
      return { ...(await answerAct(app, actor, id)), location: `${API_ROOT}/bulk-acts/${id}` }
    },
  }),
  operation({
    ...BULK,
    id: 'getBulkAct',
    method: 'get',
    path: '/bulk-acts/{id}',
    summary: 'Follow an act on many users',
    answers: 'How far it is, and what became of whom',
    run: (app, { actor, params }) => answerAct(app, actor, params['id'] ?? ''),
  }),
  operation({
    ...BULK,
    id: 'startBulkAct',
    method: 'post',
    path: '/bulk-acts/{id}/start',
    summary: 'Start an act whose preview you have read',
    description: 'To start what runs or is over has no effect.',
    answers: 'The act as it is now',
    run: async (app, { actor, params: { id = '' }, context }) => {
      await startBulkAct(app, actor, id, context)
      return answerAct(app, actor, id)
    },
  }),
  operation({
    ...BULK,
    id: 'cancelBulkAct',
    method: 'post',
    path: '/bulk-acts/{id}/cancel',
    summary: 'Stop an act on many users, or drop its preview',
    description: 'Who was done stays done.',
    answers: 'The act as it is now',
    run: async (app, { actor, params: { id = '' } }) => {
      await cancelBulkAct(app, actor, id)
      return answerAct(app, actor, id)
    },
  }),
]
