import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { Refusal } from '../../domain/errors.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { STAFF } from '../../ui/paths.ts'
import { overseeSubscribers, removeSubscriber, viewSubscriber } from './oversee-subscribers.ts'
import { scopeChoices } from './scope-choices.ts'
import { RemoveSubscriberView, SubscribersView } from './staff-views.tsx'

const REMOVE = `${STAFF.subscribers}/:id/remove` as const
const LONGEST_SEARCH = 254

/** Staff > Subscribers. */
export function overseePages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(STAFF.subscribers, (context) => showList(context, core))
    .get(REMOVE, (context) => showRemove(context, core, { id: context.req.param('id'), reason: '', refusal: null }))
    .post(REMOVE, (context) => postRemove(context, core, context.req.param('id')))
}

async function showList(context: PlatformContext, core: Core): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const asked = context.req.query('show')
  const filter = (['pending', 'failing', 'ended'] as const).find((name) => name === asked) ?? 'active'
  const search = (context.req.query('q') ?? '').slice(0, LONGEST_SEARCH)
  const list = await overseeSubscribers(core, actorOf(viewer), { search, filter, before: context.req.query('before') ?? '' })
  const children = (
    <SubscribersView {...list} search={search} filter={filter} choices={scopeChoices(core)} now={core.clock.now()} />
  )
  return replyPage(context, core, { title: 'Subscribers', current: 'subscribers', wide: true, children })
}

type Removal = { readonly id: string; readonly reason: string; readonly refusal: Refusal | null }

async function showRemove(context: PlatformContext, core: Core, { id, reason, refusal }: Removal): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { address } = await viewSubscriber(core, actorOf(viewer), id)
  const children = <RemoveSubscriberView id={id} address={address} reason={reason} refusal={refusal} />
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: 'Remove subscriber', current: 'subscribers', status, children })
}

async function postRemove(context: PlatformContext, core: Core, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['reason'])
  const removed = await attempt(() =>
    removeSubscriber(core, actorOf(viewer), { id, reason: fields.reason }, context.get('requestContext')),
  )
  if (removed instanceof Refusal) {
    if (removed.code !== 'invalid_fields') throw removed
    return showRemove(context, core, { id, reason: fields.reason, refusal: removed })
  }
  return redirectWith(context, STAFF.subscribers, flashOf('subscriber_removed', removed))
}
