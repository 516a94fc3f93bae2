import type { App } from '../../app.ts'
import type { TokenScope } from '../../domain/api-token.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { findSession } from '../../features/sign-in/sessions.ts'
import {
  recognizeToken,
  spendSessionBudget,
  type RecognizedToken,
  type SpentBudget,
} from '../../features/tokens/recognize-token.ts'
import { hashToken } from '../../secrets.ts'
import { requireOwnOrigin } from '../csrf.ts'
import type { PlatformContext } from '../environment.ts'
import { actorOf } from '../reply.ts'
import { readSessionToken } from '../session-cookie.ts'
import { ApiProblemError } from './api-problem.ts'
import type { WrongTokens } from './wrong-tokens.ts'

export type Caller = {
  readonly actor: MemberActor
  /** Null: all, as it is somebody who is signed in. */
  readonly scopes: readonly TokenScope[] | null
  readonly budget: SpentBudget
}

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/**
 * Who calls. Where an Authorization field came, it alone counts, and a cookie beside it is not looked at: browsers send
 * cookies by themselves, but that field only to who was given the token, and so no other page can have made the request.
 * Without one it is the session's cookie, and then the rule of all forms holds: same origin, or nothing changes (I-24).
 *
 * Throws ApiProblemError `not_authenticated`, one answer for every reason, or `rate_limited`; BadRequest `cross_origin`.
 */
export async function authenticate(app: App, context: PlatformContext, wrongTokens: WrongTokens): Promise<Caller> {
  const authorization = context.req.raw.headers.get('authorization')
  if (authorization !== null) return callerByToken(app, context, { authorization, wrongTokens })
  const token = readSessionToken(context)
  // Without a cookie there is nothing that a foreign page could have borrowed.
  if (token === null) throw notAuthenticated(false)
  if (!SAFE.has(context.req.method)) requireOwnOrigin(context.req.raw, [new URL(app.config.origin).origin])
  const limits = { ...app.config.profile.session, address: context.get('requestContext').address }
  const viewer = await findSession(app.db, hashToken(token), limits)
  if (!viewer) throw notAuthenticated(false)
  return { actor: actorOf(viewer), scopes: null, budget: await spendSessionBudget(app, viewer.accountId) }
}

async function callerByToken(
  app: App,
  context: PlatformContext,
  { authorization, wrongTokens }: { authorization: string; wrongTokens: WrongTokens },
): Promise<Caller> {
  const token = /^bearer +(\w{1,100})$/i.exec(authorization)?.[1]
  if (token === undefined) throw notAuthenticated(true)
  const { network, address } = context.get('requestContext')
  const tokenHash = hashToken(token).toString('base64url')
  wrongTokens.requireRoom(network, tokenHash)
  const found: RecognizedToken | null = await recognizeToken(app, token, { address })
  wrongTokens.note(network, tokenHash, found !== null)
  if (!found) throw notAuthenticated(true)
  return found
}

/** RFC 6750, 3.1. */
function notAuthenticated(hasToken: boolean): ApiProblemError {
  const challenge = hasToken ? 'Bearer realm="gatehouse", error="invalid_token"' : 'Bearer realm="gatehouse"'
  return new ApiProblemError('not_authenticated', { headers: { 'WWW-Authenticate': challenge } })
}
