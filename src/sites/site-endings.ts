import type { Hono } from 'hono'
import type { App } from '../app.ts'
import { refuse } from '../domain/errors.ts'
import type { Viewer } from '../domain/viewer.ts'
import { glanceAt, type StatusSource } from '../features/standings/status-source.ts'
import type { PlatformEnv } from '../http/environment.ts'
import { answerProblem } from '../http/problem.tsx'
import { chromeOf } from '../http/reply.ts'

/** What a site that people sign in to answers where no page does, and where one fails. */
export function answerTheRest(site: Hono<PlatformEnv>, app: App, status: StatusSource | null): void {
  site.notFound(() => {
    throw refuse('not_found')
  })
  site.onError((error, context) => {
    const { requestId } = context.get('requestContext')
    // Unset where the look-up of the session itself failed.
    const viewer: Viewer | undefined | null = context.get('viewer')
    const glance = status && glanceAt(status, app.config, app.clock.now())
    return answerProblem(context, error, { chrome: chromeOf(app, viewer ?? null), log: app.log, requestId, glance })
  })
}
