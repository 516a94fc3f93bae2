import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { keyAsTyped } from '../../domain/activation-key.ts'
import { isRefusal, refuse, type Refusal } from '../../domain/errors.ts'
import { checkScope, typedScope, type TypedScope } from '../../domain/subscriber-scope.ts'
import { clearHostCookie, readHostCookie, setHostCookie } from '../../http/cookies.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { changeScope, endSubscription, viewSubscription } from './manage-subscription.ts'
import { ManageView, OpenSubscriptionView } from './manage-views.tsx'
import { scopeChoices } from './scope-choices.ts'
import { readScope, scopeFieldNames } from './scope-fields-pages.ts'
import { showPage } from './show-pages.ts'
import { DeadSubscriptionKey } from './subscribe-views.tsx'
import { verifyWebhook } from './verify-webhook.ts'

const COOKIE = '__Host-status-subscription'
const OPEN_SECONDS = 30 * 60

/** For half an hour the browser holds the key, so that no address does. */
export function keepKey(context: PlatformContext, key: string): void {
  setHostCookie(context, { name: COOKIE, value: key, sameSite: 'Lax', maxAgeSeconds: OPEN_SECONDS })
}

/** What one gets, and the ways to change and to stop it; by the key that every mail brings. */
export function managePages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(FRONT_DOOR.manageSubscription, (context) => showOpen(context, core))
    .get(FRONT_DOOR.ownSubscription, (context) => showOwn(context, core, null))
    .post(FRONT_DOOR.manageSubscription, (context) => openOwn(context, core))
    .post(FRONT_DOOR.changeSubscription, (context) => postScope(context, core))
    .post(FRONT_DOOR.verifyWebhook, (context) => postVerify(context, core))
    .post(FRONT_DOOR.endSubscription, async (context) => {
      const ended = await withKey(context, (key) => endSubscription(core, key))
      return isRefusal(ended) ? showDead(context, core, ended) : redirectWith(context, FRONT_DOOR.unsubscribed)
    })
}

async function showOwn(
  context: PlatformContext,
  core: Core,
  wrong: { typed: TypedScope; refusal: Refusal } | null,
): Promise<Response> {
  if (readHostCookie(context, COOKIE) === null) return redirectWith(context, FRONT_DOOR.manageSubscription)
  const subscription = await withKey(context, (key) => viewSubscription(core, key))
  if (isRefusal(subscription)) return showDead(context, core, subscription)
  const children = (
    <ManageView
      subscription={subscription}
      choices={scopeChoices(core)}
      typed={wrong?.typed ?? typedScope(subscription.scope)}
      refusal={wrong?.refusal ?? null}
      now={core.clock.now()}
    />
  )
  return showPage(context, core, { title: 'Your subscription', status: wrong ? statusOf(wrong.refusal) : 200, children })
}

/** Where mails lead, with the key in the fragment: its script puts it into the form. */
function showOpen(context: PlatformContext, core: Core): Response {
  return showPage(context, core, { title: 'Your subscription', children: <OpenSubscriptionView typedKey="" /> })
}

async function openOwn(context: PlatformContext, core: Core): Promise<Response> {
  const { fields } = await readForm(context.req.raw, ['key'])
  const key = keyAsTyped(fields.key)
  const opened = await attempt(() => viewSubscription(core, key))
  if (isRefusal(opened)) return showDead(context, core, opened)
  keepKey(context, key)
  return redirectWith(context, FRONT_DOOR.ownSubscription)
}

async function postScope(context: PlatformContext, core: Core): Promise<Response> {
  const choices = scopeChoices(core)
  const typed = readScope(choices, await readForm(context.req.raw, scopeFieldNames(choices)))
  const saved = await withKey(context, async (key) => {
    const { scope, problems } = checkScope(typed, choices)
    if (scope === null) throw refuse('invalid_fields', { fields: problems })
    await changeScope(core, key, scope)
  })
  if (isRefusal(saved, 'invalid_fields')) return showOwn(context, core, { typed, refusal: saved })
  if (isRefusal(saved)) return showDead(context, core, saved)
  return redirectWith(context, FRONT_DOOR.ownSubscription, flashOf('subscription_saved'))
}

async function postVerify(context: PlatformContext, core: Core): Promise<Response> {
  const outcome = await withKey(context, (key) => verifyWebhook(core, key))
  if (isRefusal(outcome, 'invalid_key')) return showDead(context, core, outcome)
  if (isRefusal(outcome)) throw outcome
  const flash = outcome.ok ? flashOf('webhook_verified') : flashOf('webhook_not_verified', { reason: outcome.reason })
  return redirectWith(context, FRONT_DOOR.ownSubscription, flash)
}

async function withKey<Result>(context: PlatformContext, run: (key: string) => Promise<Result>): Promise<Result | Refusal> {
  return attempt(() => run(readHostCookie(context, COOKIE) ?? ''))
}

function showDead(context: PlatformContext, core: Core, refusal: Refusal): Response {
  clearHostCookie(context, COOKIE)
  const children = <DeadSubscriptionKey />
  return showPage(context, core, { title: 'The activation key is not valid', status: statusOf(refusal), children })
}
