import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fieldProblemsOf, refuse, type Refusal } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { FRONT_DOOR, onOrigin, PCI } from '../../ui/paths.ts'
import { passPointOfContact } from '../subscriptions/pass-point-of-contact.ts'
import { viewSubscription } from '../subscriptions/view-subscription.ts'
import { findHelpers } from './find-helpers.ts'
import { PciAccountView } from './pci-account-views.tsx'

/** Account of the PCI platform: the subscription, its primary contact, and who can help (S06, S12). */
export function pciAccountPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PCI.helpAccount, (context) => showAccount(context, app, null))
    .post(PCI.pointOfContact, (context) => postPrimaryContact(context, app))
}

async function showAccount(context: PlatformContext, app: App, refusal: Refusal | null): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { platform, support, frontDoorOrigin } = app.config
  const appoints = mayDo('appoint_point_of_contact', viewer)
  const [{ colleagues, tam }, subscription] = await Promise.all([
    findHelpers(app, viewer),
    appoints ? viewSubscription(app, actorOf(viewer)) : null,
  ])
  const children = PciAccountView({
    viewer,
    colleagues,
    candidates: subscription?.candidates ?? null,
    problems: fieldProblemsOf(refusal),
    platformLabel: platform.label,
    vendor: { tam, support, supportNumbersUrl: onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers) },
  })
  return replyPage(context, app, { title: 'Account', current: 'account', status: refusal ? statusOf(refusal) : 200, children })
}

async function postPrimaryContact(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['accountId'])
  if (fields.accountId === '' && mayDo('appoint_point_of_contact', viewer)) {
    return showAccount(context, app, refuse('invalid_fields', { fields: { accountId: 'not_a_choice' } }))
  }
  const { name, hasChanged } = await passPointOfContact(app, actorOf(viewer), fields.accountId, context.get('requestContext'))
  const of = viewer.subscriptionName
  const flash = hasChanged
    ? flashOf('primary_contact_passed', { name: name ?? '', of })
    : flashOf('primary_contact_unchanged', { of })
  return redirectWith(context, PCI.helpAccount, flash)
}
