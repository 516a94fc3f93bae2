import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { SCOPES_OF, USUAL_TOKEN_LIFE } from '../../domain/api-token.ts'
import { Refusal, refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { readDeviceToken } from '../../http/session-cookie.ts'
import { flashOf } from '../../ui/flash.ts'
import { PATHS } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { createToken } from './create-token.ts'
import type { TypedToken } from './form-views.tsx'
import { listOwnTokens, listSubscriptionTokens } from './list-tokens.ts'
import { revokeToken } from './revoke-token.ts'
import { TokenCreatedView, TokensView } from './views.tsx'

/** My profile > API tokens (A07). */
export function tokenPages(app: App): Hono<PlatformEnv> {
  const { apiTokens } = PATHS[app.config.platform.product]
  // The least is chosen beforehand.
  const scopes = SCOPES_OF[app.config.platform.product].slice(0, 1)
  const untyped: TypedToken = { name: '', scopes, days: String(USUAL_TOKEN_LIFE), refusal: null }
  return new Hono<PlatformEnv>()
    .get(apiTokens, (context) => showTokens(context, app, untyped))
    .post(apiTokens, (context) => postToken(context, app))
    .post(`${apiTokens}/:id/revoke`, async (context) => {
      const viewer = requireViewer(context)
      if (viewer instanceof Response) return viewer
      const { name } = await revokeToken(app, actorOf(viewer), context.req.param('id'), context.get('requestContext'))
      return redirectWith(context, apiTokens, flashOf('token_revoked', { name }))
    })
}

async function showTokens(context: PlatformContext, app: App, typed: TypedToken): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const actor = actorOf(viewer)
  const mayCreate = mayDo('create_tokens', actor)
  const [own, all] = await Promise.all([
    listOwnTokens(app, actor),
    mayDo('oversee_tokens', actor) ? listSubscriptionTokens(app, actor) : null,
  ])
  // Whose role has no tokens any more still sees and ends those that they have.
  if (!mayCreate && own.length === 0) throw refuse('forbidden')
  const others = all && all.filter(({ accountId }) => accountId !== viewer.accountId)
  const { origin, platform } = app.config
  const children = TokensView({
    own,
    others,
    typed: mayCreate ? typed : null,
    username: viewer.username,
    origin,
    product: platform.product,
    hasGuide: platform.product === 'platform',
    now: app.clock.now(),
  })
  const status = typed.refusal ? statusOf(typed.refusal) : 200
  return replyPage(context, app, { title: 'API tokens', wide: true, status, children })
}

async function postToken(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { product } = app.config.platform
  const known = SCOPES_OF[product]
  const { fields } = await readForm(context.req.raw, ['name', 'days', 'currentPassword', ...known])
  const { name, days, currentPassword } = fields
  const scopes = known.filter((scope) => fields[scope] !== '')
  const input = { name, days, scopes, currentPassword, deviceToken: readDeviceToken(context) }
  const created = await attempt(() => createToken(app, actorOf(viewer), input, context.get('requestContext')))
  if (created instanceof Refusal) {
    if (created.code === 'overloaded' || created.code === 'forbidden') throw created
    return showTokens(context, app, { name: shownText(name), scopes, days, refusal: created })
  }
  const children = TokenCreatedView({ created, list: PATHS[product].apiTokens, now: app.clock.now() })
  return replyPage(context, app, { title: 'Copy your token now', children })
}
