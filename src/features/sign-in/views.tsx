import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { Platform } from '../../domain/platform-directory.ts'
import type { Candidate } from '../../domain/platform-finder.ts'
import { ROLES } from '../../domain/roles.ts'
import type { SignInFacts, Viewer } from '../../domain/viewer.ts'
import { Notice, RefusalSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { HiddenField, PasswordField, UsernameField } from '../../ui/form.tsx'
import { ButtonRow, Card, Disclosure, Facts, PageHeading, TwoColumns, Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, onOrigin, outsideUrl, PLATFORM } from '../../ui/paths.ts'
import { Time } from '../../ui/time.tsx'

export type SignInForm = {
  readonly platform: Platform
  readonly frontDoorOrigin: string
  readonly username: string
  readonly refusal: Refusal | null
  readonly needsCaptcha: boolean
  /** Where the typed name belongs, judged by the name alone; empty where it may belong here. */
  readonly elsewhere: readonly Candidate[]
  readonly next: string | null
}

const FIELDS = { username: { label: 'Username' }, password: { label: 'Password' } }

export function SignInView(form: SignInForm) {
  const { platform, refusal, username, needsCaptcha, elsewhere, next } = form
  const captchaFailed = refusal?.code === 'captcha_failed'
  const problems = fieldProblemsOf(refusal)
  return (
    <TwoColumns aside={<TroubleSigningIn {...form} />}>
      <Card>
        <PageHeading sub={`to ${platform.label}`}>Sign in</PageHeading>
        <RefusalSummary refusal={refusal} fields={FIELDS} />
        <Elsewhere candidates={elsewhere} here={platform} />
        <Form action={PLATFORM.signIn}>
          <UsernameField
            {...FIELDS.username}
            value={username}
            problem={problems['username']}
            hint={`Like ${exampleUsername(platform)}. It is in your welcome mail.`}
            autofocus={refusal === null && username === ''}
          />
          <PasswordField
            {...FIELDS.password}
            name="password"
            problem={problems['password']}
            autocomplete="current-password"
            autofocus={refusal === null && username !== ''}
          />
          {next === null ? null : <HiddenField name="next" value={next} />}
          {needsCaptcha ? <CaptchaField action="sign-in" failed={captchaFailed} /> : null}
          <SubmitButton wide>Sign in</SubmitButton>
        </Form>
        <p class="after">
          <a href={PLATFORM.forgotPassword}>Forgot Password</a>
        </p>
      </Card>
    </TwoColumns>
  )
}

/** Said to everyone who types such a name, whether or not there is an account (N03). */
function Elsewhere({ candidates, here }: { candidates: readonly Candidate[]; here: Platform }) {
  const [first] = candidates
  if (!first) return <></>
  return (
    <Notice tone="note" heading="This name belongs to another platform">
      <p>
        You are at {here.label}. By its name, this account is at{' '}
        {candidates.map(({ platform }, index) => (
          <>
            {index > 0 ? ' or ' : ''}
            <a href={outsideUrl(platform.signInUrl)}>{platform.label}</a>
          </>
        ))}
        .
      </p>
    </Notice>
  )
}

function TroubleSigningIn({ platform, frontDoorOrigin }: SignInForm) {
  const finder = onOrigin(frontDoorOrigin, FRONT_DOOR.home)
  return (
    <>
      <h2>Trouble signing in?</h2>
      <Disclosure group="trouble" summary="Is this your platform?" open>
        <p>
          The character after your company’s letters tells: <Verbatim>{exampleUsername(platform)}</Verbatim> belongs to{' '}
          {platform.label}. <a href={finder}>Find my platform</a>
        </p>
      </Disclosure>
      <Disclosure group="trouble" summary="I don’t know my username">
        <p>It is in your welcome mail. Your Manager, your point of contact and your colleagues see it in their Users section.</p>
      </Disclosure>
      <Disclosure group="trouble" summary="My password or link doesn’t work">
        <p>
          Username and password are case-sensitive. <a href={PLATFORM.forgotPassword}>Forgot Password</a> mails you a link that
          works once; if it doesn’t, <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail)}>a mail filter</a> may be in the
          way. After too many failed sign-ins an account becomes Inactive; some companies let people in from their own networks
          only. In both cases the account’s owner gets a mail.
        </p>
      </Disclosure>
      <Disclosure group="trouble" summary="Who can help me?">
        <p>
          Your point of contact (POC) or a Manager of your company. If you are its only user: your TAM (technical account manager)
          or support.
        </p>
      </Disclosure>
      <p class="after">
        <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers)}>Need Assistance</a>{' '}
        <span class="muted">telephone numbers by location</span>
      </p>
    </>
  )
}

function exampleUsername({ identifiers: [identifier = '_'] }: Platform): string {
  return `acme${identifier}jd1`
}

/** `isOnlyManager`: nobody else could let them in again (N09). */
export function HomeView({ viewer, isOnlyManager, now }: { viewer: Viewer; isOnlyManager: boolean; now: Date }) {
  return (
    <>
      <PageHeading sub={viewer.subscriptionName}>Welcome, {viewer.firstName}</PageHeading>
      {isOnlyManager ? (
        <Notice tone="warn" heading="You are the only Manager who can sign in">
          <p>
            If you are away or locked out, nobody in your company can help. <a href={PLATFORM.newManager}>Add a second Manager</a>
          </p>
        </Notice>
      ) : null}
      <LastSignIn facts={viewer.previousSignIn} now={now} />
      <Facts
        facts={[
          ['Username', <Verbatim>{viewer.username}</Verbatim>],
          ['Role', ROLES[viewer.role]],
          ['Signed in', <Time at={viewer.signedInAt} now={now} />],
        ]}
      />
      <ButtonRow>
        <ButtonLink href={PLATFORM.users}>Look up a colleague</ButtonLink>
        <ButtonLink href={PLATFORM.account} tone="quiet">
          Profile and sessions
        </ButtonLink>
      </ButtonRow>
    </>
  )
}

/** So that an owner sees a visit that was not theirs. */
function LastSignIn({ facts, now }: { facts: SignInFacts | null; now: Date }) {
  if (!facts) return <p>Last sign-in: never. This is your first sign-in.</p>
  const { browser, system, address } = facts
  return (
    <p>
      Last sign-in: <Time at={new Date(facts.at)} now={now} brief />,{' '}
      {[browser, system].filter((part) => part !== '').join(' on ')}, from {address}. Not you?{' '}
      <a href={PLATFORM.helpChangePassword}>Choose a new password</a>
    </p>
  )
}
