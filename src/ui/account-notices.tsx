import { timeLeft } from '../domain/password-age.ts'
import type { SignInFacts } from '../domain/viewer.ts'
import { Notice } from './alert.tsx'
import { utcWords } from './time-words.ts'
import { Time } from './time.tsx'

/** As its mails say, in the last days of a password. The heading has the relative time. */
export function PasswordExpires({ at, now, changePassword }: { at: Date; now: Date; changePassword: string }) {
  return (
    <Notice tone="warn" heading={`Your password expires ${timeLeft({ expiresAt: at, now })}`}>
      <p>
        It is good until{' '}
        <time datetime={at.toISOString()} title={utcWords(at)}>
          <span data-local-time>{utcWords(at)}</span>
        </time>
        . After that, signing in with it only opens the page to choose a new one. <a href={changePassword}>Change Password</a>
      </p>
    </Notice>
  )
}

/** So that an owner sees a visit that was not theirs. */
export function LastSignIn({ facts, now, newPassword }: { facts: SignInFacts | null; now: Date; newPassword: string }) {
  if (!facts) return <p>Last sign-in: never. This is your first sign-in.</p>
  const { browser, system, address } = facts
  return (
    <p>
      Last sign-in: <Time at={new Date(facts.at)} now={now} brief />,{' '}
      {[browser, system].filter((part) => part !== '').join(' on ')}, from {address}. Not you?{' '}
      <a href={newPassword}>Choose a new password</a>
    </p>
  )
}
