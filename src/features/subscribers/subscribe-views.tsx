import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { ScopeChoices, TypedScope } from '../../domain/subscriber-scope.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { ActivationKeyField, EmailField } from '../../ui/form.tsx'
import { Card, Disclosure, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { STATUS_FEEDS } from '../../ui/status-paths.ts'
import { SCOPE_FIELDS, ScopeFields } from './scope-views.tsx'

const EMAIL = { label: 'E-mail address', maximum: 254 }
const FIELDS = { email: EMAIL, ...SCOPE_FIELDS }

export type SubscribeForm = {
  readonly choices: ScopeChoices
  readonly email: string
  readonly typed: TypedScope
  readonly refusal: Refusal | null
}

export function SubscribeView({ choices, email, typed, refusal }: SubscribeForm) {
  const problems = fieldProblemsOf(refusal)
  return (
    <TwoColumns aside={<OtherWays />}>
      <Card>
        <PageHeading sub="By mail, as soon as something happens or is planned.">Subscribe to updates</PageHeading>
        <RefusalSummary refusal={refusal} fields={FIELDS} />
        <Form action={FRONT_DOOR.subscribe}>
          <EmailField {...EMAIL} name="email" value={shownText(email)} problem={problems['email']} />
          <ScopeFields choices={choices} typed={typed} problems={problems} />
          <CaptchaField action="subscribe" failed={refusal?.code === 'captcha_failed'} />
          <SubmitButton wide>Subscribe</SubmitButton>
        </Form>
        <p class="after">
          <a href={FRONT_DOOR.status}>Back to the status page</a>
        </p>
      </Card>
    </TwoColumns>
  )
}

function OtherWays() {
  return (
    <>
      <h2>Good to know</h2>
      <Disclosure group="good-to-know" summary="What happens next?" open>
        <p>
          We mail you a link to confirm that the address is yours. Before that nothing is sent. Every mail has a link to change
          what you get, and one to stop it.
        </p>
      </Disclosure>
      <Disclosure group="good-to-know" summary="How many mails will I get?">
        <p>One for each update, and at most three in ten minutes: when much happens at once, it comes together in one mail.</p>
      </Disclosure>
      <Disclosure group="good-to-know" summary="Other ways to hear of it">
        <ul>
          <li>
            <a href={FRONT_DOOR.webhooks}>Webhook</a>, for programs and chat rooms
          </li>
          <li>
            <a href={STATUS_FEEDS.atom}>Atom feed</a>, for feed readers
          </li>
          <li>
            <a href={STATUS_FEEDS.calendar}>Calendar of maintenance</a>, for Outlook, Google and Apple calendars
          </li>
        </ul>
      </Disclosure>
    </>
  )
}

/** After it: the same words for every address (I-09). */
export function SubscribeSentView() {
  return (
    <Card>
      <PageHeading sub="If this address can be subscribed, a mail to confirm it is on its way.">Check your mail</PageHeading>
      <p>It can take a few minutes. Nothing else is sent before you have confirmed it, within 7 days.</p>
      <p>
        No mail? Look into the spam folder, check the address, or show those who run your mail{' '}
        <a href={FRONT_DOOR.supportMail}>what your network should allow</a>. One address gets at most three such mails a day.
      </p>
      <p class="after">
        <a href={FRONT_DOOR.subscribe}>Ask again</a>
      </p>
    </Card>
  )
}

/** Takes the mailed key and, because a mail filter can't type it, the address (I-02). */
export function ConfirmView({ typedKey, email, refusal }: { typedKey: string; email: string; refusal: Refusal | null }) {
  const problems = fieldProblemsOf(refusal)
  const fields = { key: { label: 'Activation key' }, email: EMAIL }
  return (
    <Card>
      <PageHeading sub="One more step, then you hear of what happens.">Confirm your subscription</PageHeading>
      <RefusalSummary refusal={refusal} fields={fields} />
      <Form action={FRONT_DOOR.confirmSubscription}>
        <ActivationKeyField value={shownText(typedKey)} problem={problems['key']} />
        <EmailField
          {...EMAIL}
          name="email"
          value={shownText(email)}
          problem={problems['email']}
          hint="The address that our mail came to: mail filters open links, but they can’t type it."
        />
        <SubmitButton wide>Confirm</SubmitButton>
      </Form>
    </Card>
  )
}

/** One answer for a key that is used, old, replaced or never was. */
export function DeadSubscriptionKey() {
  return (
    <Card>
      <div role="alert">
        <PageHeading sub="Nothing was changed. One of these may have happened:">The activation key is not valid</PageHeading>
      </div>
      <ul>
        <li>The subscription has ended.</li>
        <li>It was not confirmed within 7 days.</li>
        <li>A newer mail replaced the key: only the newest link works.</li>
        <li>The key came here incomplete: copy the whole line “Activation key” from the mail.</li>
      </ul>
      <p class="after">
        <a href={FRONT_DOOR.subscribe}>Subscribe again</a>
      </p>
    </Card>
  )
}

/** For a link that mail filters open, too: it only asks. */
export function UnsubscribeView({ action }: { action: string }) {
  return (
    <Card>
      <PageHeading sub="Nothing has changed yet.">Unsubscribe</PageHeading>
      <p>Press the button, and no more updates are sent to this address.</p>
      <Form action={action}>
        <SubmitButton wide>Unsubscribe</SubmitButton>
      </Form>
      <p class="after">
        <a href={FRONT_DOOR.status}>Keep it, and see the status page</a>
      </p>
    </Card>
  )
}

export function UnsubscribedView() {
  return (
    <Card>
      <PageHeading sub="No more updates are sent.">You are unsubscribed</PageHeading>
      <p>What happens is on the status page all the same.</p>
      <p class="after">
        <a href={FRONT_DOOR.status}>See the status page</a> or <a href={FRONT_DOOR.subscribe}>subscribe again</a>
      </p>
    </Card>
  )
}
