import type { Refusal } from '../../domain/errors.ts'
import type { Platform } from '../../domain/platform-directory.ts'
import type { Candidate } from '../../domain/platform-finder.ts'
import { ROLES } from '../../domain/roles.ts'
import type { SignInFacts, Viewer } from '../../domain/viewer.ts'
import { ErrorSummary, Notice } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { HiddenField, PasswordField, TextField } from '../../ui/form.tsx'
import { refusalMessage } from '../../ui/messages.ts'
import { Card, Disclosure, Facts, PageHeading, TwoColumns, Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, onOrigin, outsideUrl, PLATFORM } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
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

export function SignInView(form: SignInForm) {
  const { platform, refusal, username, needsCaptcha, elsewhere, next } = form
  const captchaFailed = refusal?.code === 'captcha_failed'
  return (
    <TwoColumns aside={<TroubleSigningIn {...form} />}>
      <Card>
        <PageHeading sub={`to ${platform.label}`}>Sign in</PageHeading>
        <ErrorSummary message={refusal ? refusalMessage(refusal) : undefined} />
        <Elsewhere candidates={elsewhere} here={platform} />
        <Form action={PLATFORM.signIn}>
          <TextField
            name="username"
            label="Username"
            value={shownText(username)}
            autocomplete="username"
            hint={`Like ${exampleUsername(platform)}. It is in your welcome mail.`}
            autofocus={refusal === null}
            verbatim
          />
          <PasswordField name="password" label="Password" autocomplete="current-password" />
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
  const numbers = onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers)
  return (
    <>
      <h2>Trouble signing in?</h2>
      <Disclosure group="trouble" summary="Is this your platform?" open>
        <p>
          The character after your company’s letters tells: <Verbatim>{exampleUsername(platform)}</Verbatim> belongs to {platform.label}.{' '}
          <a href={finder}>Find my platform</a>
        </p>
      </Disclosure>
      <Disclosure group="trouble" summary="I don’t know my username">
        <p>It is in your welcome mail. Your Manager, your point of contact and your colleagues see it in their Users section.</p>
      </Disclosure>
      <Disclosure group="trouble" summary="My password or link doesn’t work">
        <p>
          Username and password are case-sensitive. <a href={PLATFORM.forgotPassword}>Forgot Password</a> mails you a link that works
          once; if it doesn’t, <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail)}>a mail filter</a> may be in the way. After too
          many failed sign-ins an account becomes Inactive: its owner gets a mail.
        </p>
      </Disclosure>
      <Disclosure group="trouble" summary="Who can help me?">
        <p>
          Your point of contact (POC) or a Manager of your company. If you are its only user: your TAM (technical account manager) or
          support.
        </p>
      </Disclosure>
      <p class="after">
        <a href={numbers}>Need Assistance</a> <span class="muted">telephone numbers by location</span>
      </p>
    </>
  )
}

function exampleUsername({ identifiers: [identifier = '_'] }: Platform): string {
  return `acme${identifier}jd1`
}

export function HomeView({ viewer, now, frontDoorOrigin }: { viewer: Viewer; now: Date; frontDoorOrigin: string }) {
  return (
    <>
      <PageHeading sub={viewer.subscriptionName}>Welcome, {viewer.firstName}</PageHeading>
      <LastSignIn facts={viewer.previousSignIn} now={now} />
      <Facts
        facts={[
          ['Username', <Verbatim>{viewer.username}</Verbatim>],
          ['Role', ROLES[viewer.role]],
          ['Signed in', <Time at={viewer.signedInAt} now={now} />],
        ]}
      />
      <p class="actions">
        <ButtonLink href={PLATFORM.users}>Users</ButtonLink>{' '}
        <ButtonLink href={PLATFORM.account} tone="quiet">
          My profile
        </ButtonLink>{' '}
        <ButtonLink href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers)} tone="quiet">
          Need Assistance
        </ButtonLink>
      </p>
    </>
  )
}

/** So that an owner sees a visit that was not theirs. */
function LastSignIn({ facts, now }: { facts: SignInFacts | null; now: Date }) {
  if (!facts) return <p>This is your first sign-in.</p>
  return (
    <p>
      Last sign-in: <Time at={new Date(facts.at)} now={now} />, {facts.browser} on {facts.system}, from {facts.address}. Not you?{' '}
      <a href={PLATFORM.helpChangePassword}>Change Password</a>
    </p>
  )
}
