import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { EmailField } from '../../ui/form.tsx'
import { Card, Disclosure, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'

const FIELDS = { email: { label: 'E-mail address', maximum: 254 } }

/** "I don't know my username" (N04). */
export function ForgotUsernameView({ email, refusal }: { email: string; refusal: Refusal | null }) {
  return (
    <TwoColumns aside={<GoodToKnow />}>
      <Card>
        <PageHeading sub="We mail you the usernames that belong to your e-mail address.">Forgot username</PageHeading>
        <RefusalSummary refusal={refusal} fields={FIELDS} />
        <Form action={FRONT_DOOR.forgotUsername}>
          <EmailField
            {...FIELDS.email}
            name="email"
            value={shownText(email)}
            problem={fieldProblemsOf(refusal)['email']}
            hint="The address that your company gave us for you."
            autofocus={refusal === null}
          />
          <CaptchaField action="forgot-username" failed={refusal?.code === 'captcha_failed'} />
          <SubmitButton wide>Send Email</SubmitButton>
        </Form>
        <p class="after">
          <a href={FRONT_DOOR.home}>Back to the finder</a>
        </p>
      </Card>
    </TwoColumns>
  )
}

function GoodToKnow() {
  return (
    <>
      <h2>Good to know</h2>
      <Disclosure group="good-to-know" summary="What happens next?" open>
        <p>
          Every platform looks for your address among its own accounts, and mails you what it finds: your usernames, whether they
          are Active, and where to sign in. So you get a mail for each platform that knows you, and none where none does.
        </p>
      </Disclosure>
      <Disclosure group="good-to-know" summary="Do I have an account?">
        <p>Only the mail tells. This page says the same to everyone, so that strangers learn nothing about you.</p>
      </Disclosure>
      <Disclosure group="good-to-know" summary="I also don’t know my password">
        <p>First the username; then Forgot Password on the sign-in page that the mail leads to.</p>
      </Disclosure>
      <NobodyHelps />
    </>
  )
}

/** After it: the same words for everyone (I-09). */
export function UsernamesRequestedView() {
  return (
    <TwoColumns aside={<NoMail />}>
      <Card>
        <PageHeading sub="If this address belongs to an account on any of our platforms, a mail is on its way.">
          Check your mail
        </PageHeading>
        <p>It can take a few minutes. Each platform that knows the address sends a mail of its own.</p>
        <p class="after">
          <a href={FRONT_DOOR.forgotUsername}>Ask again</a>
        </p>
      </Card>
    </TwoColumns>
  )
}

function NoMail() {
  return (
    <>
      <h2>No mail after ten minutes?</h2>
      <ul>
        <li>Look into the spam folder.</li>
        <li>Check the address: it has to be the one that your company gave us. We can’t tell you here whether it is right.</li>
        <li>Just asked? Within two minutes each platform sends one mail only, and a few a day.</li>
        <li>A platform that is down now answers later, within a day.</li>
        <li>
          Show those who run your mail <a href={FRONT_DOOR.supportMail}>what your network should allow</a>.
        </li>
      </ul>
      <NobodyHelps />
    </>
  )
}

function NobodyHelps() {
  return (
    <p>
      Your Manager, your point of contact and your colleagues see your username in their Users section. If nobody can help:{' '}
      <a href={FRONT_DOOR.supportNumbers}>telephone numbers by location</a>
    </p>
  )
}
