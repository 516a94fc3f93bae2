import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { ScopeChoices, SubscriberEnd, TypedScope } from '../../domain/subscriber-scope.ts'
import { Notice, RefusalSummary } from '../../ui/alert.tsx'
import { Form, PostButton, SubmitButton } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { ActivationKeyField } from '../../ui/form.tsx'
import { ButtonRow, Card, Facts, PageHeading, PageSection, Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { Time } from '../../ui/time.tsx'
import { SCOPE_FIELDS, ScopeFields } from './scope-views.tsx'

export type Managed = {
  readonly kind: 'mail' | 'webhook'
  readonly address: string
  readonly state: 'pending' | 'active' | 'ended'
  readonly endReason: SubscriberEnd | null
  readonly failingSince: Date | null
  readonly lastError: string | null
  readonly createdAt: Date
}

export type ManageForm = {
  readonly subscription: Managed
  readonly choices: ScopeChoices
  readonly typed: TypedScope
  readonly refusal: Refusal | null
  readonly now: Date
}

/** Takes the key of a mail; the page behind it opens by a POST, so that no address holds the key. */
export function OpenSubscriptionView({ typedKey }: { typedKey: string }) {
  return (
    <Card>
      <PageHeading sub="Change what you get, or stop it.">Your subscription</PageHeading>
      <Form action={FRONT_DOOR.manageSubscription}>
        <ActivationKeyField value={shownText(typedKey)} hint="Every mail of your subscription has it in its links." />
        <SubmitButton wide>Open my subscription</SubmitButton>
      </Form>
      <p class="after">
        <a href={FRONT_DOOR.subscribe}>Subscribe another address</a>
      </p>
    </Card>
  )
}

const STATE_WORDS = { pending: 'Waits to be confirmed', active: 'Active', ended: 'Ended' } as const
const LOOK = { pending: 'pending_activation', active: 'active', ended: 'inactive' } as const

const END_WORDS: Readonly<Record<SubscriberEnd, string>> = {
  unsubscribed: 'You unsubscribed.',
  bounced: 'Mail to this address was refused again and again.',
  unreachable: 'The webhook failed for three days, or said that it is gone.',
  removed: 'An operator removed it.',
}

/** What is sent, where to, and how to change it. */
export function ManageView(form: ManageForm) {
  const { subscription, refusal, now } = form
  const { kind, address, state } = subscription
  return (
    <>
      <PageHeading sub={kind === 'mail' ? 'Updates by mail' : 'Updates to a webhook'}>Your subscription</PageHeading>
      <Facts
        facts={[
          [kind === 'mail' ? 'E-mail address' : 'Posts to', <Verbatim>{address}</Verbatim>],
          ['State', <span class={`state ${LOOK[state]}`}>{STATE_WORDS[state]}</span>],
          ['Since', <Time at={subscription.createdAt} now={now} />],
        ]}
      />
      <Troubles subscription={subscription} now={now} />
      {state === 'ended' ? null : (
        <>
          <PageSection heading="What you get">
            <RefusalSummary refusal={refusal} fields={SCOPE_FIELDS} />
            <Form action={FRONT_DOOR.changeSubscription}>
              <ScopeFields choices={form.choices} typed={form.typed} problems={fieldProblemsOf(refusal)} />
              <SubmitButton>Save</SubmitButton>
            </Form>
          </PageSection>
          <PageSection heading="Stop it">
            <p>No more updates are sent then. You can subscribe again whenever you like.</p>
            <ButtonRow>
              <ConfirmDialog
                id="unsubscribe"
                label="Unsubscribe"
                heading="Unsubscribe?"
                action={FRONT_DOOR.endSubscription}
                cancelLabel="Keep it"
              >
                <p>Nothing more is sent to {address}.</p>
              </ConfirmDialog>
            </ButtonRow>
          </PageSection>
        </>
      )}
    </>
  )
}

function Troubles({ subscription, now }: { subscription: Managed; now: Date }) {
  const { kind, state, endReason, failingSince, lastError } = subscription
  if (state === 'ended') {
    return (
      <Notice tone="note" heading="This subscription has ended">
        <p>
          {endReason === null ? '' : END_WORDS[endReason]}{' '}
          <a href={kind === 'mail' ? FRONT_DOOR.subscribe : FRONT_DOOR.webhooks}>Subscribe again</a>
        </p>
      </Notice>
    )
  }
  if (state === 'pending' && kind === 'webhook') {
    return (
      <Notice tone="warn" heading="Nothing is posted yet">
        <p>
          Put the secret in place, then have us post a challenge: your program answers with it, and the webhook becomes active.
        </p>
        <PostButton action={FRONT_DOOR.verifyWebhook}>Verify now</PostButton>
      </Notice>
    )
  }
  if (failingSince === null) return <></>
  return (
    <Notice tone="warn" heading="The last try failed">
      <p>
        {lastError === null ? '' : `What we met: ${lastError}. `}It fails since <Time at={failingSince} now={now} brief />; we try
        again, and end the subscription after three days.
      </p>
    </Notice>
  )
}
