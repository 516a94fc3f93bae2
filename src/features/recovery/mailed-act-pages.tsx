import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { App } from '../../app.ts'
import { keyAsTyped } from '../../domain/activation-key.ts'
import { checkEmail } from '../../domain/contact.ts'
import { isRefusal, Refusal, requireNoProblems, type FieldProblem } from '../../domain/errors.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, isSomebodyElse, redirectWith, replyPage } from '../../http/reply.ts'
import { setDeviceToken } from '../../http/session-cookie.ts'
import { flashOf } from '../../ui/flash.ts'
import { PATHS, type ProductPaths } from '../../ui/paths.ts'
import { askActivation } from '../users/ask-activation.ts'
import { stopEmailChange } from '../users/stop-email-change.ts'
import {
  ActivationRequestedView,
  ReleaseLockView,
  RequestActivationView,
  StopEmailChangeView,
  UnfreezeView,
  type MailedActForm,
} from './mailed-act-views.tsx'
import { newLinkPages, replyDeadKey } from './new-link-pages.tsx'
import type { KeyWithAddress } from './redeem-with-address.ts'
import { unfreeze, type Unfrozen } from './unfreeze.ts'

/** One page that takes a mailed key and its owner's address. GET never looks at a key (I-02). */
export type MailedAct<Done extends object> = {
  readonly page: (paths: ProductPaths) => string
  readonly newLink: (paths: ProductPaths) => string
  /** What comes by a new link, where it is not what this one was for. */
  readonly newLinkHint?: string
  readonly title: string
  readonly view: (form: MailedActForm) => Child
  readonly act: (app: App, input: KeyWithAddress, requestContext: RequestContext) => Promise<Done>
  readonly done: (context: PlatformContext, done: Done, paths: ProductPaths) => Response
}

/** Unfreeze or, where the policy locks, early release (N06), "please activate me" (N11), and stopping a Manager's change of one's address (I-37). */
export function mailedActPages(app: App): Hono<PlatformEnv> {
  const { frontDoorOrigin, platform } = app.config
  const { words } = PRODUCTS[platform.product]
  const { requestActivationSent, signIn } = PATHS[platform.product]
  return new Hono<PlatformEnv>()
    .route('/', pagesOf(app, app.config.profile.lockSeconds === null ? UNFREEZE : RELEASE_LOCK))
    .route('/', pagesOf(app, REQUEST_ACTIVATION))
    .route('/', pagesOf(app, STOP_EMAIL_CHANGE))
    .get(requestActivationSent, (context) =>
      replyPage(context, app, {
        title: 'Request sent',
        children: <ActivationRequestedView frontDoorOrigin={frontDoorOrigin} words={words} signIn={signIn} />,
      }),
    )
}

const UNFREEZE: MailedAct<Unfrozen> = {
  page: ({ unfreeze: page }) => page,
  newLink: ({ unfreezeNewLink }) => unfreezeNewLink,
  title: 'Unfreeze my account',
  view: UnfreezeView,
  act: unfreeze,
  done: (context, { deviceToken, username, end }, paths) => {
    setDeviceToken(context, deviceToken)
    const flash = isSomebodyElse(context, username) ? flashOf(`${end}_for`, { username }) : flashOf(end)
    return redirectWith(context, paths.signInAs(username), flash)
  },
}

const RELEASE_LOCK: MailedAct<Unfrozen> = { ...UNFREEZE, title: 'Release the lock', view: ReleaseLockView }

const REQUEST_ACTIVATION: MailedAct<{ username: string }> = {
  page: ({ requestActivation }) => requestActivation,
  newLink: ({ requestActivationNewLink }) => requestActivationNewLink,
  title: 'Please activate me',
  view: RequestActivationView,
  act: askActivation,
  done: (context, _, { requestActivationSent }) => redirectWith(context, requestActivationSent),
}

const STOP_EMAIL_CHANGE: MailedAct<{ username: string }> = {
  page: ({ stopEmailChange: page }) => page,
  newLink: ({ stopEmailChangeNewLink }) => stopEmailChangeNewLink,
  title: 'Stop the change of address',
  view: StopEmailChangeView,
  act: stopEmailChange,
  done: (context, { username }, paths) => {
    const next = context.get('viewer') ? paths.account : paths.signInAs(username)
    return redirectWith(context, next, flashOf('email_change_stopped', { username }))
  },
}

export function pagesOf<Done extends object>(
  app: App,
  { page: pageOf, newLink: newLinkOf, newLinkHint, title, view, act, done }: MailedAct<Done>,
): Hono<PlatformEnv> {
  const { platform, frontDoorOrigin } = app.config
  const paths = PATHS[platform.product]
  const [page, newLink] = [pageOf(paths), newLinkOf(paths)]
  const showForm = (context: PlatformContext, typed: KeyWithAddress, refusal: Refusal | null): Response => {
    const children = view({
      product: platform.product,
      platformLabel: platform.label,
      frontDoorOrigin,
      page,
      typedKey: typed.key,
      typedEmail: typed.email,
      refusal,
    })
    return replyPage(context, app, { title, status: refusal ? statusOf(refusal) : 200, children })
  }
  return new Hono<PlatformEnv>()
    .get(page, (context) => showForm(context, { key: '', email: '' }, null))
    .post(page, async (context) => {
      const { fields } = await readForm(context.req.raw, ['key', 'email'])
      const typed = { key: keyAsTyped(fields.key), email: fields.email.trim() }
      const outcome = await attempt(async () => {
        requireTyped(typed)
        return act(app, typed, context.get('requestContext'))
      })
      if (isRefusal(outcome, 'invalid_key')) {
        return replyDeadKey(context, app, { typedKey: typed.key, page, newLink, newLinkHint })
      }
      return outcome instanceof Refusal ? showForm(context, typed, outcome) : done(context, outcome, paths)
    })
    .route('/', newLinkPages(app, newLink))
}

/** What can be said without the key, alike for every key. */
function requireTyped({ key, email }: KeyWithAddress): void {
  const fields: Record<string, FieldProblem> = {}
  if (key === '') fields['key'] = 'required'
  const checked = checkEmail(email)
  if (!checked.ok) fields['email'] = checked.problem
  requireNoProblems(fields)
}
