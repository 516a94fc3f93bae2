import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { Refusal, refuse, type FieldProblem } from '../../domain/errors.ts'
import { suggestPlatform } from '../../domain/platform-finder.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith, replyPage, requireViewer, safeNext } from '../../http/reply.ts'
import {
  clearSessionToken,
  readDeviceToken,
  readSessionToken,
  setDeviceToken,
  setSessionToken,
} from '../../http/session-cookie.ts'
import { hashToken } from '../../secrets.ts'
import { flashOf } from '../../ui/flash.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { isOnlyManager } from '../accounts/only-manager.ts'
import { findNearExpiry } from '../password-age/find-near-expiry.ts'
import { HomeView } from './home-views.tsx'
import { endSessionByToken } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { SignInView } from './views.tsx'

/** Sign-in, sign-out and the home page, of either product. */
export function signInPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PLATFORM.signIn, (context) => {
      if (context.get('viewer')) return context.redirect(PLATFORM.home)
      const username = context.req.query('username')?.slice(0, LONGEST_INPUT) ?? ''
      return showForm(context, app, { username, refusal: null, next: context.req.query('next') ?? '' })
    })
    .post(PLATFORM.signIn, (context) => postSignIn(context, app))
    .post(PLATFORM.signOut, async (context) => {
      const token = readSessionToken(context)
      if (token !== null) await endSessionByToken(app.db, hashToken(token))
      clearSessionToken(context)
      return redirectWith(context, PLATFORM.signIn, flashOf('signed_out'))
    })
    .get(PLATFORM.home, async (context) => {
      const viewer = requireViewer(context)
      if (viewer instanceof Response) return viewer
      const { product } = app.config.platform
      const [isOnly, passwordExpiresAt] = await Promise.all([isOnlyManager(app, viewer), findNearExpiry(app, viewer.accountId)])
      const children = HomeView({ product, viewer, isOnlyManager: isOnly, passwordExpiresAt, now: app.clock.now() })
      return replyPage(context, app, { title: 'Home', current: 'home', children })
    })
}

async function postSignIn(context: PlatformContext, app: App): Promise<Response> {
  const { fields } = await readForm(context.req.raw, ['username', 'password', 'next', 'altcha'])
  const username = fields.username.trim()
  const captcha = fields.altcha === '' ? null : await app.captcha.check(fields.altcha, 'sign-in')
  const deviceToken = readDeviceToken(context)
  const sessionToken = readSessionToken(context)
  const input = { username, password: fields.password, captcha, deviceToken, sessionToken }
  const outcome = await attempt(async () => {
    requireTyped(username, fields.password)
    return signIn(app, input, context.get('requestContext'))
  })
  if (outcome instanceof Refusal) {
    if (outcome.code === 'overloaded') throw outcome
    return showForm(context, app, { username, refusal: outcome, next: fields.next })
  }
  setSessionToken(context, outcome.sessionToken)
  if (outcome.restricted !== null) return redirectWith(context, PLATFORM.chooseOwnPassword)
  setDeviceToken(context, outcome.deviceToken)
  return redirectWith(context, safeNext(fields.next))
}

/** No name or password has more; what is longer is refused before it costs a hash, alike for all. */
const LONGEST_INPUT = 1_000

function requireTyped(username: string, password: string): void {
  const fields: Record<string, FieldProblem> = {}
  for (const [name, typed] of Object.entries({ username, password })) {
    if (typed === '') fields[name] = 'required'
    else if (typed.length > LONGEST_INPUT) fields[name] = 'too_long'
  }
  if (Object.keys(fields).length > 0) throw refuse('invalid_fields', { fields })
}

function showForm(
  context: PlatformContext,
  app: App,
  form: { username: string; refusal: Refusal | null; next: string },
): Response {
  const { refusal, username } = form
  const { platform, profile, directory, frontDoorOrigin } = app.config
  const next = safeNext(form.next)
  const children = SignInView({
    platform,
    frontDoorOrigin,
    lockSeconds: profile.lockSeconds,
    username,
    refusal,
    needsCaptcha: asksForCaptcha(refusal),
    elsewhere: refusal ? suggestPlatform(directory, platform, username) : [],
    next: next === PLATFORM.home ? null : next,
  })
  return replyPage(context, app, { title: 'Sign in', current: 'sign-in', status: refusal ? statusOf(refusal) : 200, children })
}

function asksForCaptcha(refusal: Refusal | null): boolean {
  if (!refusal) return false
  return 'captchaNext' in refusal.details ? refusal.details.captchaNext : refusal.code === 'captcha_required'
}
