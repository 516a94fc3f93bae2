import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { isRefusal, Refusal, refuse } from '../../domain/errors.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith, replyPage } from '../../http/reply.ts'
import { DESK } from '../../ui/desk-paths.ts'
import { flashOf } from '../../ui/flash.ts'
import { clearComponentState, setComponentState } from '../status/set-component-state.ts'
import type { Doer } from '../status/write-status.ts'
import { ComponentListView, ComponentView } from './component-views.tsx'
import { asOperator, readDeskForm, requireShowable, troubleOf } from './request-pages.ts'
import { viewComponents } from './view-desk.ts'

const ONE = `${DESK.components}/:id` as const

/** Staff > Components: what each is in and why, and a person's word on it. */
export function deskComponentPages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(DESK.components, (context) =>
      asOperator(context, async (doer) => {
        const components = await viewComponents(core, doer.actor)
        const children = ComponentListView({ components, now: core.clock.now() })
        return replyPage(context, core, { title: 'Components', current: 'components', wide: true, children })
      }),
    )
    .get(ONE, (context) => asOperator(context, (doer) => showOne(context, core, doer, null)))
    .post(ONE, (context) =>
      asOperator(context, async (doer) => {
        const { typed } = await readDeskForm(context, ['state', 'note', 'seen'])
        const input = { component: context.req.param('id'), ...typed }
        const set = await attempt(() => setComponentState(core, doer, input))
        if (set instanceof Refusal) return showOne(context, core, doer, { typed, refusal: requireShowable(set) })
        return redirectWith(context, DESK.components, flashOf('component_set', { name: set.name }))
      }),
    )
    .post(`${ONE}/clear`, (context) =>
      asOperator(context, async (doer) => {
        const { typed } = await readDeskForm(context, ['seen'])
        const cleared = await attempt(() =>
          clearComponentState(core, doer, { component: context.req.param('id'), seen: typed.seen }),
        )
        if (cleared instanceof Refusal) {
          return showOne(context, core, doer, { typed: { state: '', note: '' }, refusal: requireShowable(cleared) })
        }
        return redirectWith(context, DESK.components, flashOf('component_cleared', { name: cleared.name }))
      }),
    )
}

async function showOne(
  context: PlatformContext,
  core: Core,
  doer: Doer,
  tried: { typed: { state: string; note: string }; refusal: Refusal } | null,
): Promise<Response> {
  const id = context.req.param('id')
  const component = (await viewComponents(core, doer.actor)).find((one) => one.id === id)
  if (!component) throw refuse('not_found')
  const { word } = component
  const refusal = tried?.refusal ?? null
  const children = ComponentView({
    component,
    typed: tried?.typed ?? { state: word?.state ?? '', note: word?.note ?? '' },
    problems: troubleOf(refusal).problems,
    refusal: isRefusal(refusal, 'changed_meanwhile') ? refusal : null,
    now: core.clock.now(),
  })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: component.name, current: 'components', status, children })
}
