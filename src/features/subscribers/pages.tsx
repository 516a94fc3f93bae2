import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { keyAsTyped } from '../../domain/activation-key.ts'
import { checkEmail } from '../../domain/contact.ts'
import { isRefusal, refuse, Refusal, requireNoProblems, type FieldProblem } from '../../domain/errors.ts'
import { checkScope, typedScope, WHOLE_SCOPE, type TypedScope } from '../../domain/subscriber-scope.ts'
import { requireCaptcha } from '../../http/captcha.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { askToSubscribe } from './ask-to-subscribe.ts'
import { confirmSubscription } from './confirm-subscription.ts'
import { keepKey, managePages } from './manage-pages.tsx'
import { scopeChoices } from './scope-choices.ts'
import { readScope, scopeFieldNames } from './scope-fields-pages.ts'
import { showPage } from './show-pages.ts'
import { ConfirmView, DeadSubscriptionKey, SubscribeSentView, SubscribeView } from './subscribe-views.tsx'
import { webhookPages } from './webhook-pages.tsx'

const EVERYTHING = typedScope(WHOLE_SCOPE)

/** Subscribing to the status by mail or webhook, for anybody (A20). */
export function subscriberPages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(FRONT_DOOR.subscribe, (context) => showForm(context, core, { email: '', typed: EVERYTHING, refusal: null }))
    .post(FRONT_DOOR.subscribe, (context) => postForm(context, core))
    .get(FRONT_DOOR.subscribeSent, (context) =>
      showPage(context, core, { title: 'Check your mail', children: <SubscribeSentView /> }),
    )
    .get(FRONT_DOOR.confirmSubscription, (context) => showConfirm(context, core, { key: '', email: '' }, null))
    .post(FRONT_DOOR.confirmSubscription, (context) => postConfirm(context, core))
    .route('/', managePages(core))
    .route('/', webhookPages(core))
}

type Typed = { readonly email: string; readonly typed: TypedScope; readonly refusal: Refusal | null }

function showForm(context: PlatformContext, core: Core, { email, typed, refusal }: Typed): Response {
  const children = <SubscribeView choices={scopeChoices(core)} email={email} typed={typed} refusal={refusal} />
  return showPage(context, core, { title: 'Subscribe to updates', status: refusal ? statusOf(refusal) : 200, children })
}

async function postForm(context: PlatformContext, core: Core): Promise<Response> {
  const choices = scopeChoices(core)
  const form = await readForm(context.req.raw, ['email', 'altcha', ...scopeFieldNames(choices)])
  const email = (form.fields['email'] ?? '').trim()
  const typed = readScope(choices, form)
  const refusal = await attempt(async () => {
    const { scope, problems } = checkScope(typed, choices)
    const checked = checkEmail(email)
    if (!checked.ok || scope === null) {
      const ofEmail: Record<string, FieldProblem> = checked.ok ? {} : { email: checked.problem }
      throw refuse('invalid_fields', { fields: { ...ofEmail, ...problems } })
    }
    await requireCaptcha(core, form.fields['altcha'] ?? '', 'subscribe')
    await askToSubscribe(core, { email: checked.text, scope }, context.get('requestContext'))
  })
  return refusal ? showForm(context, core, { email, typed, refusal }) : context.redirect(FRONT_DOOR.subscribeSent, 303)
}

type KeyWithAddress = { readonly key: string; readonly email: string }

/** GET never looks at a key (I-02). */
function showConfirm(context: PlatformContext, core: Core, { key, email }: KeyWithAddress, refusal: Refusal | null): Response {
  const children = <ConfirmView typedKey={key} email={email} refusal={refusal} />
  return showPage(context, core, { title: 'Confirm your subscription', status: refusal ? statusOf(refusal) : 200, children })
}

async function postConfirm(context: PlatformContext, core: Core): Promise<Response> {
  const { fields } = await readForm(context.req.raw, ['key', 'email'])
  const typed = { key: keyAsTyped(fields.key), email: fields.email.trim() }
  const outcome = await attempt(async () => {
    requireTyped(typed)
    return confirmSubscription(core, typed)
  })
  if (isRefusal(outcome, 'invalid_key')) {
    const children = <DeadSubscriptionKey />
    return showPage(context, core, { title: 'The activation key is not valid', status: statusOf(outcome), children })
  }
  if (outcome instanceof Refusal) return showConfirm(context, core, typed, outcome)
  keepKey(context, outcome.manageKey)
  return redirectWith(context, FRONT_DOOR.ownSubscription, flashOf('subscription_confirmed'))
}

function requireTyped({ key, email }: KeyWithAddress): void {
  const fields: Record<string, FieldProblem> = {}
  if (key === '') fields['key'] = 'required'
  const checked = checkEmail(email)
  if (!checked.ok) fields['email'] = checked.problem
  requireNoProblems(fields)
}
