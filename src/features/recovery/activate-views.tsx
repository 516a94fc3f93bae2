import { KEY_RULES } from '../../domain/activation-key.ts'
import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { PolicyProfile } from '../../domain/policy-profile.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { ActivationKeyField, PasswordField } from '../../ui/form.tsx'
import { Card, Disclosure, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { passwordHint } from '../../ui/password-hint.ts'
import { FRONT_DOOR, onOrigin } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { durationWords } from '../../ui/time-words.ts'

type ActivateForm = {
  /** Where it posts to. */
  readonly page: string
  readonly forgotPassword: string
  readonly platformLabel: string
  readonly words: ProductWords
  readonly frontDoorOrigin: string
  readonly rules: PolicyProfile['password']
  /** As typed; passwords never come back. */
  readonly typedKey: string
  readonly refusal: Refusal | null
}

/** The page of welcome and reset links alike: activation key and a new password (S10, S18). */
export function ActivateView(form: ActivateForm) {
  const { page, platformLabel, words, rules, typedKey, refusal } = form
  const problems = fieldProblemsOf(refusal)
  const lengths = { minimum: rules.minimumLength, maximum: rules.maximumLength }
  const fields = {
    key: { label: 'Activation key' },
    newPassword: { label: 'New password', ...lengths },
    confirmation: { label: 'Confirm new password' },
  }
  return (
    <TwoColumns aside={<AboutTheLink {...form} />}>
      <Card>
        <PageHeading sub={`for your account on ${platformLabel}`}>Choose a password</PageHeading>
        <RefusalSummary refusal={refusal} fields={fields} />
        <Form action={page}>
          <ActivationKeyField value={shownText(typedKey)} problem={problems['key']} />
          <PasswordField
            {...fields.newPassword}
            name="newPassword"
            problem={problems['newPassword']}
            autocomplete="new-password"
            hint={passwordHint(rules, words)}
          />
          <PasswordField
            {...fields.confirmation}
            name="confirmation"
            problem={problems['confirmation']}
            autocomplete="new-password"
          />
          <CaptchaField action="activate" failed={refusal?.code === 'captcha_failed'} />
          <SubmitButton wide>Submit</SubmitButton>
        </Form>
      </Card>
    </TwoColumns>
  )
}

function AboutTheLink({ frontDoorOrigin, forgotPassword }: ActivateForm) {
  return (
    <>
      <h2>About the link</h2>
      <Disclosure group="link" summary="Where is the activation key?" open>
        <p>
          The link in our mail fills it in. If the field is empty, copy the line “Activation key” from the mail into it, or the
          whole link.
        </p>
      </Disclosure>
      <Disclosure group="link" summary="How long does it work?">
        <p>
          Until you have used it, once: a link to a new password for {durationWords(KEY_RULES.reset.lifeSeconds)}, a welcome for{' '}
          {durationWords(KEY_RULES.welcome.lifeSeconds)}. Opening it, by you or by a mail filter, doesn’t use it up.
        </p>
      </Disclosure>
      <Disclosure group="link" summary="What happens then?">
        <p>You sign in with your new password. Wherever you were signed in before, you are signed out.</p>
      </Disclosure>
      <Disclosure group="link" summary="It doesn’t work">
        <p>
          <a href={forgotPassword}>Forgot Password</a> mails you a new link. If links never work for you,{' '}
          <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail)}>a mail filter</a> may be in the way.
        </p>
      </Disclosure>
    </>
  )
}
