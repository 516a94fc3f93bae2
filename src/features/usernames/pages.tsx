import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { Core } from '../../core.ts'
import { checkEmail } from '../../domain/contact.ts'
import { requireNoProblems, type Refusal } from '../../domain/errors.ts'
import { requireCaptcha } from '../../http/captcha.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt } from '../../http/reply.ts'
import { frontDoorChrome } from '../../ui/front-door-chrome.ts'
import { renderPage } from '../../ui/layout.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { requestUsernames } from './request-usernames.ts'
import { ForgotUsernameView, UsernamesRequestedView } from './views.tsx'

/** The front door's "Forgot username" (N04), and the page that says the same to everyone. */
export function forgotUsernamePages(core: Core): Hono<PlatformEnv> {
  const { brand, demo } = core.config
  const chrome = frontDoorChrome({ brand, demo, current: null })
  const page = (title: string, children: Child) => renderPage({ chrome, title, children })
  const showForm = (context: PlatformContext, email: string, refusal: Refusal | null) =>
    context.html(
      page('Forgot username', <ForgotUsernameView email={email} refusal={refusal} />),
      refusal ? statusOf(refusal) : 200,
    )
  return new Hono<PlatformEnv>()
    .get(FRONT_DOOR.forgotUsername, (context) => showForm(context, '', null))
    .post(FRONT_DOOR.forgotUsername, async (context) => {
      const { fields } = await readForm(context.req.raw, ['email', 'altcha'])
      const email = fields.email.trim()
      const refusal = await attempt(async () => {
        const checked = checkEmail(email)
        if (!checked.ok) requireNoProblems({ email: checked.problem })
        await requireCaptcha(core, fields.altcha, 'forgot-username')
        await requestUsernames(core, { email }, context.get('requestContext'))
      })
      return refusal ? showForm(context, email, refusal) : context.redirect(FRONT_DOOR.forgotUsernameSent, 303)
    })
    .get(FRONT_DOOR.forgotUsernameSent, (context) => context.html(page('Check your mail', <UsernamesRequestedView />)))
}
