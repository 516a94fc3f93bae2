import { z } from '@hono/zod-openapi'
import { SCOPES_OF, type ListedToken } from '../../domain/api-token.ts'
import { operation, type Operation } from '../../http/api/operation.ts'
import { IdSchema, momentOrNull, MomentSchema } from '../../http/api/schemas.ts'
import { listOwnTokens, listSubscriptionTokens } from './list-tokens.ts'
import { revokeToken } from './revoke-token.ts'

const TokenSchema = z
  .object({
    id: IdSchema,
    name: z.string(),
    owner: z.object({ id: IdSchema, username: z.string(), name: z.string() }),
    scopes: z.array(z.enum(SCOPES_OF.platform)),
    state: z.enum(['live', 'expired', 'revoked']),
    createdAt: MomentSchema,
    expiresAt: MomentSchema,
    revokedAt: MomentSchema.nullable(),
    lastUsedAt: MomentSchema.nullable().openapi({ description: 'At most a minute behind' }),
    lastUsedAddress: z.string().nullable(),
  })
  .openapi('ApiToken', { description: 'Never the secret: that was shown once, to its owner' })

function tokenJson(token: ListedToken): z.input<typeof TokenSchema> {
  const { id, name, scopes, state, createdAt, expiresAt, revokedAt, lastUsedAt, lastUsedAddress } = token
  return {
    id,
    name,
    owner: { id: token.accountId, username: token.username, name: token.ownerName },
    scopes: [...scopes],
    state,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: momentOrNull(revokedAt),
    lastUsedAt: momentOrNull(lastUsedAt),
    lastUsedAddress,
  }
}

/** Listing and revoking; tokens are created on their page alone, with a password, and never by a token (A07, I-28). */
export const TOKEN_OPERATIONS: readonly Operation[] = [
  operation({
    id: 'listTokens',
    method: 'get',
    path: '/tokens',
    tag: 'Tokens',
    summary: 'List your API tokens',
    scope: 'tokens:write',
    permission: { anyone: true },
    reply: z.object({ items: z.array(TokenSchema) }),
    status: 200,
    answers: 'Live ones first, ended ones for 30 days more',
    run: async (app, { actor }) => ({ body: { items: (await listOwnTokens(app, actor)).map(tokenJson) } }),
  }),
  operation({
    id: 'listSubscriptionTokens',
    method: 'get',
    path: '/subscription/tokens',
    tag: 'Tokens',
    summary: 'List the API tokens of everybody in the subscription',
    scope: 'tokens:write',
    permission: { right: 'oversee_tokens' },
    reply: z.object({ items: z.array(TokenSchema) }),
    status: 200,
    answers: 'Live ones first, ended ones for 30 days more',
    run: async (app, { actor }) => ({ body: { items: (await listSubscriptionTokens(app, actor)).map(tokenJson) } }),
  }),
  operation({
    id: 'revokeToken',
    method: 'delete',
    path: '/tokens/{id}',
    tag: 'Tokens',
    summary: 'Revoke a token',
    description:
      'One of your own, the calling one included; a Manager any of the subscription. It is refused from the next request on.',
    scope: 'tokens:write',
    permission: { anyone: true },
    status: 204,
    answers: 'It is revoked',
    run: async (app, { actor, params, context }) => {
      await revokeToken(app, actor, params['id'] ?? '', context)
      return { body: null }
    },
  }),
]
