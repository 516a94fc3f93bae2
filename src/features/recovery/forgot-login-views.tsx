import { KEY_RULES } from '../../domain/activation-key.ts'
import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { Platform } from '../../domain/platform-directory.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { UsernameField } from '../../ui/form.tsx'
import { Card, Disclosure, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, onOrigin, PCI } from '../../ui/paths.ts'
import { durationWords } from '../../ui/time-words.ts'
import { LONGEST_USERNAME } from './forgot-password-views.tsx'
import { CheckYourMail, WhoCanHelp } from './views.tsx'

type ForgotLoginForm = {
  readonly platform: Platform
  readonly words: ProductWords
  readonly frontDoorOrigin: string
  readonly username: string
  readonly refusal: Refusal | null
}

/** One field: the mail goes to the address of the account, whoever asks (S23). */
export function ForgotLoginView({ platform, words, frontDoorOrigin, username, refusal }: ForgotLoginForm) {
  const fields = { username: { label: words.usernameLabel, maximum: LONGEST_USERNAME } }
  return (
    <TwoColumns aside={<GoodToKnow platform={platform} words={words} frontDoorOrigin={frontDoorOrigin} />}>
      <Card>
        <PageHeading sub={`of your account on ${platform.label}`}>Forgot Password</PageHeading>
        <RefusalSummary refusal={refusal} fields={fields} />
        <Form action={PCI.forgotPassword}>
          <UsernameField
            {...fields.username}
            value={username}
            problem={fieldProblemsOf(refusal)['username']}
            hint="With its capitals and its @, as in your welcome mail. The mail goes to the address of the account."
            autofocus={refusal === null}
          />
          {asksForCaptcha(refusal) ? <CaptchaField action="forgot-password" failed={refusal?.code === 'captcha_failed'} /> : null}
          <SubmitButton wide>Submit</SubmitButton>
        </Form>
        <p class="after">
          <a href={PCI.signIn}>Back to sign in</a>
        </p>
      </Card>
    </TwoColumns>
  )
}

function asksForCaptcha(refusal: Refusal | null): boolean {
  return refusal?.code === 'captcha_required' || refusal?.code === 'captcha_failed'
}

function GoodToKnow({ platform, words, frontDoorOrigin }: Pick<ForgotLoginForm, 'platform' | 'words' | 'frontDoorOrigin'>) {
  return (
    <>
      <h2>Good to know</h2>
      <Disclosure group="good-to-know" summary="What happens next?" open>
        <p>
          We mail you a link. It shows your {words.username} and a temporary password, or lets you choose a new one at once. It
          works once, for {durationWords(KEY_RULES.reset.lifeSeconds)}; your present password stays until you use it.
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
        <WhoCanHelp frontDoorOrigin={frontDoorOrigin} words={words} />
      </Disclosure>
    </>
  )
}

/** After it: the same words for everyone (I-09). */
export function LinkRequestedView({ frontDoorOrigin, words }: { frontDoorOrigin: string; words: ProductWords }) {
  const advice = (
    <li>
      Check what you typed: the {words.username} with its capitals. We can’t tell you here whether there is such an account.
    </li>
  )
  return (
    <CheckYourMail
      lead={`If there is an account with this ${words.username}, a mail is on its way to its address.`}
      frontDoorOrigin={frontDoorOrigin}
      words={words}
      advice={advice}
    >
      <p>
        It can take a few minutes. It brings a link to a new password or, where the account has to be activated first, the names
        of those who can do that.
      </p>
      <p class="after">
        <a href={PCI.forgotPassword}>Ask again</a>
      </p>
    </CheckYourMail>
  )
}
