import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { keyAsTyped } from '../../domain/activation-key.ts'
import { refuse } from '../../domain/errors.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { redirectWith, replyPage } from '../../http/reply.ts'
import { DEAD_KEY_HEADING, DeadKey } from '../../ui/dead-key.tsx'
import { requestNewLink } from './explain-dead-key.ts'
import { NewLinkRequestedView } from './views.tsx'

/** Behind "Send me a new link" (S15, N02): the same answer whatever the key was. */
export function newLinkPages(app: App, path: string): Hono<PlatformEnv> {
  const { frontDoorOrigin, platform } = app.config
  return new Hono<PlatformEnv>()
    .post(path, async (context) => {
      const { fields } = await readForm(context.req.raw, ['key'])
      await requestNewLink(app, keyAsTyped(fields.key))
      return redirectWith(context, path)
    })
    .get(path, (context) =>
      replyPage(context, app, {
        title: 'Check your mail',
        children: <NewLinkRequestedView frontDoorOrigin={frontDoorOrigin} product={platform.product} />,
      }),
    )
}

/** The one answer for used, expired, superseded, foreign and malformed keys (S14, I-03). */
export function replyDeadKey(
  context: PlatformContext,
  app: App,
  of: { typedKey: string; page: string; newLink: string; newLinkHint?: string | undefined },
): Response {
  const children = <DeadKey {...of} frontDoorOrigin={app.config.frontDoorOrigin} />
  return replyPage(context, app, { title: DEAD_KEY_HEADING, status: statusOf(refuse('invalid_key')), children })
}
