import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { Refusal, refuse, type FieldProblem } from '../../domain/errors.ts'
import { isEmailAddressAt, suggestPlatform } from '../../domain/platform-finder.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith, replyPage, safeNext } from '../../http/reply.ts'
import {
  clearSessionToken,
  readDeviceToken,
  readSessionToken,
  setDeviceToken,
  setSessionToken,
} from '../../http/session-cookie.ts'
import { hashToken } from '../../secrets.ts'
import { flashOf } from '../../ui/flash.ts'
import { PATHS } from '../../ui/paths.ts'
import { glanceAt, type StatusSource } from '../standings/status-source.ts'
import { homePages } from './home-pages.tsx'
import { endSessionByToken } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { SignInView } from './views.tsx'

/** Sign-in, sign-out and the home page of a platform, of either product. `status`: what the sign-in page tells of it. */
export function signInPages(app: App, status: StatusSource | null): Hono<PlatformEnv> {
  return doorPages(app, status).route('/', homePages(app))
}

/** Sign-in and sign-out, of every product. `status`: null where there is nothing to tell. */
export function doorPages(app: App, status: StatusSource | null = null): Hono<PlatformEnv> {
  const show: ShowForm = (context, form) => showForm(context, app, { ...form, status })
  const paths = PATHS[app.config.platform.product]
  return new Hono<PlatformEnv>()
    .get(paths.signIn, (context) => {
      if (context.get('viewer')) return context.redirect(paths.home)
      const username = context.req.query('username')?.slice(0, LONGEST_INPUT) ?? ''
      return show(context, { username, refusal: null, next: context.req.query('next') ?? '' })
    })
    .post(paths.signIn, (context) => postSignIn(context, app, show))
    .post(paths.signOut, async (context) => {
      const token = readSessionToken(context)
      if (token !== null) await endSessionByToken(app.db, hashToken(token))
      clearSessionToken(context)
      return redirectWith(context, paths.signIn, flashOf('signed_out'))
    })
}

type TypedForm = { readonly username: string; readonly refusal: Refusal | null; readonly next: string }
type ShowForm = (context: PlatformContext, form: TypedForm) => Response

async function postSignIn(context: PlatformContext, app: App, show: ShowForm): Promise<Response> {
  const paths = PATHS[app.config.platform.product]
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
    return show(context, { username, refusal: outcome, next: fields.next })
  }
  setSessionToken(context, outcome.sessionToken)
  if (outcome.restricted !== null) return redirectWith(context, paths.chooseOwnPassword)
  setDeviceToken(context, outcome.deviceToken)
  return redirectWith(context, safeNext(fields.next, paths))
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

function showForm(context: PlatformContext, app: App, form: TypedForm & { readonly status: StatusSource | null }): Response {
  const { refusal, username, status } = form
  const { platform, profile, directory, frontDoorOrigin, demo } = app.config
  const paths = PATHS[platform.product]
  const next = safeNext(form.next, paths)
  const now = app.clock.now()
  const children = SignInView({
    platform,
    frontDoorOrigin,
    lockSeconds: profile.lockSeconds,
    username,
    refusal,
    needsCaptcha: asksForCaptcha(refusal),
    elsewhere: suggestPlatform(directory, platform, username).map((candidate) => ({
      candidate,
      standing: status?.standingOf(candidate.platform.id) ?? null,
    })),
    isEmailAddress: isEmailAddressAt(platform, username),
    next: next === paths.home ? null : next,
    demo,
    glance: glanceAt(status, app.config, now),
    now,
  })
  return replyPage(context, app, { title: 'Sign in', current: 'sign-in', status: refusal ? statusOf(refusal) : 200, children })
}

function asksForCaptcha(refusal: Refusal | null): boolean {
  if (!refusal) return false
  return 'captchaNext' in refusal.details ? refusal.details.captchaNext : refusal.code === 'captcha_required'
}
