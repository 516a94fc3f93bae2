import { Hono } from 'hono'
import type { Logger } from 'pino'
import { systemClock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { DatabaseAwayError } from '../db/unavailable.ts'
import { refuse } from '../domain/errors.ts'
import { directoryPages } from '../features/finder/directory-pages.ts'
import { finderPages } from '../features/finder/pages.tsx'
import { outboxPages } from '../features/outbox/pages.tsx'
import type { Publication } from '../features/publishing/publication.ts'
import { supportPages } from '../features/support/pages.tsx'
import { assetPages } from '../http/assets.ts'
import { refuseCrossOrigin } from '../http/csrf.ts'
import type { FrontDoorEnv } from '../http/environment.ts'
import { answerProblem } from '../http/problem.tsx'
import { answerPublished, fetchPublished, type Shelf } from '../http/published.ts'
import { describeRequest } from '../http/request-context.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { signingKeyOf } from '../secrets.ts'
import { frontDoorChrome } from '../ui/front-door-chrome.ts'
import { needsCore } from './core-site.ts'
import { isSecure } from './open-status-publication.ts'

/** What the front door is made of: the configuration, what is published, and, while its database is there, the rest. */
export type FrontDoorParts = {
  readonly config: Config
  readonly log: Logger
  readonly publication: Publication
  /** The pages that need the database; null while it is away. */
  readonly coreSite: () => Site | null
}

/** Finder, status and support from the configuration and from memory, so that they work with every database down (N03, N14). */
export function frontDoorSite({ config, log, publication, coreSite }: FrontDoorParts): Site {
  const { origins } = config.frontDoor
  const { brand, demo, directory } = config
  const { transport } = config.mail
  const [issuer = ''] = origins
  const key = config.core ? signingKeyOf(config.core.secret) : null
  const site = new Hono<FrontDoorEnv>()
  site.use(securityHeaders({ secure: isSecure(config) }))
  site.route('/', assetPages({ brand }))
  site.use(describeRequest({ log, clock: systemClock, proxies: config.trustedProxies }))
  site.use(refuseCrossOrigin(origins))
  site.route('/', finderPages({ config, standings: () => publication.standings() }))
  if (key) site.route('/', directoryPages({ issuer, directory, key, clock: systemClock }))
  site.route('/', supportPages({ config, contacts: () => publication.contacts() }))
  if (demo && transport.kind === 'outbox') {
    const chrome = frontDoorChrome({ brand, demo, current: 'outbox' })
    site.route('/', outboxPages({ folder: transport.folder, chrome, clock: systemClock }))
  }
  site.notFound((context) => {
    const isAway = needsCore(context.req.path) || (publication.contacts() === null && isPublic(context.req.path))
    throw isAway ? new DatabaseAwayError() : refuse('not_found')
  })
  site.onError((error, context) => {
    const chrome = frontDoorChrome({ brand, demo, current: null })
    return answerProblem(context, error, { chrome, log, requestId: context.get('requestContext').requestId })
  })
  return withPublication(publication, {
    fetch: (request, bindings) => {
      const core = needsCore(new URL(request.url).pathname) ? coreSite() : null
      return (core ?? site).fetch(request, bindings)
    },
  })
}

/** What is published needs nothing of what surrounds a page (P3). */
function withPublication({ at, headers }: Publication, site: Site): Site {
  const shelf: Shelf = { at, headers, drawsAnew: true }
  return {
    fetch: async (request, bindings) => (await fetchPublished(shelf, request)) ?? site.fetch(request, bindings),
    answer: (incoming, outgoing, next) => answerPublished(shelf, { incoming, outgoing, next }),
  }
}

/** Whether it would be found, had anything been published yet. */
function isPublic(path: string): boolean {
  return /^\/(?:status|api\/v2)(?:\/|$)/.test(path)
}
