import type { Product } from '../../domain/platform-directory.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { LastSignIn, PasswordExpires } from '../../ui/account-notices.tsx'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { ButtonRow, Facts, PageHeading, Verbatim } from '../../ui/page-parts.tsx'
import { PATHS } from '../../ui/paths.ts'
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
const USERS: Readonly<Record<Product, string>> = { platform: 'Look up a colleague', pci: 'Users', staff: 'People' }

export function HomeView({ product, viewer, isOnlyManager, passwordExpiresAt, now }: Home) {
  const paths = PATHS[product]
  const { usernameLabel, roles } = PRODUCTS[product].words
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
          [usernameLabel, <Verbatim>{viewer.username}</Verbatim>],
          ['Role', roles[viewer.role]],
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
