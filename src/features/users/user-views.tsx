import { ROLES } from '../../domain/roles.ts'
import type { UserProfile } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, Facts, PageHeading, PageSection, Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { StateBadge } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { ActButton } from './act-dialogs.tsx'
import { MailTable } from './mail-views.tsx'

/** A user's own page: everybody reads who it is and how it stands; Managers act, and see what was mailed. */
export function UserView({ user, viewer, now }: { user: UserProfile; viewer: Viewer; now: Date }) {
  const { firstName, lastName, oversight } = user
  return (
    <>
      <p>
        <a href={PLATFORM.users}>Back to the list</a>
      </p>
      <PageHeading
        sub={user.id === viewer.accountId ? 'This is you.' : undefined}
        actions={user.verbs.length > 0 ? <Acts user={user} /> : undefined}
      >
        {firstName} {lastName}
      </PageHeading>
      {oversight?.openRequestId ? <AskingNotice firstName={firstName} requestId={oversight.openRequestId} /> : null}
      {user.isMailUndelivered ? <UndeliveredNotice user={user} /> : null}
      <Card>
        <Facts facts={factsOf(user, now)} />
      </Card>
      {oversight && (
        <PageSection heading="Mails">
          <MailTable mails={oversight.mails} now={now} />
        </PageSection>
      )}
    </>
  )
}

function factsOf(user: UserProfile, now: Date) {
  const { oversight, lastSignInAt } = user
  return [
    ['Username', <Verbatim>{user.username}</Verbatim>],
    ...(user.email === null ? [] : [['E-mail address', user.email] as const]),
    ['Role', `${ROLES[user.role]}${user.isPointOfContact ? ', point of contact (POC)' : ''}`],
    ['Business unit', user.businessUnit ?? 'Unassigned'],
    ['State', <StateBadge state={user.state} reason={user.reason} />],
    ['Since', <StateSince user={user} now={now} />],
    ['Last sign-in', lastSignInAt ? <Time at={lastSignInAt} now={now} /> : 'never'],
    ...(oversight ? [['Open sessions', oversight.sessions === 0 ? 'none' : oversight.sessions] as const] : []),
    ['Added', <Time at={user.createdAt} now={now} />],
  ] as const
}

/** Who changes states and is no user. */
const PARTS_OF_THE_SYSTEM: Readonly<Record<string, string>> = {
  'sign-in guard': 'the sign-in guard',
  operator: 'the operator',
}

function StateSince({ user: { stateChangedAt, stateChangedBy, username }, now }: { user: UserProfile; now: Date }) {
  return (
    <>
      <Time at={stateChangedAt} now={now} />
      <span class="sub">
        by {stateChangedBy === username ? 'its owner' : (PARTS_OF_THE_SYSTEM[stateChangedBy] ?? stateChangedBy)}
      </span>
    </>
  )
}

function Acts({ user }: { user: UserProfile }) {
  return (
    <>
      {user.verbs.map((verb) => (
        <ActButton verb={verb} user={user} small />
      ))}
    </>
  )
}

function AskingNotice({ firstName, requestId }: { firstName: string; requestId: string }) {
  return (
    <Notice heading={`${firstName} asks to be activated`}>
      <p>
        <ButtonLink href={PLATFORM.activationRequest(requestId)} tone="quiet" small>
          Decide
        </ButtonLink>
      </p>
    </Notice>
  )
}

/** Whose mail bounces can't get in, and does not know why (A02). */
function UndeliveredNotice({ user: { firstName, email } }: { user: UserProfile }) {
  return (
    <Notice tone="warn" heading="The last mail could not be delivered">
      <p>
        Check the address{email === null ? '' : ` ${email}`} with {firstName}. If it is wrong and the user is still pending,
        cancel the user and add them anew.
      </p>
    </Notice>
  )
}
