import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { keyAsTyped } from '../../domain/activation-key.ts'
import { checkEmail } from '../../domain/contact.ts'
import { isRefusal, requireNoProblems, type FieldProblem, type Refusal } from '../../domain/errors.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, replyPage } from '../../http/reply.ts'
import { setDeviceToken } from '../../http/session-cookie.ts'
import { PCI } from '../../ui/paths.ts'
import { replyDeadKey } from './new-link-pages.tsx'
import type { KeyWithAddress } from './redeem-with-address.ts'
import { RevealedView, RevealView } from './reveal-views.tsx'
import { revealPassword, type Revealed } from './reveal.ts'

const PLACES = { page: PCI.revealHere, newLink: PCI.activateNewLink }

/** The page of welcome and reset links on a platform that reveals (S24, S31). GET never looks at a key (S16, I-02). */
export function revealPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PCI.revealHere, (context) => showForm(context, app, { key: '', email: '' }, null))
    .post(PCI.revealHere, async (context) => {
      const { fields } = await readForm(context.req.raw, ['key', 'email'])
      const typed = { key: keyAsTyped(fields.key), email: fields.email.trim() }
      const outcome = await attempt(async () => {
        requireTyped(typed)
        return revealPassword(app, typed, context.get('requestContext'))
      })
      if (isRefusal(outcome, 'overloaded')) throw outcome
      if (isRefusal(outcome, 'invalid_key')) return replyDeadKey(context, app, { typedKey: typed.key, ...PLACES })
      return isRefusal(outcome) ? showForm(context, app, typed, outcome) : replyRevealed(context, app, outcome)
    })
}

/** What can be said without the key, alike for every key (I-03). */
function requireTyped({ key, email }: KeyWithAddress): void {
  const fields: Record<string, FieldProblem> = {}
  if (key === '') fields['key'] = 'required'
  const checked = checkEmail(email)
  if (!checked.ok) fields['email'] = checked.problem
  requireNoProblems(fields)
}

function showForm(context: PlatformContext, app: App, typed: KeyWithAddress, refusal: Refusal | null): Response {
  const { platform, frontDoorOrigin, profile } = app.config
  const { words } = PRODUCTS[platform.product]
  const children = RevealView({
    platformLabel: platform.label,
    words,
    frontDoorOrigin,
    seconds: profile.temporaryPasswordSeconds,
    typed,
    refusal,
  })
  const title = `Show my ${words.username} and password`
  return replyPage(context, app, { title, status: refusal ? statusOf(refusal) : 200, children })
}

/** No redirect, and never stored: this answer is the one place where the password ever stands (I-06). */
function replyRevealed(context: PlatformContext, app: App, { deviceToken, ...shown }: Revealed): Response {
  if (deviceToken !== null) setDeviceToken(context, deviceToken)
  const { platform, profile } = app.config
  const viewer = context.get('viewer')
  const children = RevealedView({
    ...shown,
    platformLabel: platform.label,
    seconds: profile.temporaryPasswordSeconds,
    // Revealing has ended every session of one's own.
    otherUsername: viewer && viewer.username !== shown.username ? viewer.username : null,
  })
  return replyPage(context, app, { title: 'Copy your password now', children })
}
