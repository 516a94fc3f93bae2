import { z } from '@hono/zod-openapi'
import type { ActivationRequest } from '../../domain/user-list.ts'
import { operation, type Operation } from '../../http/api/operation.ts'
import { IdSchema, momentOrNull, MomentSchema } from '../../http/api/schemas.ts'
import { decideRequest, viewRequest } from './decide-request.ts'
import { listRequestsToDecide } from './list-requests.ts'
import { StateSchema } from './schemas-api.ts'

const OPEN = {
  id: IdSchema,
  username: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  state: StateSchema,
  askedAt: MomentSchema,
}

const OpenRequestSchema = z.object(OPEN).openapi('OpenRequest')

const RequestSchema = z
  .object({
    ...OPEN,
    userId: IdSchema,
    decision: z
      .enum(['approved', 'denied', 'settled'])
      .nullable()
      .openapi({ description: 'Null while open; settled: the user got back in another way' }),
    decidedAt: MomentSchema.nullable(),
    decidedBy: z.string().nullable(),
  })
  .openapi('ActivationRequest')

function requestJson(request: ActivationRequest): z.input<typeof RequestSchema> {
  const { id, accountId: userId, username, firstName, lastName, state, decision, decidedBy } = request
  const askedAt = request.createdAt.toISOString()
  return {
    id,
    userId,
    username,
    firstName,
    lastName,
    state,
    askedAt,
    decision,
    decidedAt: momentOrNull(request.decidedAt),
    decidedBy,
  }
}

const REQUEST = { tag: 'Requests', permission: { right: 'decide_requests' }, status: 200 } as const

function decideOperation(of: {
  id: string
  act: 'approve' | 'deny'
  decision: 'approved' | 'denied'
  summary: string
}): Operation {
  return operation({
    ...REQUEST,
    id: of.id,
    method: 'post',
    path: `/activation-requests/{id}/${of.act}`,
    summary: of.summary,
    description: 'Whoever asked gets a mail.',
    scope: 'requests:write',
    refusals: ['already_decided', 'wrong_state'],
    reply: RequestSchema,
    answers: 'The request as it is now',
    run: async (app, { actor, params: { id = '' }, context }) => {
      await decideRequest(app, actor, { requestId: id, decision: of.decision }, context)
      return { body: requestJson(await viewRequest(app, actor, id)) }
    },
  })
}

/** "Please activate me" (N11). */
export const requestOperations: readonly Operation[] = [
  operation({
    ...REQUEST,
    id: 'listActivationRequests',
    method: 'get',
    path: '/activation-requests',
    summary: 'List open requests to be activated',
    scope: 'users:read',
    reply: z.object({ items: z.array(OpenRequestSchema) }),
    answers: 'Open requests, the oldest first',
    run: async (app, { actor }) => {
      const requests = await listRequestsToDecide(app, actor)
      const items = requests.map(({ id, username, firstName, lastName, state, createdAt }) => ({
        id,
        username,
        firstName,
        lastName,
        state,
        askedAt: createdAt.toISOString(),
      }))
      return { body: { items } }
    },
  }),
  operation({
    ...REQUEST,
    id: 'getActivationRequest',
    method: 'get',
    path: '/activation-requests/{id}',
    summary: 'Read a request, open or decided',
    scope: 'users:read',
    reply: RequestSchema,
    answers: 'The request',
    run: async (app, { actor, params }) => ({ body: requestJson(await viewRequest(app, actor, params['id'] ?? '')) }),
  }),
  decideOperation({
    id: 'approveActivationRequest',
    act: 'approve',
    decision: 'approved',
    summary: 'Approve: activates the user',
  }),
  decideOperation({ id: 'denyActivationRequest', act: 'deny', decision: 'denied', summary: 'Deny: nothing changes' }),
]
