import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { ScopeChoices, TypedScope } from '../../domain/subscriber-scope.ts'
import { Notice, RefusalSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { TextField } from '../../ui/form.tsx'
import { ButtonRow, Card, Disclosure, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { ToCopy } from '../../ui/to-copy.tsx'
import { SCOPE_FIELDS, ScopeFields } from './scope-views.tsx'

const URL_FIELD = { label: 'Address to post to', maximum: 500 }
const FIELDS = { url: URL_FIELD, ...SCOPE_FIELDS }

export type WebhookForm = {
  readonly choices: ScopeChoices
  readonly url: string
  readonly typed: TypedScope
  readonly refusal: Refusal | null
}

export function WebhookView({ choices, url, typed, refusal }: WebhookForm) {
  const problems = fieldProblemsOf(refusal)
  return (
    <TwoColumns aside={<Manual />}>
      <Card>
        <PageHeading sub="For programs and chat rooms: a signed POST for each update.">Add a webhook</PageHeading>
        <RefusalSummary refusal={refusal} fields={FIELDS} />
        <Form action={FRONT_DOOR.webhooks}>
          <TextField
            {...URL_FIELD}
            name="url"
            value={shownText(url)}
            problem={problems['url']}
            autocomplete="url"
            verbatim
            hint="Begins with https://, and can be reached from the Internet."
          />
          <ScopeFields choices={choices} typed={typed} problems={problems} />
          <CaptchaField action="subscribe" failed={refusal?.code === 'captcha_failed'} />
          <SubmitButton wide>Add webhook</SubmitButton>
        </Form>
        <p class="after">
          <a href={FRONT_DOOR.subscribe}>Subscribe by mail instead</a>
        </p>
      </Card>
    </TwoColumns>
  )
}

const SAMPLE = `{
  "type": "incident.updated",
  "timestamp": "2026-11-23T14:05:00.000Z",
  "data": {
    "page": { … },
    "incident": { … },
    "incident_update_id": "…"
  }
}`

/** All that a receiver has to know. */
function Manual() {
  return (
    <>
      <h2>For whoever writes the receiver</h2>
      <Disclosure group="manual" summary="What is posted" open>
        <p>JSON: what happened, when, and the thing itself, as in our public API.</p>
        <pre tabindex={0}>{SAMPLE}</pre>
        <p>
          Of a maintenance it is <code>scheduled_maintenance</code> and, of reminders, <code>notice</code>; of what automatic
          checks find, <code>component</code> and <code>component_update</code>.
        </p>
      </Disclosure>
      <Disclosure group="manual" summary="How it is signed">
        <p>
          As <a href="https://www.standardwebhooks.com/">Standard Webhooks</a> says: <code>webhook-id</code>,{' '}
          <code>webhook-timestamp</code> and <code>webhook-signature</code> (v1). There are libraries for most languages. A post
          may come twice: the id is the same then.
        </p>
      </Disclosure>
      <Disclosure group="manual" summary="How it is verified">
        <p>
          First we post <code>subscription.verify</code> with <code>data.challenge</code>. Answer 200 with the challenge as the
          whole body, or as <code>{'{"challenge":"…"}'}</code>.
        </p>
      </Disclosure>
      <Disclosure group="manual" summary="When it fails">
        <p>
          Anything but 2xx within 10 seconds counts as failed, redirects too. We try again, later and later, in the order in which
          things happened. After three days, or at 410, the webhook is ended.
        </p>
      </Disclosure>
    </>
  )
}

/** The one page that ever shows the secret. */
export function WebhookAddedView({ secret, manageUrl }: { secret: string; manageUrl: string }) {
  return (
    <Card>
      <PageHeading sub="Two things to keep, then we verify it.">The webhook is added</PageHeading>
      <Notice tone="warn" heading="The secret is shown only now">
        <p>Copy it to where your program keeps secrets. Whoever has it can make posts that look like ours.</p>
      </Notice>
      <ToCopy id="secret" label="Secret" copies="Copy secret" isSecret>
        {secret}
      </ToCopy>
      <ToCopy id="manage" label="Address of its page" copies="Copy address">
        {manageUrl}
      </ToCopy>
      <p class="hint">There you change or end it, and see whether posts arrive. Whoever has this address can, too.</p>
      <p class="muted" role="status" data-copy-said />
      <ButtonRow>
        <ButtonLink href={FRONT_DOOR.ownSubscription}>Go on to verify it</ButtonLink>
      </ButtonRow>
    </Card>
  )
}
