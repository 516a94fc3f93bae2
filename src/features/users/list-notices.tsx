import { REASON_WORDS } from '../../domain/account-state.ts'
import type { OpenRequest } from '../../domain/user-list.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { Time } from '../../ui/time.tsx'

/** "Please activate me" stands above everything else: somebody is waiting (N11). */
export function RequestNotices({ requests, now }: { requests: readonly OpenRequest[]; now: Date }) {
  return (
    <>
      {requests.map(({ id, firstName, lastName, username, reason, createdAt }) => (
        <Notice tone="note" heading={`${firstName} ${lastName} asks to be activated`}>
          <p>
            <Verbatim>{username}</Verbatim> is Inactive{reason === null ? '' : ` (${REASON_WORDS[reason]})`}. Asked{' '}
            <Time at={createdAt} now={now} brief />.
          </p>
          <p>
            <ButtonLink href={PLATFORM.activationRequest(id)} tone="quiet" small>
              Decide
            </ButtonLink>
          </p>
        </Notice>
      ))}
    </>
  )
}

/** One Manager is one lost password away from none (N09). */
export function LastManagerNotice() {
  return (
    <Notice tone="warn" heading="Only one Manager can sign in">
      <p>
        If that one is locked out, nobody in your company can help. <a href={PLATFORM.newUser}>Add another Manager</a>
      </p>
    </Notice>
  )
}
