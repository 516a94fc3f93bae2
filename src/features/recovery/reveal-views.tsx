import { KEY_RULES } from '../../domain/activation-key.ts'
import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { Notice, RefusalSummary } from '../../ui/alert.tsx'
import { buttonClass, Form, SubmitButton } from '../../ui/button.tsx'
import { ActivationKeyField, EmailField } from '../../ui/form.tsx'
import { Card, Disclosure, PageHeading, TwoColumns, Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, onOrigin, PCI } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { durationWords, utcWords } from '../../ui/time-words.ts'
import { ToCopy } from '../../ui/to-copy.tsx'

const FIELDS = { key: { label: 'Activation key' }, email: { label: 'E-mail address', maximum: 254 } }

type RevealForm = {
  readonly platformLabel: string
  readonly words: ProductWords
  readonly frontDoorOrigin: string
  /** For so long the revealed password is good. */
  readonly seconds: number
  readonly typed: { readonly key: string; readonly email: string }
  readonly refusal: Refusal | null
}

/** Where a mailed link leads: the owner's address shows user login and password; a mail filter can't type it (S24, I-02). */
export function RevealView({ platformLabel, words, frontDoorOrigin, seconds, typed, refusal }: RevealForm) {
  const problems = fieldProblemsOf(refusal)
  return (
    <TwoColumns aside={<AboutReveal words={words} frontDoorOrigin={frontDoorOrigin} seconds={seconds} />}>
      <Card>
        <PageHeading sub={`on ${platformLabel}`}>Show my {words.username} and password</PageHeading>
        <RefusalSummary refusal={refusal} fields={FIELDS} />
        <Form action={PCI.revealHere}>
          <ActivationKeyField value={shownText(typed.key)} problem={problems['key']} />
          <EmailField
            {...FIELDS.email}
            name="email"
            value={shownText(typed.email)}
            problem={problems['email']}
            hint="The address that our mail came to."
          />
          <SubmitButton wide>Reveal</SubmitButton>
        </Form>
        <p class="after">
          Or skip the copying:{' '}
          <a href={PCI.choosePasswordNow} data-carries-key>
            Choose a password now
          </a>
        </p>
      </Card>
    </TwoColumns>
  )
}

function AboutReveal({ words, frontDoorOrigin, seconds }: Pick<RevealForm, 'words' | 'frontDoorOrigin' | 'seconds'>) {
  return (
    <>
      <h2>What happens here</h2>
      <Disclosure group="reveal" summary="What does Reveal show?" open>
        <p>
          Your {words.username} and a temporary password, once. It is good for {durationWords(seconds)} and signs in to one page,
          where you choose a password of your own. What you had before stops working.
        </p>
      </Disclosure>
      <Disclosure group="reveal" summary="Where is the activation key?">
        <p>
          The link in our mail fills it in. If the field is empty, copy the line “Activation key” from the mail into it, or the
          whole link.
        </p>
      </Disclosure>
      <Disclosure group="reveal" summary="How long does the link work?">
        <p>
          Until you have used it, once: the link of a reset for {durationWords(KEY_RULES.reset.lifeSeconds)}, that of a welcome
          for {durationWords(KEY_RULES.welcome.lifeSeconds)}. Opening it, by you or by a mail filter, doesn’t use it up.
        </p>
      </Disclosure>
      <Disclosure group="reveal" summary="It doesn’t work">
        <p>
          <a href={PCI.forgotPassword}>Forgot Password</a> mails you a new link. If links never work for you,{' '}
          <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail)}>a mail filter</a> may be in the way.
        </p>
      </Disclosure>
    </>
  )
}

type Shown = {
  readonly username: string
  readonly password: string
  readonly validUntil: Date
  readonly seconds: number
  readonly platformLabel: string
  /** As whom somebody is signed in here, whose home page signing in would lead to. */
  readonly otherUsername: string | null
}

/** The one answer in which the temporary password stands (I-06). Signing in opens beside it, so that it can be copied over. */
export function RevealedView({ username, password, validUntil, seconds, platformLabel, otherUsername }: Shown) {
  return (
    <TwoColumns aside={<NextSteps />}>
      <Card>
        <PageHeading sub={`for ${platformLabel}`}>Copy your password now</PageHeading>
        <Notice tone="warn" heading="It is shown this once">
          <p>
            It is good for {durationWords(seconds)}, until{' '}
            <time datetime={validUntil.toISOString()} title={utcWords(validUntil)}>
              <span data-local-time>{utcWords(validUntil)}</span>
            </time>
            .
          </p>
        </Notice>
        <ToCopy id="shown-username" label="User login ID" copies="Copy user login ID">
          {username}
        </ToCopy>
        <ToCopy id="shown-password" label="Password" copies="Copy password" isSecret>
          {password}
        </ToCopy>
        <p class="muted" role="status" data-copy-said />
        {otherUsername === null ? null : (
          <p>
            You are signed in as <Verbatim>{otherUsername}</Verbatim>: sign out first, in the new tab.
          </p>
        )}
        <a class={buttonClass({ wide: true })} href={PCI.signInAs(username)} target="_blank" rel="noopener">
          Sign in, in a new tab
        </a>
      </Card>
    </TwoColumns>
  )
}

function NextSteps() {
  return (
    <>
      <h2>What to do with it</h2>
      <ol>
        <li>Copy the password, or keep this page open.</li>
        <li>Sign in with both. Only one page opens: the one to choose a password of your own.</li>
        <li>Choose it, and sign in with that from then on.</li>
      </ol>
      <h2>It got lost?</h2>
      <p>
        <a href={PCI.forgotPassword}>Forgot Password</a> starts again. What is shown then replaces this.
      </p>
    </>
  )
}
