import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { keyAsTyped } from '../../domain/activation-key.ts'
import { checkEmail } from '../../domain/contact.ts'
import { isRefusal, requireNoProblems, type Refusal } from '../../domain/errors.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, isSomebodyElse, redirectWith, replyPage } from '../../http/reply.ts'
import { DEAD_KEY_HEADING, DeadKey } from '../../ui/dead-key.tsx'
import { flashOf } from '../../ui/flash.ts'
import { PATHS } from '../../ui/paths.ts'
import { utcWords } from '../../ui/time-words.ts'
import type { KeyWithAddress } from '../recovery/redeem-with-address.ts'
import { confirmEmailChange } from './change-email.ts'
import { ConfirmEmailView, NewConfirmationView } from './confirm-email-views.tsx'

/** Where the mail to a new address leads; for the signed-out, too (I-37). GET never looks at a key (I-02). */
export function confirmEmailPages(app: App): Hono<PlatformEnv> {
  const { account, confirmEmail, confirmEmailNewLink } = PATHS[app.config.platform.product]
  return new Hono<PlatformEnv>()
    .get(confirmEmail, (context) => showForm(context, app, { key: '', email: '' }, null))
    .post(confirmEmail, (context) => postConfirmation(context, app))
    .post(confirmEmailNewLink, (context) => redirectWith(context, confirmEmailNewLink))
    .get(confirmEmailNewLink, (context) =>
      replyPage(context, app, {
        title: 'Ask again in My profile',
        children: <NewConfirmationView profile={account} />,
      }),
    )
}

async function postConfirmation(context: PlatformContext, app: App): Promise<Response> {
  const { fields } = await readForm(context.req.raw, ['key', 'email'])
  const typed = { key: keyAsTyped(fields.key), email: fields.email.trim() }
  const outcome = await attempt(async () => {
    requireTyped(typed)
    return confirmEmailChange(app, typed, context.get('requestContext'))
  })
  if (isRefusal(outcome, 'invalid_key')) return showDeadKey(context, app, { typedKey: typed.key, refusal: outcome })
  if (isRefusal(outcome)) return showForm(context, app, typed, outcome)
  const { username, newEmail: email } = outcome
  const { account, signInAs } = PATHS[app.config.platform.product]
  const next = context.get('viewer') ? account : signInAs(username)
  if (outcome.effectiveAt) {
    const when = utcWords(outcome.effectiveAt)
    return redirectWith(context, next, flashOf('email_confirmed', { username, email, when }))
  }
  const isOther = isSomebodyElse(context, username)
  return redirectWith(
    context,
    next,
    isOther ? flashOf('email_changed_for', { username, email }) : flashOf('email_changed', { email }),
  )
}

/** What can be said without the key, alike for every key. */
function requireTyped({ key, email }: KeyWithAddress): void {
  const checked = checkEmail(email)
  requireNoProblems({ ...(key === '' ? { key: 'required' } : {}), ...(checked.ok ? {} : { email: checked.problem }) })
}

function showForm(context: PlatformContext, app: App, typed: KeyWithAddress, refusal: Refusal | null): Response {
  const { confirmEmail: page } = PATHS[app.config.platform.product]
  const children = <ConfirmEmailView page={page} typedKey={typed.key} typedEmail={typed.email} refusal={refusal} />
  return replyPage(context, app, { title: 'Confirm your e-mail address', status: refusal ? statusOf(refusal) : 200, children })
}

/** The one answer for every dead key (I-03). */
function showDeadKey(context: PlatformContext, app: App, of: { typedKey: string; refusal: Refusal }): Response {
  const { confirmEmail: page, confirmEmailNewLink: newLink } = PATHS[app.config.platform.product]
  const children = (
    <DeadKey
      typedKey={of.typedKey}
      page={page}
      newLink={newLink}
      newLinkHint="You ask for it in My profile, where you named the new address."
      frontDoorOrigin={app.config.frontDoorOrigin}
    />
  )
  return replyPage(context, app, { title: DEAD_KEY_HEADING, status: statusOf(of.refusal), children })
}
