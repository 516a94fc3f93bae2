import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { Refusal } from '../../domain/errors.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith, replyPage } from '../../http/reply.ts'
import { DESK } from '../../ui/desk-paths.ts'
import { flashOf } from '../../ui/flash.ts'
import { changeTemplate, createTemplate, removeTemplate } from '../status/change-templates.ts'
import { asOperator, readDeskForm, requireShowable, troubleOf } from './request-pages.ts'
import { TemplateFormView, TemplateListView, type TemplateFormProps } from './template-views.tsx'
import { viewTemplate, viewTemplates } from './view-desk.ts'

const FIELDS = ['kind', 'label', 'name', 'impact', 'status', 'body'] as const
const EMPTY = { kind: 'incident', label: '', name: '', impact: '', status: '', body: '' } as const
const ONE = `${DESK.templates}/:id` as const

/** Staff > Templates. */
export function deskTemplatePages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(DESK.templates, (context) =>
      asOperator(context, async ({ actor }) => {
        const children = TemplateListView({ templates: await viewTemplates(core, actor) })
        return replyPage(context, core, { title: 'Templates', current: 'incidents', wide: true, children })
      }),
    )
    .get(DESK.newTemplate, (context) =>
      asOperator(context, async () => show(context, core, { id: null, typed: EMPTY, refusal: null })),
    )
    .post(DESK.newTemplate, (context) =>
      asOperator(context, async (doer) => {
        const { typed } = await readDeskForm(context, FIELDS)
        const created = await attempt(() => createTemplate(core, doer, typed))
        if (created instanceof Refusal) return show(context, core, { id: null, typed, refusal: requireShowable(created) })
        return redirectWith(context, DESK.templates, flashOf('template_saved', { label: created.label }))
      }),
    )
    .get(ONE, (context) =>
      asOperator(context, async ({ actor }) => {
        const { id, impact, status, ...rest } = await viewTemplate(core, actor, context.req.param('id'))
        return show(context, core, { id, typed: { ...rest, impact: impact ?? '', status: status ?? '' }, refusal: null })
      }),
    )
    .post(ONE, (context) =>
      asOperator(context, async (doer) => {
        const { id } = await viewTemplate(core, doer.actor, context.req.param('id'))
        const { typed } = await readDeskForm(context, FIELDS)
        const changed = await attempt(() => changeTemplate(core, doer, { id, ...typed }))
        if (changed instanceof Refusal) return show(context, core, { id, typed, refusal: requireShowable(changed) })
        return redirectWith(context, DESK.templates, flashOf('template_saved', { label: changed.label }))
      }),
    )
    .post(`${ONE}/remove`, (context) =>
      asOperator(context, async (doer) => {
        const { label } = await removeTemplate(core, doer, context.req.param('id'))
        return redirectWith(context, DESK.templates, flashOf('template_removed', { label }))
      }),
    )
}

function show(
  context: PlatformContext,
  core: Core,
  { id, typed, refusal }: Pick<TemplateFormProps, 'id' | 'typed'> & { refusal: Refusal | null },
): Response {
  const children = TemplateFormView({ id, typed, ...troubleOf(refusal) })
  const title = id === null ? 'New template' : 'Template'
  return replyPage(context, core, { title, current: 'incidents', status: refusal ? statusOf(refusal) : 200, children })
}
