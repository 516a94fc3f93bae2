import { KEY_RULES } from '../../domain/activation-key.ts'
import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { Platform } from '../../domain/platform-directory.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { EmailField, UsernameField } from '../../ui/form.tsx'
import { Card, Disclosure, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, onOrigin, PATHS } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { durationWords } from '../../ui/time-words.ts'
import { WhoCanHelp } from './views.tsx'

/** Characters; no username of any platform and no mail address has more. */
export const LONGEST_USERNAME = 200

const FIELDS = {
  username: { label: 'Username', maximum: LONGEST_USERNAME },
  email: { label: 'E-mail address', maximum: 254 },
}

type ForgotPasswordForm = {
  readonly platform: Platform
  readonly frontDoorOrigin: string
  readonly username: string
  readonly email: string
  readonly refusal: Refusal | null
}

export function ForgotPasswordView({ platform, frontDoorOrigin, username, email, refusal }: ForgotPasswordForm) {
  const problems = fieldProblemsOf(refusal)
  const paths = PATHS[platform.product]
  return (
    <TwoColumns aside={<GoodToKnow platform={platform} frontDoorOrigin={frontDoorOrigin} />}>
      <Card>
        <PageHeading sub={`of your account on ${platform.label}`}>Forgot Password</PageHeading>
        <RefusalSummary refusal={refusal} fields={FIELDS} />
        <Form action={paths.forgotPassword}>
          <UsernameField
            {...FIELDS.username}
            value={username}
            problem={problems['username']}
            hint="With its capitals, as in your welcome mail."
            autofocus={refusal === null}
          />
          <EmailField
            {...FIELDS.email}
            name="email"
            value={shownText(email)}
            problem={problems['email']}
            hint="The address that belongs to this username."
          />
          <CaptchaField action="forgot-password" failed={refusal?.code === 'captcha_failed'} />
          <SubmitButton wide>Send Email</SubmitButton>
        </Form>
        <p class="after">
          <a href={paths.signIn}>Back to sign in</a>
        </p>
      </Card>
    </TwoColumns>
  )
}

function GoodToKnow({ platform, frontDoorOrigin }: { platform: Platform; frontDoorOrigin: string }) {
  return (
    <>
      <h2>Good to know</h2>
      <Disclosure group="good-to-know" summary="What happens next?" open>
        <p>
          We mail you a link to choose a new password. It works once, for {durationWords(KEY_RULES.reset.lifeSeconds)}. Your
          present password stays until you have chosen another.
        </p>
      </Disclosure>
      <Disclosure group="good-to-know" summary="My account is Inactive, or Pending Activation">
        <p>
          Ask here all the same. The mail brings what you need: a link to activate your account, or the names of those who can.
        </p>
      </Disclosure>
      <Disclosure group="good-to-know" summary="Is this my platform?">
        <p>
          Mails go out for accounts on {platform.label} only. Not sure?{' '}
          <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.home)}>Find my platform</a>
        </p>
      </Disclosure>
      <Disclosure group="good-to-know" summary="Who can help me?">
        <WhoCanHelp frontDoorOrigin={frontDoorOrigin} words={PRODUCTS[platform.product].words} />
      </Disclosure>
    </>
  )
}
