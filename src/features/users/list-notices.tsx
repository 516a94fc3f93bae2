import { REASON_WORDS } from '../../domain/account-state.ts'
import type { OpenRequest } from '../../domain/user-list.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Verbatim } from '../../ui/page-parts.tsx'
import type { ProductPaths } from '../../ui/paths.ts'
import { Time } from '../../ui/time.tsx'

const SHOWN_IN_THE_LIST = 3

/** "Please activate me" stands above everything else: somebody is waiting (N11). */
export function RequestNotices({ requests, paths, now }: { requests: readonly OpenRequest[]; paths: ProductPaths; now: Date }) {
  const more = requests.length - SHOWN_IN_THE_LIST
  return (
    <>
      {requests.slice(0, SHOWN_IN_THE_LIST).map(({ id, firstName, lastName, username, reason, createdAt }) => (
        <Notice tone="note" heading={`${firstName} ${lastName} asks to be activated`}>
          <p>
            <Verbatim>{username}</Verbatim> is Inactive{reason === null ? '' : ` (${REASON_WORDS[reason]})`}. Asked{' '}
            <Time at={createdAt} now={now} brief />.
          </p>
          <p>
            <ButtonLink href={paths.activationRequest(id)} tone="quiet" small>
              Decide
            </ButtonLink>
          </p>
        </Notice>
      ))}
      {requests.length === 0 ? null : (
        <p>
          <a href={paths.activationRequests}>{more > 0 ? `All requests, ${more} more` : 'All requests'}</a>
        </p>
      )}
    </>
  )
}

/** The same of operators, who have nobody above them. */
export function LastOperatorNotice({ paths }: { paths: ProductPaths }) {
  return (
    <Notice tone="warn" heading="Only one operator can sign in">
      <p>If that one is locked out, nobody can say what is going on. Add a second, and see that they sign in.</p>
      <div class="button-row tight">
        <ButtonLink href={paths.newUser} tone="quiet" small>
          Add a second operator
        </ButtonLink>
      </div>
    </Notice>
  )
}

/** One Manager is one lost password away from none (N09). Only a Manager can name another. */
export function LastManagerNotice({ mayName, paths }: { mayName: boolean; paths: ProductPaths }) {
  return (
    <Notice tone="warn" heading="Only one Manager can sign in">
      {mayName ? (
        <>
          <p>If that one is locked out, nobody in your company can help. Name a second: add one, or change somebody’s role.</p>
          <div class="button-row tight">
            <ButtonLink href={paths.newManager} tone="quiet" small>
              Add a second Manager
            </ButtonLink>
            <ButtonLink href={`${paths.users}?state=active&sort=last-sign-in&order=descending`} tone="quiet" small>
              Choose among active users
            </ButtonLink>
          </div>
        </>
      ) : (
        <p>If that one is locked out, nobody in your company can help. Ask your Manager to name a second.</p>
      )}
    </Notice>
  )
}
