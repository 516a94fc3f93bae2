import type { Child } from 'hono/jsx'
import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { Product } from '../../domain/platform-directory.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { ActivationKeyField, EmailField } from '../../ui/form.tsx'
import { Card, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { PATHS, PCI } from '../../ui/paths.ts'
import { capitalized, shownText } from '../../ui/shown-text.ts'
import { WhoCanHelp } from './views.tsx'

const FIELDS = { key: { label: 'Activation key' }, email: { label: 'E-mail address', maximum: 254 } }

export type MailedActForm = {
  readonly product: Product
  readonly platformLabel: string
  readonly frontDoorOrigin: string
  /** Where it posts to. */
  readonly page: string
  readonly typedKey: string
  readonly typedEmail: string
  readonly refusal: Refusal | null
}

/** A form that takes a mailed key and, because a mail filter can't type it, the owner's e-mail address (I-02). */
function MailedAct({ form, heading, aside }: { form: MailedActForm; heading: string; aside: Child }) {
  const { refusal } = form
  const problems = fieldProblemsOf(refusal)
  return (
    <TwoColumns aside={aside}>
      <Card>
        <PageHeading sub={`on ${form.platformLabel}`}>{heading}</PageHeading>
        <RefusalSummary refusal={refusal} fields={FIELDS} product={form.product} />
        <Form action={form.page}>
          <ActivationKeyField value={shownText(form.typedKey)} problem={problems['key']} />
          <EmailField
            {...FIELDS.email}
            name="email"
            value={shownText(form.typedEmail)}
            problem={problems['email']}
            hint="The address that our mail came to."
          />
          <SubmitButton wide>Submit</SubmitButton>
        </Form>
      </Card>
    </TwoColumns>
  )
}

export function UnfreezeView(form: MailedActForm) {
  const aside = (
    <>
      <h2>What this does</h2>
      <p>Your account was frozen after too many failed sign-ins. This makes it Active again, with the password you have.</p>
      <p>
        From then on we know this browser: for a day, failed sign-ins from elsewhere can’t freeze your account again, and they
        don’t keep you out here.
      </p>
      <p>
        You don’t know your password? Unfreeze the account first; then{' '}
        <a href={PATHS[form.product].forgotPassword}>Forgot Password</a> works again.
      </p>
    </>
  )
  return <MailedAct form={form} heading="Unfreeze my account" aside={aside} />
}

/** Where the policy locks for a while instead of freezing (PCI DSS 4.0.1 8.3.4). */
export function ReleaseLockView(form: MailedActForm) {
  const aside = (
    <>
      <h2>What this does</h2>
      <p>
        Your account was locked for a while after too many failed sign-ins. This ends the lock at once. Your password stays the
        one you have.
      </p>
      <p>From then on we know this browser: for a day, failed sign-ins from elsewhere don’t keep you out here.</p>
      <p>
        You don’t know your password? <a href={PATHS[form.product].forgotPassword}>Forgot Password</a> ends the lock, too.
      </p>
    </>
  )
  return <MailedAct form={form} heading="Release the lock" aside={aside} />
}

export function RequestActivationView(form: MailedActForm) {
  const { words } = PRODUCTS[form.product]
  const aside = (
    <>
      <h2>What this does</h2>
      <p>
        It asks {words.managers.all} to activate your account. Each gets a mail with your name and {words.username}, and one of
        them decides. You hear of it by mail.
      </p>
      <WhoCanHelp frontDoorOrigin={form.frontDoorOrigin} words={words} />
    </>
  )
  return <MailedAct form={form} heading="Please activate me" aside={aside} />
}

export function StopEmailChangeView(form: MailedActForm) {
  const { words } = PRODUCTS[form.product]
  const aside = (
    <>
      <h2>What this does</h2>
      <p>
        {capitalized(words.managers.ofYours)} asked for our mails about your account to go to another address. This stops it:
        mails keep coming to the address you have, and {words.managers.the} hears of it.
      </p>
      <p>If you don’t know what this is about, stop it, and ask {words.managers.all}.</p>
      <WhoCanHelp frontDoorOrigin={form.frontDoorOrigin} words={words} />
    </>
  )
  return <MailedAct form={form} heading="Stop the change of address" aside={aside} />
}

export function UndoLoginChangeView(form: MailedActForm) {
  const aside = (
    <>
      <h2>What this does</h2>
      <p>
        Your user login becomes again what it was before the change, and everyone who is signed in with your account is signed
        out. Your password stays the same.
      </p>
      <p>
        Was it not you who changed it? Then somebody knows your password: use <a href={PCI.forgotPassword}>Forgot Password</a>{' '}
        right after this.
      </p>
      <WhoCanHelp frontDoorOrigin={form.frontDoorOrigin} words={PRODUCTS[form.product].words} />
    </>
  )
  return <MailedAct form={form} heading="Undo the change of user login" aside={aside} />
}

export function ActivationRequestedView({
  frontDoorOrigin,
  words,
  signIn,
}: {
  frontDoorOrigin: string
  words: ProductWords
  signIn: string
}) {
  const aside = (
    <>
      <h2>In a hurry?</h2>
      <WhoCanHelp frontDoorOrigin={frontDoorOrigin} words={words} />
    </>
  )
  return (
    <TwoColumns aside={aside}>
      <Card>
        <PageHeading sub={`Your request has been sent to ${words.managers.all}.`}>Request sent</PageHeading>
        <p>One of them decides, and you hear of it by mail. Once your account is Active again, you sign in as before.</p>
        <p class="after">
          <a href={signIn}>Back to sign in</a>
        </p>
      </Card>
    </TwoColumns>
  )
}
