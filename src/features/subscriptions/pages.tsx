import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fieldProblemsOf, refuse, Refusal } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { passPointOfContact } from './pass-point-of-contact.ts'
import { unitPages } from './unit-pages.tsx'
import { viewSubscription } from './view-subscription.ts'
import { SubscriptionView } from './views.tsx'

/** The Subscription section: point of contact and business units (A03). */
export function subscriptionPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PLATFORM.subscription, (context) => showSubscription(context, app, null))
    .post(PLATFORM.pointOfContact, (context) => postPointOfContact(context, app))
    .route('/', unitPages(app))
}

async function showSubscription(context: PlatformContext, app: App, refusal: Refusal | null): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const subscription = await viewSubscription(app, actorOf(viewer))
  const children = SubscriptionView({
    subscription,
    viewer,
    manages: mayDo('manage_units', viewer),
    problems: fieldProblemsOf(refusal),
  })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, app, { title: 'Subscription', current: 'subscription', wide: true, status, children })
}

async function postPointOfContact(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['accountId'])
  if (fields.accountId === '' && mayDo('appoint_point_of_contact', viewer)) {
    return showSubscription(context, app, refuse('invalid_fields', { fields: { accountId: 'not_a_choice' } }))
  }
  const passed = await attempt(() => passPointOfContact(app, actorOf(viewer), fields.accountId, context.get('requestContext')))
  if (passed instanceof Refusal) {
    if (passed.code !== 'invalid_fields') throw passed
    return showSubscription(context, app, passed)
  }
  const of = viewer.subscriptionName
  const flash = passed.hasChanged
    ? flashOf('contact_passed', { name: passed.name ?? '', of })
    : flashOf('contact_unchanged', { of })
  return redirectWith(context, PLATFORM.subscription, flash)
}
