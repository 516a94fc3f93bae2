import { z } from '@hono/zod-openapi'
import { refuse } from '../../domain/errors.ts'
import { operation, type Operation } from '../../http/api/operation.ts'
import { momentOrNull, MomentSchema } from '../../http/api/schemas.ts'
import { cancelUserEmailChange, changeUserEmail } from './change-user-email.ts'
import { viewUser } from './view-user.ts'

const ChangeSchema = z
  .object({
    newEmail: z.string(),
    requestedBy: z.string(),
    requestedAt: MomentSchema,
    effectiveAt: MomentSchema.openapi({ description: 'Not before: until then the old address can stop it' }),
    confirmedAt: MomentSchema.nullable().openapi({ description: 'Null: the new address has not confirmed itself yet' }),
  })
  .openapi('EmailChange')

const EMAIL = { tag: 'Users', path: '/users/{id}/email-change', permission: { verb: 'change_email' } } as const

/** Another e-mail address for a user: asked for, told to both, and taken back (I-37). */
export const emailOperations: readonly Operation[] = [
  operation({
    ...EMAIL,
    id: 'changeUserEmail',
    method: 'put',
    summary: 'Ask for another e-mail address of a user',
    description:
      'The old address is told at once and can stop it for 72 hours; the new one has to confirm it. Until both are done nothing changes.',
    scope: 'users:write',
    refusals: ['not_oneself', 'too_many_requests'],
    body: z.strictObject({ email: z.string().openapi({ format: 'email', maxLength: 254 }) }),
    reply: ChangeSchema,
    status: 202,
    answers: 'The change that waits',
    run: async (app, { actor, params: { id = '' }, body: { email }, context }) => {
      await changeUserEmail(app, actor, { accountId: id, email }, context)
      const { oversight } = await viewUser(app, actor, id)
      if (!oversight?.emailChange) throw refuse('not_found')
      const { newEmail, requestedBy, requestedAt, effectiveAt, confirmedAt } = oversight.emailChange
      return {
        body: {
          newEmail,
          requestedBy,
          requestedAt: requestedAt.toISOString(),
          effectiveAt: effectiveAt.toISOString(),
          confirmedAt: momentOrNull(confirmedAt),
        },
      }
    },
  }),
  operation({
    ...EMAIL,
    id: 'cancelUserEmailChange',
    method: 'delete',
    summary: 'Take a change of e-mail address back',
    scope: 'users:write',
    refusals: ['not_oneself'],
    status: 204,
    answers: 'Nothing changes',
    run: async (app, { actor, params, context }) => {
      await cancelUserEmailChange(app, actor, params['id'] ?? '', context)
      return { body: null }
    },
  }),
]
