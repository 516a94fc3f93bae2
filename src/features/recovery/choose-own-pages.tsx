import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { isRefusal, type Refusal } from '../../domain/errors.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { RestrictedViewer } from '../../domain/viewer.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith, replyPage } from '../../http/reply.ts'
import { clearSessionToken, readSessionToken } from '../../http/session-cookie.ts'
import { flashOf } from '../../ui/flash.ts'
import { PATHS } from '../../ui/paths.ts'
import { chooseOwnPassword } from './choose-own-password.ts'
import { ChooseOwnView } from './choose-own-views.tsx'

/** All that a temporary or an expired password opens (S25, I-06). */
export function chooseOwnPages(app: App): Hono<PlatformEnv> {
  const paths = PATHS[app.config.platform.product]
  const elsewhere = (context: PlatformContext): Response =>
    context.get('viewer')
      ? redirectWith(context, paths.helpChangePassword)
      : redirectWith(context, paths.signIn, flashOf('sign_in_first'))
  return new Hono<PlatformEnv>()
    .get(paths.chooseOwnPassword, (context) => {
      const restricted = context.get('restricted')
      return restricted ? showForm(context, app, restricted, null) : elsewhere(context)
    })
    .post(paths.chooseOwnPassword, async (context) => {
      const restricted = context.get('restricted')
      const sessionToken = readSessionToken(context)
      if (!restricted || sessionToken === null) return elsewhere(context)
      const { fields } = await readForm(context.req.raw, ['newPassword', 'confirmation'])
      const outcome = await attempt(() =>
        chooseOwnPassword(app, restricted, { ...fields, sessionToken }, context.get('requestContext')),
      )
      if (isRefusal(outcome, 'overloaded')) throw outcome
      if (isRefusal(outcome)) return showForm(context, app, restricted, outcome)
      if (outcome === null) return elsewhere(context)
      clearSessionToken(context)
      return redirectWith(context, paths.signInAs(outcome.username), flashOf('password_saved'))
    })
}

function showForm(context: PlatformContext, app: App, restricted: RestrictedViewer, refusal: Refusal | null): Response {
  const { platform, profile } = app.config
  const children = ChooseOwnView({
    restricted,
    platformLabel: platform.label,
    profile,
    words: PRODUCTS[platform.product].words,
    paths: PATHS[platform.product],
    refusal,
  })
  return replyPage(context, app, { title: 'Choose your own password', status: refusal ? statusOf(refusal) : 200, children })
}
