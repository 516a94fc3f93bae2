import { EXTRA_RIGHTS, mayDo } from '../../domain/permissions.ts'
import { ROLES } from '../../domain/roles.ts'
import { listedStateOf, type PendingEmailChange, type UserProfile } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { Notice } from '../../ui/alert.tsx'
import { auditAddress, readAuditAddress } from '../../ui/audit-address.ts'
import { ButtonLink, PostButton } from '../../ui/button.tsx'
import { Card, Facts, PageHeading, PageSection, Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { StateBadge } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { ActButton } from './act-dialogs.tsx'
import { FailedSignInTable, HistoryTable } from './history-views.tsx'
import { MailTable } from './mail-views.tsx'
import { KeyTable, SessionTable } from './oversight-views.tsx'

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
        actions={user.verbs.length + user.edits.length > 0 ? <Acts user={user} /> : undefined}
      >
        {firstName} {lastName}
      </PageHeading>
      {oversight?.openRequestId ? <AskingNotice firstName={firstName} requestId={oversight.openRequestId} /> : null}
      {oversight?.emailChange ? <EmailChangeNotice user={user} change={oversight.emailChange} now={now} /> : null}
      {user.isMailUndelivered ? <UndeliveredNotice user={user} /> : null}
      <Card>
        <Facts facts={factsOf(user, now)} />
      </Card>
      {oversight && (
        <>
          <PageSection heading="Sessions" sub="Where this user is signed in.">
            <SessionTable sessions={oversight.sessions} now={now} />
          </PageSection>
          <PageSection heading="Links that still work" sub="Mailed to the user; nobody else can see or use them.">
            <KeyTable keys={oversight.keys} now={now} />
          </PageSection>
          <PageSection
            heading="History"
            sub="How the account came to be as it is, newest first."
            actions={mayDo('read_audit', viewer) ? <AuditLink username={user.username} /> : undefined}
          >
            <HistoryTable history={oversight.history} now={now} />
          </PageSection>
          <PageSection heading="Failed sign-ins">
            <FailedSignInTable failures={oversight.failedSignIns} now={now} />
          </PageSection>
          <PageSection heading="Mails">
            <MailTable mails={oversight.mails} now={now} />
          </PageSection>
        </>
      )}
    </>
  )
}

function factsOf(user: UserProfile, now: Date) {
  const { oversight, lastSignInAt } = user
  return [
    ['Username', <Verbatim>{user.username}</Verbatim>],
    ...(user.email === null ? [] : [['E-mail address', user.email] as const]),
    ['Role', roleWords(user)],
    ...(user.extraRights.length === 0
      ? []
      : [['Extra rights', user.extraRights.map((right) => EXTRA_RIGHTS[right]).join('; ')] as const]),
    ['Business unit', user.businessUnit ?? 'Unassigned'],
    ['State', <StateBadge state={listedStateOf(user)} reason={user.reason} />],
    ['Since', <StateSince user={user} now={now} />],
    ['Last sign-in', lastSignInAt ? <Time at={lastSignInAt} now={now} /> : 'never'],
    ...(oversight && user.externalId !== null ? [['External ID', <Verbatim>{user.externalId}</Verbatim>] as const] : []),
    ...(oversight && oversight.tokens > 0 ? [['API tokens', `${oversight.tokens} in force`] as const] : []),
    ['Added', <Time at={user.createdAt} now={now} />],
  ] as const
}

function roleWords({ role, isPointOfContact, isUnitPointOfContact }: UserProfile): string {
  if (isPointOfContact) return `${ROLES[role]}, point of contact (POC)`
  return isUnitPointOfContact ? `${ROLES[role]}, point of contact of the unit` : ROLES[role]
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
      {user.edits.length > 0 ? (
        <ButtonLink href={PLATFORM.editUser(user.id)} tone="quiet" small>
          Edit
        </ButtonLink>
      ) : null}
      {user.verbs
        .filter((verb) => !user.oversight?.emailChange || verb !== 'send_reset')
        .map((verb) => (
          <ActButton verb={verb} user={user} small />
        ))}
    </>
  )
}

/** This page shows the latest; the trail has all of them, and where each came from (A04). */
function AuditLink({ username }: { username: string }) {
  return (
    <ButtonLink href={auditAddress(readAuditAddress(new URLSearchParams({ whom: username })), null)} tone="quiet" small>
      All events
    </ButtonLink>
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

/** Nothing has changed yet; what it waits for, and the way back (I-37). */
function EmailChangeNotice({ user, change, now }: { user: UserProfile; change: PendingEmailChange; now: Date }) {
  const { newEmail, requestedBy, effectiveAt, confirmedAt } = change
  return (
    <Notice heading="A change of e-mail address is under way">
      <p>
        {requestedBy} asked for {newEmail}. {confirmedAt ? 'It is confirmed from there' : 'It waits to be confirmed from there'},
        and counts <Time at={effectiveAt} now={now} brief /> at the earliest. Until then no reset goes to either address.
      </p>
      {user.edits.includes('change_email') ? (
        <PostButton action={PLATFORM.cancelUserEmail(user.id)} tone="quiet" small>
          Cancel the change
        </PostButton>
      ) : null}
    </Notice>
  )
}

/** Whose mail bounces can't get in, and does not know why (A02). */
function UndeliveredNotice({ user: { firstName, email } }: { user: UserProfile }) {
  return (
    <Notice tone="warn" heading="The last mail could not be delivered">
      <p>
        Check the address{email === null ? '' : ` ${email}`} with {firstName}. If it is wrong and the user is still pending,
        cancel the user and add them anew; otherwise change it under Edit.
      </p>
    </Notice>
  )
}
