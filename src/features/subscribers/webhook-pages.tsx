import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { refuse, Refusal, type FieldProblem } from '../../domain/errors.ts'
import { checkScope, typedScope, WHOLE_SCOPE, type TypedScope } from '../../domain/subscriber-scope.ts'
import { requireCaptcha } from '../../http/captcha.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt } from '../../http/reply.ts'
import { FRONT_DOOR, onOrigin } from '../../ui/paths.ts'
import { addWebhook, webhookProblem } from './add-webhook.ts'
import { keepKey } from './manage-pages.tsx'
import { scopeChoices } from './scope-choices.ts'
import { readScope, scopeFieldNames } from './scope-fields-pages.ts'
import { showPage } from './show-pages.ts'
import { WebhookAddedView, WebhookView } from './webhook-views.tsx'

const EVERYTHING = typedScope(WHOLE_SCOPE)

/** Adding a webhook. Its secret is in one response ever, so that one is no redirect. */
export function webhookPages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(FRONT_DOOR.webhooks, (context) => showForm(context, core, { url: '', typed: EVERYTHING, refusal: null }))
    .post(FRONT_DOOR.webhooks, (context) => postForm(context, core))
}

type Typed = { readonly url: string; readonly typed: TypedScope; readonly refusal: Refusal | null }

function showForm(context: PlatformContext, core: Core, { url, typed, refusal }: Typed): Response {
  const children = <WebhookView choices={scopeChoices(core)} url={url} typed={typed} refusal={refusal} />
  return showPage(context, core, { title: 'Add a webhook', status: refusal ? statusOf(refusal) : 200, children })
}

async function postForm(context: PlatformContext, core: Core): Promise<Response> {
  const choices = scopeChoices(core)
  const form = await readForm(context.req.raw, ['url', 'altcha', ...scopeFieldNames(choices)])
  const url = (form.fields['url'] ?? '').trim()
  const typed = readScope(choices, form)
  const added = await attempt(async () => {
    const { scope, problems } = checkScope(typed, choices)
    const problem = webhookProblem(url, core.config.status)
    if (problem !== null || scope === null) {
      const ofUrl: Record<string, FieldProblem> = problem === null ? {} : { url: problem }
      throw refuse('invalid_fields', { fields: { ...ofUrl, ...problems } })
    }
    await requireCaptcha(core, form.fields['altcha'] ?? '', 'subscribe')
    return addWebhook(core, { url, scope }, context.get('requestContext'))
  })
  if (added instanceof Refusal) return showForm(context, core, { url, typed, refusal: added })
  const { secret, manageKey } = added
  keepKey(context, manageKey)
  const manageUrl = `${onOrigin(core.config.frontDoorOrigin, FRONT_DOOR.manageSubscription)}#${manageKey}`
  return showPage(context, core, {
    title: 'The webhook is added',
    children: <WebhookAddedView secret={secret} manageUrl={manageUrl} />,
  })
}
