import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { ActivationKeyField, EmailField } from '../../ui/form.tsx'
import { Card, PageHeading } from '../../ui/page-parts.tsx'
import { shownText } from '../../ui/shown-text.ts'

const FIELDS = { key: { label: 'Activation key' }, email: { label: 'E-mail address', maximum: 254 } }

export type ConfirmEmailForm = {
  /** Where it posts to. */
  readonly page: string
  readonly typedKey: string
  readonly typedEmail: string
  readonly refusal: Refusal | null
}

export function ConfirmEmailView({ page, typedKey, typedEmail, refusal }: ConfirmEmailForm) {
  const problems = fieldProblemsOf(refusal)
  return (
    <Card>
      <PageHeading sub="Then our mails about your account go there.">Confirm your e-mail address</PageHeading>
      <RefusalSummary refusal={refusal} fields={FIELDS} />
      <Form action={page}>
        <ActivationKeyField value={shownText(typedKey)} problem={problems['key']} />
        <EmailField
          {...FIELDS.email}
          name="email"
          value={shownText(typedEmail)}
          problem={problems['email']}
          hint="The new one: the address that our mail came to."
        />
        <SubmitButton wide>Submit</SubmitButton>
      </Form>
    </Card>
  )
}

/** Only who is signed in may name an address, so no key, dead or alive, orders another mail to one. */
export function NewConfirmationView({ profile }: { profile: string }) {
  return (
    <Card>
      <PageHeading>Ask again in My profile</PageHeading>
      <p>
        Sign in, open My profile, and enter the new e-mail address once more: we send a new link to it. Until it is confirmed,
        mails keep coming to the address you have.
      </p>
      <p class="after">
        <ButtonLink href={profile}>My profile</ButtonLink>
      </p>
    </Card>
  )
}
