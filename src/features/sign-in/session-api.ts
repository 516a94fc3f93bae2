import { z } from '@hono/zod-openapi'
import { NO_PARAMETERS, type DescribedOperation } from '../../http/api/operation.ts'
import { MomentSchema } from '../../http/api/schemas.ts'

/** `GET /api/v1/session` as the document tells it; `api.ts` serves it by itself, for its speed (P2). */
export const SESSION_OPERATION: DescribedOperation = {
  id: 'getSession',
  method: 'get',
  path: '/session',
  tag: 'Session',
  summary: 'Who is signed in',
  description: 'For products and pages that ask with each request of theirs. It counts as use, and has no rate limit.',
  scope: null,
  permission: { anyone: true },
  sessionOnly: true,
  query: NO_PARAMETERS,
  body: null,
  reply: z
    .object({
      username: z.string(),
      role: z.string(),
      subscription: z.string(),
      signedInAt: MomentSchema,
      idleEndsAt: MomentSchema.openapi({ description: 'When it ends if nothing more happens' }),
    })
    .openapi('SignedIn'),
  status: 200,
  answers: 'The session of the cookie',
}
