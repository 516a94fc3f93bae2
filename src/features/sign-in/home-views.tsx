import { timeLeft } from '../../domain/password-age.ts'
import type { Product } from '../../domain/platform-directory.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { ROLES } from '../../domain/roles.ts'
import type { SignInFacts, Viewer } from '../../domain/viewer.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { ButtonRow, Facts, PageHeading, Verbatim } from '../../ui/page-parts.tsx'
import { PATHS } from '../../ui/paths.ts'
import { utcWords } from '../../ui/time-words.ts'
import { Time } from '../../ui/time.tsx'

export type Home = {
  readonly product: Product
  readonly viewer: Viewer
  /** Nobody else could let them in again (N09). */
  readonly isOnlyManager: boolean
  /** When the viewer's password expires, where that is near (8.3.9). */
  readonly passwordExpiresAt: Date | null
  readonly now: Date
}

/** What leads on from here, besides the bar at the top, which differs. */
const USERS: Readonly<Record<Product, string>> = { platform: 'Look up a colleague', pci: 'Users' }

export function HomeView({ product, viewer, isOnlyManager, passwordExpiresAt, now }: Home) {
  const paths = PATHS[product]
  return (
    <>
      <PageHeading sub={viewer.subscriptionName}>Welcome, {viewer.firstName}</PageHeading>
      {isOnlyManager ? (
        <Notice tone="warn" heading="You are the only Manager who can sign in">
          <p>
            If you are away or locked out, nobody in your company can help. <a href={paths.newManager}>Add a second Manager</a>
          </p>
        </Notice>
      ) : null}
      {passwordExpiresAt === null ? null : (
        <PasswordExpires at={passwordExpiresAt} now={now} changePassword={paths.helpChangePassword} />
      )}
      <LastSignIn facts={viewer.previousSignIn} now={now} newPassword={paths.helpChangePassword} />
      <Facts
        facts={[
          [PRODUCTS[product].words.usernameLabel, <Verbatim>{viewer.username}</Verbatim>],
          ['Role', ROLES[viewer.role]],
          ['Signed in', <Time at={viewer.signedInAt} now={now} />],
        ]}
      />
      <ButtonRow>
        <ButtonLink href={paths.users}>{USERS[product]}</ButtonLink>
        <ButtonLink href={paths.account} tone="quiet">
          Profile and sessions
        </ButtonLink>
      </ButtonRow>
    </>
  )
}

/** As its mails say, in the last days of a password. The heading has the relative time. */
function PasswordExpires({ at, now, changePassword }: { at: Date; now: Date; changePassword: string }) {
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
function LastSignIn({ facts, now, newPassword }: { facts: SignInFacts | null; now: Date; newPassword: string }) {
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
