import { z } from '@hono/zod-openapi'
import type { RefusalCode } from '../../domain/errors.ts'
import { operation, type Operation } from '../../http/api/operation.ts'
import { activateUser } from './activate-user.ts'
import { cancelUser } from './cancel-user.ts'
import { deactivateUser } from './deactivate-user.ts'
import { endUserSessions } from './end-user-sessions.ts'
import { resendWelcome, sendReset } from './mail-user.ts'
import { userJson, UserSchema } from './schemas-api.ts'
import { viewUserFacts } from './view-user.ts'

const MailedSchema = z
  .object({
    username: z.string(),
    sent: z
      .boolean()
      .openapi({ description: 'False where one of the kind went out less than two minutes ago, or ten within the hour' }),
  })
  .openapi('MailedUser')

const EndedSchema = z
  .object({ username: z.string(), sessions: z.int().openapi({ description: 'How many ended' }) })
  .openapi('EndedSessions')

/** What all acts on a user have in common. */
const ACT = { method: 'post', tag: 'Users', scope: 'users:write', status: 200 } as const
const refusals: readonly RefusalCode[] = ['wrong_state']

/** The acts on a user, each by the verb of the same name. */
export const actOperations: readonly Operation[] = [
  operation({
    ...ACT,
    id: 'activateUser',
    path: '/users/{id}/activate',
    summary: 'Activate a user',
    description:
      'Active again, or Pending Activation where there was never a password. Failed sign-ins are forgotten; the owner gets a mail.',
    permission: { verb: 'activate' },
    refusals,
    reply: UserSchema,
    answers: 'The user as it is now',
    run: async (app, { actor, params: { id = '' }, context }) => {
      await activateUser(app, actor, id, context)
      return { body: userJson(await viewUserFacts(app, actor, id)) }
    },
  }),
  operation({
    ...ACT,
    id: 'deactivateUser',
    path: '/users/{id}/deactivate',
    summary: 'Deactivate a user',
    description: 'All sessions, mailed keys and API tokens of the user end before this is answered.',
    permission: { verb: 'deactivate' },
    refusals: [...refusals, 'not_oneself', 'point_of_contact', 'last_manager'],
    reply: UserSchema,
    answers: 'The user as it is now',
    run: async (app, { actor, params: { id = '' }, context }) => {
      await deactivateUser(app, actor, id, context)
      return { body: userJson(await viewUserFacts(app, actor, id)) }
    },
  }),
  operation({
    ...ACT,
    id: 'sendReset',
    path: '/users/{id}/send-reset',
    summary: 'Mail a user a link to choose a new password',
    permission: { verb: 'send_reset' },
    refusals,
    reply: MailedSchema,
    answers: 'Whether a mail was ordered',
    run: async (app, { actor, params: { id = '' }, context }) => {
      const { username, sent } = await sendReset(app, actor, id, context)
      return { body: { username, sent } }
    },
  }),
  operation({
    ...ACT,
    id: 'resendWelcome',
    path: '/users/{id}/resend-welcome',
    summary: 'Mail a pending user a new welcome link',
    permission: { verb: 'resend_welcome' },
    refusals,
    reply: MailedSchema,
    answers: 'Whether a mail was ordered',
    run: async (app, { actor, params: { id = '' }, context }) => {
      const { username, sent } = await resendWelcome(app, actor, id, context)
      return { body: { username, sent } }
    },
  }),
  operation({
    ...ACT,
    id: 'endSessions',
    path: '/users/{id}/end-sessions',
    summary: 'Sign a user out everywhere',
    permission: { verb: 'end_sessions' },
    refusals,
    reply: EndedSchema,
    answers: 'How many sessions ended',
    run: async (app, { actor, params: { id = '' }, context }) => {
      const { username, sessions } = await endUserSessions(app, actor, id, context)
      return { body: { username, sessions } }
    },
  }),
  operation({
    ...ACT,
    id: 'cancelUser',
    path: '/users/{id}/cancel',
    summary: 'Cancel a user who never activated',
    description: 'The account is deleted, its link stops working, and its username is not given again.',
    permission: { verb: 'cancel' },
    refusals: [...refusals, 'point_of_contact'],
    status: 204,
    answers: 'The user is gone',
    run: async (app, { actor, params: { id = '' }, context }) => {
      await cancelUser(app, actor, id, context)
      return { body: null }
    },
  }),
]
