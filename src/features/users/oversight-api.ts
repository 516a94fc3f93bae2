import { z } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import type { Oversight } from '../../domain/user-list.ts'
import { operation, type Operation } from '../../http/api/operation.ts'
import { AuditEventSchema, IdSchema, momentOrNull, MomentSchema } from '../../http/api/schemas.ts'
import { eventJson } from '../audit/export-pieces.ts'
import { viewUser } from './view-user.ts'

const SessionSchema = z
  .object({
    id: IdSchema,
    browser: z.string(),
    system: z.string(),
    address: z.string(),
    signedInAt: MomentSchema,
    lastUsedAt: MomentSchema,
  })
  .openapi('Session')

const MailSchema = z
  .object({
    kind: z.string().openapi({ example: 'welcome' }),
    recipient: z.string(),
    state: z.enum(['queued', 'sent', 'parked', 'obsolete']),
    attempts: z.int(),
    orderedAt: MomentSchema,
    sentAt: MomentSchema.nullable(),
    lastError: z.string().nullable(),
  })
  .openapi('Mail')

const KeySchema = z
  .object({ purpose: z.string().openapi({ example: 'reset' }), createdAt: MomentSchema, expiresAt: MomentSchema })
  .openapi('OutstandingKey', { description: 'Never the key itself' })

const FailedSignInSchema = z
  .object({
    at: MomentSchema,
    address: z.string().nullable(),
    browser: z.string(),
    system: z.string(),
    reason: z.string().openapi({ example: 'wrong_password' }),
  })
  .openapi('FailedSignIn')

/** Throws Refusal `not_found`, or `forbidden` for whoever may see the user but not act on them. */
async function overseen(app: App, actor: MemberActor, id: string): Promise<Oversight> {
  const { oversight } = await viewUser(app, actor, id)
  if (!oversight) throw refuse('forbidden')
  return oversight
}

const LOOK = { method: 'get', tag: 'Users', scope: 'users:read', permission: { verb: 'edit' }, status: 200 } as const

/** What those see of a user who may act on them. */
export const oversightOperations: readonly Operation[] = [
  operation({
    ...LOOK,
    id: 'listUserSessions',
    path: '/users/{id}/sessions',
    summary: 'List a user’s sessions',
    reply: z.object({ items: z.array(SessionSchema) }),
    answers: 'Live sessions, the latest used first, twenty at most',
    run: async (app, { actor, params }) => {
      const { sessions } = await overseen(app, actor, params['id'] ?? '')
      const items = sessions.map(({ createdAt, lastSeenAt, id, browser, system, address }) => ({
        id,
        browser,
        system,
        address,
        signedInAt: createdAt.toISOString(),
        lastUsedAt: lastSeenAt.toISOString(),
      }))
      return { body: { items } }
    },
  }),
  operation({
    ...LOOK,
    id: 'listUserMails',
    path: '/users/{id}/mails',
    summary: 'List the mails to a user and how far they got',
    reply: z.object({ items: z.array(MailSchema) }),
    answers: 'The latest mails, ten at most; never what they said',
    run: async (app, { actor, params }) => {
      const { mails } = await overseen(app, actor, params['id'] ?? '')
      const items = mails.map(({ createdAt, sentAt, kind, recipient, state, attempts, lastError }) => ({
        kind,
        recipient,
        state,
        attempts,
        orderedAt: createdAt.toISOString(),
        sentAt: momentOrNull(sentAt),
        lastError,
      }))
      return { body: { items } }
    },
  }),
  operation({
    ...LOOK,
    id: 'listUserKeys',
    path: '/users/{id}/keys',
    summary: 'List the mailed keys of a user that still open something',
    reply: z.object({ items: z.array(KeySchema) }),
    answers: 'What for and until when, never the keys',
    run: async (app, { actor, params }) => {
      const { keys } = await overseen(app, actor, params['id'] ?? '')
      const items = keys.map(({ purpose, createdAt, expiresAt }) => ({
        purpose,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }))
      return { body: { items } }
    },
  }),
  operation({
    ...LOOK,
    id: 'listUserHistory',
    path: '/users/{id}/history',
    summary: 'Read the history of a user’s state and standing',
    reply: z.object({ items: z.array(AuditEventSchema) }),
    answers: 'Who did what and when, the latest first, twenty at most; the audit trail has all of it',
    run: async (app, { actor, params }) => {
      const { history } = await overseen(app, actor, params['id'] ?? '')
      return { body: { items: history.map(eventJson) } }
    },
  }),
  operation({
    ...LOOK,
    id: 'listUserFailedSignIns',
    path: '/users/{id}/failed-sign-ins',
    summary: 'Read the failed sign-ins of a user',
    reply: z.object({ items: z.array(FailedSignInSchema) }),
    answers: 'When and from where, the latest first, twenty at most',
    run: async (app, { actor, params }) => {
      const { failedSignIns } = await overseen(app, actor, params['id'] ?? '')
      return { body: { items: failedSignIns.map((failed) => ({ ...failed, at: failed.at.toISOString() })) } }
    },
  }),
]
