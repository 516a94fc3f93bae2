import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Platform, Product } from '../../domain/platform-directory.ts'
import { Disclosure, Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, onOrigin, PLATFORM } from '../../ui/paths.ts'
import { durationWords } from '../../ui/time-words.ts'

export type Trouble = {
  readonly platform: Platform
  readonly frontDoorOrigin: string
  /** What too many failures bring: a lock of so many seconds; null: the account becomes Inactive. */
  readonly lockSeconds: number | null
}

/** What a username of the platform looks like. */
export const EXAMPLES: Readonly<Record<Product, (platform: Platform) => string>> = {
  platform: ({ identifiers: [identifier = '_'] }) => `acme${identifier}jd1`,
  pci: ({ identifiers: [sign = '@'] }) => `jane${sign}acme`,
  staff: () => 'jane@gatehouse',
}

/** Beside the form, the same for everyone, whatever became of a try (I-09). Each product has its own next steps. */
export function TroubleSigningIn(trouble: Trouble) {
  const Answers = ANSWERS[trouble.platform.product]
  return (
    <>
      <h2>Trouble signing in?</h2>
      <Answers {...trouble} />
      <p class="after">
        <a href={onOrigin(trouble.frontDoorOrigin, FRONT_DOOR.supportNumbers)}>Need Assistance</a>{' '}
        <span class="muted">telephone numbers by location</span>
      </p>
    </>
  )
}

const ANSWERS: Readonly<Record<Product, (trouble: Trouble) => Child>> = {
  platform: PlatformAnswers,
  pci: PciAnswers,
  staff: StaffAnswers,
}

function PlatformAnswers({ platform, frontDoorOrigin, lockSeconds }: Trouble) {
  return (
    <>
      <Answer summary="Is this your platform?" open>
        <p>
          The character after your company’s letters tells: <Verbatim>{EXAMPLES.platform(platform)}</Verbatim> belongs to{' '}
          {platform.label}. <FindMyPlatform frontDoorOrigin={frontDoorOrigin} />
        </p>
      </Answer>
      <Answer summary="I don’t know my username">
        <p>
          It is in your welcome mail. <MailUsernames frontDoorOrigin={frontDoorOrigin} />. Your Manager, your point of contact and
          your colleagues see it in their Users section.
        </p>
      </Answer>
      <Answer summary="My password or link doesn’t work">
        <p>
          Username and password are case-sensitive. <a href={PLATFORM.forgotPassword}>Forgot Password</a> mails you a link that
          works once; if it doesn’t, <MailFilter frontDoorOrigin={frontDoorOrigin} /> may be in the way. After too many failed
          sign-ins an account {consequence(lockSeconds)}; some companies let people in from their own networks only. In both cases
          the account’s owner gets a mail.
        </p>
      </Answer>
      <Answer summary="Who can help me?">
        <p>
          Your point of contact (POC) or a Manager of your company. If you are its only user: your TAM (technical account manager)
          or support.
        </p>
      </Answer>
    </>
  )
}

function PciAnswers({ platform, frontDoorOrigin, lockSeconds }: Trouble) {
  return (
    <>
      <Answer summary="Is this your platform?" open>
        <p>
          User logins of {platform.label} contain an @, like <Verbatim>{EXAMPLES.pci(platform)}</Verbatim>. A name without one
          belongs elsewhere. <FindMyPlatform frontDoorOrigin={frontDoorOrigin} />
        </p>
      </Answer>
      <Answer summary="I don’t know my user login">
        <p>
          It is in your welcome mail, and need not be your e-mail address. <MailUsernames frontDoorOrigin={frontDoorOrigin} />. A
          Manager of your company sees it in Account&nbsp;&gt;&nbsp;Users.
        </p>
      </Answer>
      <Answer summary="My password or link doesn’t work">
        <p>
          User login and password are case-sensitive. Forgot Password mails you a link that works once; if it doesn’t,{' '}
          <MailFilter frontDoorOrigin={frontDoorOrigin} /> may be in the way.
        </p>
        <p>
          After too many failed sign-ins an account {consequence(lockSeconds)}. Its owner gets a mail, with a link that ends this
          early.
        </p>
        <p>Inactive accounts and expired subscriptions look the same here: only a mail to the owner says why.</p>
      </Answer>
      <Answer summary="Who can help me?">
        <p>
          The primary contact or a Manager of your company. If you are its only user, or your subscription has expired: your TAM
          (technical account manager) or support.
        </p>
      </Answer>
    </>
  )
}

function StaffAnswers({ frontDoorOrigin, lockSeconds }: Trouble) {
  return (
    <>
      <Answer summary="Is this the right place?" open>
        <p>
          Here sign in those who run this front door: its status page, maintenance and contacts. Users of a platform sign in
          there. <FindMyPlatform frontDoorOrigin={frontDoorOrigin} />
        </p>
      </Answer>
      <Answer summary="I don’t know my username">
        <p>It is in your welcome mail, and contains an @. Other operators see it in People.</p>
      </Answer>
      <Answer summary="My password or link doesn’t work">
        <p>
          Username and password are case-sensitive. Forgot Password mails you a link that works once; if it doesn’t,{' '}
          <MailFilter frontDoorOrigin={frontDoorOrigin} /> may be in the way. After too many failed sign-ins an account{' '}
          {consequence(lockSeconds)}, and its owner gets a mail.
        </p>
      </Answer>
      <Answer summary="Who can help me?">
        <p>
          Another operator, in People. If nobody can sign in, whoever runs the server lets somebody in with{' '}
          <Verbatim>gatehouse first-operator</Verbatim>.
        </p>
      </Answer>
    </>
  )
}

function consequence(lockSeconds: number | null): string {
  return lockSeconds === null ? 'becomes Inactive' : `is locked for ${durationWords(lockSeconds)}`
}

function Answer({ summary, open = false, children }: PropsWithChildren<{ summary: string; open?: boolean }>) {
  return (
    <Disclosure group="trouble" summary={summary} open={open}>
      {children}
    </Disclosure>
  )
}

function FindMyPlatform({ frontDoorOrigin }: { frontDoorOrigin: string }) {
  return <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.home)}>Find my platform</a>
}

function MailUsernames({ frontDoorOrigin }: { frontDoorOrigin: string }) {
  return <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.forgotUsername)}>Get it by mail</a>
}

function MailFilter({ frontDoorOrigin }: { frontDoorOrigin: string }) {
  return <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail)}>a mail filter</a>
}
