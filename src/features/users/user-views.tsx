import { EXTRA_RIGHTS, mayDo } from '../../domain/permissions.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { ROLES } from '../../domain/roles.ts'
import { listedStateOf, type UserProfile } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, Facts, PageHeading, Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { StateBadge } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { ActButton } from './act-dialogs.tsx'
import { OversightSections } from './oversight-section-views.tsx'
import { AskingNotice, EmailChangeNotice, UndeliveredNotice } from './user-notices.tsx'

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
      {oversight?.openRequestId ? (
        <AskingNotice firstName={firstName} requestId={oversight.openRequestId} paths={PLATFORM} />
      ) : null}
      {oversight?.emailChange ? (
        <EmailChangeNotice user={user} change={oversight.emailChange} paths={PLATFORM} now={now} />
      ) : null}
      {user.isMailUndelivered ? <UndeliveredNotice user={user} /> : null}
      <Card>
        <Facts facts={factsOf(user, now)} />
      </Card>
      {oversight && (
        <OversightSections
          oversight={oversight}
          username={user.username}
          readsAudit={mayDo('read_audit', viewer)}
          product="platform"
          now={now}
        />
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
function partsOfTheSystem({ server }: ProductWords): Readonly<Record<string, string>> {
  return { 'sign-in guard': 'the sign-in guard', operator: server.short }
}

export function StateSince({
  user: { stateChangedAt, stateChangedBy, username },
  words = PRODUCTS.platform.words,
  now,
}: {
  user: UserProfile
  words?: ProductWords
  now: Date
}) {
  return (
    <>
      <Time at={stateChangedAt} now={now} />
      <span class="sub">
        by {stateChangedBy === username ? 'its owner' : (partsOfTheSystem(words)[stateChangedBy] ?? stateChangedBy)}
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
          <ActButton verb={verb} user={user} paths={PLATFORM} small />
        ))}
    </>
  )
}
