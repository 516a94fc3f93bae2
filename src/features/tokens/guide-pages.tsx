import { Hono } from 'hono'
import { raw } from 'hono/html'
import type { App } from '../../app.ts'
import type { ApiDocument } from '../../http/api/document.ts'
import { guideOf } from '../../http/api/guide.ts'
import { PROBLEM_CATALOG } from '../../http/api/problem-catalog.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { replyPage } from '../../http/reply.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { ApiGuideView } from './guide-views.tsx'

/** The readable page of the JSON API, for everybody: it tells how, and opens nothing. It is long, and so written once. */
export function apiGuidePages(app: App, document: () => ApiDocument): Hono<PlatformEnv> {
  const written = new Map<boolean, string>()
  const write = (isSignedIn: boolean): string => {
    const problems = [...PROBLEM_CATALOG.values()].toSorted((one, other) => one.status - other.status)
    const page = { guide: guideOf(document()), problems, origin: app.config.origin, isSignedIn }
    return (<ApiGuideView {...page} />).toString()
  }
  return new Hono<PlatformEnv>().get(PLATFORM.apiDocs, (context) => {
    const isSignedIn = context.get('viewer') !== null
    const html = written.get(isSignedIn) ?? write(isSignedIn)
    written.set(isSignedIn, html)
    return replyPage(context, app, { title: 'The JSON API', wide: true, children: raw(html) })
  })
}
