import type { PendingEmailChange, UserProfile } from '../../domain/user-list.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink, PostButton } from '../../ui/button.tsx'
import type { ProductPaths } from '../../ui/paths.ts'
import { Time } from '../../ui/time.tsx'

/** Somebody waits to be let back in (N11). */
export function AskingNotice({ firstName, requestId, paths }: { firstName: string; requestId: string; paths: ProductPaths }) {
  return (
    <Notice heading={`${firstName} asks to be activated`}>
      <p>
        <ButtonLink href={paths.activationRequest(requestId)} tone="quiet" small>
          Decide
        </ButtonLink>
      </p>
    </Notice>
  )
}

/** Nothing has changed yet; what it waits for, and the way back (I-37). */
export function EmailChangeNotice({
  user,
  change,
  paths,
  now,
}: {
  user: UserProfile
  change: PendingEmailChange
  paths: ProductPaths
  now: Date
}) {
  const { newEmail, requestedBy, effectiveAt, confirmedAt } = change
  return (
    <Notice heading="A change of e-mail address is under way">
      <p>
        {requestedBy} asked for {newEmail}. {confirmedAt ? 'It is confirmed from there' : 'It waits to be confirmed from there'},
        and counts <Time at={effectiveAt} now={now} brief /> at the earliest. Until then no reset goes to either address.
      </p>
      {user.edits.includes('change_email') ? (
        <PostButton action={paths.cancelUserEmail(user.id)} tone="quiet" small>
          Cancel the change
        </PostButton>
      ) : null}
    </Notice>
  )
}

/** Whose mail bounces can't get in, and does not know why (A02). */
export function UndeliveredNotice({ user: { firstName, email } }: { user: UserProfile }) {
  return (
    <Notice tone="warn" heading="The last mail could not be delivered">
      <p>
        Check the address{email === null ? '' : ` ${email}`} with {firstName}. If it is wrong and the user is still pending,
        cancel the user and add them anew; otherwise change the address.
      </p>
    </Notice>
  )
}
