import type { Viewer } from '../../domain/viewer.ts'
import { LastSignIn, PasswordExpires } from '../../ui/account-notices.tsx'
import { Notice } from '../../ui/alert.tsx'
import type { NavLink } from '../../ui/layout.tsx'
import { PageHeading } from '../../ui/page-parts.tsx'
import { STAFF } from '../../ui/paths.ts'

export type StaffHome = {
  readonly viewer: Viewer
  /** Where they work. */
  readonly work: readonly (NavLink & { readonly about: string })[]
  /** Nobody else could let them in again (N09). */
  readonly isOnlyOperator: boolean
  /** When the viewer's password expires, where that is near (8.3.9). */
  readonly passwordExpiresAt: Date | null
  readonly now: Date
}

/** An operator's way to everything, and the visit before this one. */
export function StaffHomeView({ viewer, work, isOnlyOperator, passwordExpiresAt, now }: StaffHome) {
  return (
    <>
      <PageHeading sub="What you change here, everybody sees.">Welcome, {viewer.firstName}</PageHeading>
      {isOnlyOperator ? (
        <Notice tone="warn" heading="You are the only operator who can sign in">
          <p>
            If you are away or locked out, nobody can say what is going on. <a href={STAFF.newUser}>Add a second operator</a>
          </p>
        </Notice>
      ) : null}
      {passwordExpiresAt === null ? null : (
        <PasswordExpires at={passwordExpiresAt} now={now} changePassword={STAFF.helpChangePassword} />
      )}
      <ul class="work">
        {work.map(({ label, href, about }) => (
          <li>
            <h2>
              <a href={href}>{label}</a>
            </h2>
            <p>{about}</p>
          </li>
        ))}
      </ul>
      <LastSignIn facts={viewer.previousSignIn} now={now} newPassword={STAFF.helpChangePassword} />
    </>
  )
}
