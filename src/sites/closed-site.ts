import { Hono, type Context } from 'hono'
import type { Logger } from 'pino'
import type { App, SiteConfig } from '../app.ts'
import type { Clock } from '../clock.ts'
import { DatabaseAwayError } from '../db/unavailable.ts'
import { LONGEST_PASS } from '../domain/maintenance-pass.ts'
import { closingMaintenance, retryAfterSeconds, type StandingMaintenance } from '../domain/platform-standing.ts'
import { endOf } from '../domain/service-status.ts'
import { redeemPass } from '../features/passes/redeem-pass.ts'
import type { StatusSource } from '../features/standings/status-source.ts'
import { assetPages } from '../http/assets.ts'
import { refuseCrossOrigin } from '../http/csrf.ts'
import type { FrontDoorEnv } from '../http/environment.ts'
import { readForm } from '../http/forms.ts'
import { hasMaintenanceCookie, setMaintenanceCookie } from '../http/maintenance-cookie.ts'
import { answerProblem } from '../http/problem.tsx'
import { describeRequest } from '../http/request-context.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { ClosedPage, closedWords, PASS_REFUSED, PassPage } from '../ui/closed-page.tsx'
import { renderPage } from '../ui/layout.tsx'
import { FRONT_DOOR, onOrigin, PATHS, SITE } from '../ui/paths.ts'
import { platformChrome } from '../ui/platform-chrome.ts'

export type Closable = {
  readonly config: SiteConfig
  readonly status: StatusSource
  readonly clock: Clock
  readonly log: Logger
  /** The platform itself, where its database is there: only to take a pass. */
  readonly app: () => App | null
}

/**
 * Keeps everybody out of a platform while it is closed for maintenance (S04), but those to whom it has given a cookie for a
 * pass. What decides is in memory, so that it also holds while the platform's own database is away.
 */
export function closable(open: Site, of: Closable): Site {
  const { config, status, clock } = of
  const { secret, platform } = config
  const current = () => {
    const standing = status.standingOf(platform.id)
    return standing && closingMaintenance(standing, clock.now())
  }
  const closed = closedSite(of, current)
  return {
    fetch: (request, bindings) => {
      const maintenance = current()
      if (!maintenance && !request.url.includes(SITE.maintenancePass)) return open.fetch(request, bindings)
      const isPassPage = new URL(request.url).pathname === SITE.maintenancePass
      const isIn =
        maintenance && hasMaintenanceCookie(request, { secret, platformId: platform.id, maintenanceId: maintenance.id })
      return (isPassPage || (maintenance && !isIn) ? closed : open).fetch(request, bindings)
    },
  }
}

type Current = () => StandingMaintenance | null

function closedSite(of: Closable, current: Current): Site {
  const { config, log, clock } = of
  const { origin, brand, trustedProxies } = config
  const { signIn } = PATHS[config.platform.product]
  const site = new Hono<FrontDoorEnv>()
  site.use(securityHeaders({ secure: origin.startsWith('https:') }))
  site.route('/', assetPages({ brand }))
  site.use(describeRequest({ log, clock, proxies: trustedProxies }))
  site.use(SITE.maintenancePass, refuseCrossOrigin([origin]))
  site.get(SITE.maintenancePass, (context) => (current() ? passPage(context, of, false) : context.redirect(signIn, 303)))
  site.post(SITE.maintenancePass, async (context) => {
    const maintenance = current()
    // Over meanwhile: the door is open.
    return maintenance ? takePass(context, of, maintenance) : context.redirect(signIn, 303)
  })
  site.all('*', (context) => {
    const maintenance = current()
    return maintenance ? answerClosed(context, of, maintenance) : context.redirect(signIn, 303)
  })
  site.onError((error, context) =>
    answerProblem(context, error, { chrome: chromeFor(of), log, requestId: context.get('requestContext').requestId }),
  )
  return site
}

async function takePass(context: Context<FrontDoorEnv>, of: Closable, maintenance: StandingMaintenance): Promise<Response> {
  const { secret, platform } = of.config
  const { fields } = await readForm(context.req.raw, ['pass'], { bytes: 2 * LONGEST_PASS, fields: 4 })
  const app = of.app()
  if (!app) throw new DatabaseAwayError()
  const { id: maintenanceId } = maintenance
  const pass = await redeemPass(app, { jws: fields.pass.trim(), maintenanceId }, context.get('requestContext'))
  if (!pass) return passPage(context, of, true)
  const maxAgeSeconds = Math.max(60, Math.ceil((endOf(maintenance).getTime() - of.clock.now().getTime()) / 1_000))
  setMaintenanceCookie(context, { secret, platformId: platform.id, maintenanceId, maxAgeSeconds })
  return context.redirect(PATHS[platform.product].signIn, 303)
}

function passPage(context: Context, of: Closable, refused: boolean): Response {
  const children = PassPage({ platformLabel: of.config.platform.label, message: refused ? PASS_REFUSED : null })
  return context.html(renderPage({ chrome: chromeFor(of), title: 'Operator’s pass', children }), refused ? 422 : 200)
}

/** 503 with when to come again, and a link to where it is told of (RFC 8631), as a page or as RFC 9457 has it. */
function answerClosed(context: Context<FrontDoorEnv>, of: Closable, maintenance: StandingMaintenance): Response {
  const { platform, frontDoorOrigin } = of.config
  const now = of.clock.now()
  const method = context.req.method
  const closed = {
    maintenance,
    platformLabel: platform.label,
    frontDoorOrigin,
    now,
    wasPosted: method !== 'GET' && method !== 'HEAD',
    signIn: PATHS[platform.product].signIn,
  }
  const about = onOrigin(frontDoorOrigin, FRONT_DOOR.incident(maintenance.id))
  context.header('Retry-After', String(retryAfterSeconds(maintenance, now)))
  context.header('Link', `<${about}>; rel="status"`)
  if (context.req.path.startsWith('/api/')) {
    const { requestId } = context.get('requestContext')
    const body = { ...closedWords(closed), status: 503, code: 'closed_for_maintenance', status_page: about, requestId }
    return context.body(JSON.stringify(body), 503, { 'Content-Type': 'application/problem+json' })
  }
  return context.html(renderPage({ chrome: chromeFor(of), title: 'Closed for maintenance', children: ClosedPage(closed) }), 503)
}

function chromeFor({ config }: Closable) {
  const { brand, platform, frontDoorOrigin } = config
  return platformChrome({
    brand,
    product: platform.product,
    platformLabel: platform.label,
    frontDoorOrigin,
    viewer: null,
    // The page itself says whom to call.
    current: 'sign-in',
  })
}
