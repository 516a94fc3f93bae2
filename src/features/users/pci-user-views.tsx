import type { FieldProblems } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { ROLES, type Role } from '../../domain/roles.ts'
import { listedStateOf, type UserProfile } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { ButtonRow, Card, Facts, PageHeading, Verbatim } from '../../ui/page-parts.tsx'
import { PCI } from '../../ui/paths.ts'
import { StateBadge } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { ActButton } from './act-dialogs.tsx'
import { OversightSections } from './oversight-section-views.tsx'
import { PciEditSection } from './pci-edit-views.tsx'
import { standingWords } from './pci-word-views.ts'
import { AskingNotice, EmailChangeNotice, UndeliveredNotice } from './user-notices.tsx'
import { StateSince } from './user-views.tsx'

export type PciUserPage = {
  readonly user: UserProfile
  readonly typed: { readonly firstName: string; readonly lastName: string; readonly role: string }
  readonly problems: FieldProblems
  /** What the viewer may give. */
  readonly roles: readonly Role[]
  readonly viewer: Viewer
  readonly now: Date
}

/** A row of Account > Users, opened by Edit: facts for its owner, and for Managers all that they may see and do (S26). */
export function PciUserView(page: PciUserPage) {
  const { user, viewer, now } = page
  const { firstName, lastName, oversight } = user
  const isOwn = user.id === viewer.accountId
  return (
    <>
      <p>
        <a href={PCI.users}>Back to the list</a>
      </p>
      <PageHeading
        sub={standingWords(user, isOwn) ?? undefined}
        actions={user.verbs.length > 0 ? <Acts user={user} /> : undefined}
      >
        {firstName} {lastName}
      </PageHeading>
      {oversight?.openRequestId ? <AskingNotice firstName={firstName} requestId={oversight.openRequestId} paths={PCI} /> : null}
      {oversight?.emailChange ? <EmailChangeNotice user={user} change={oversight.emailChange} paths={PCI} now={now} /> : null}
      {user.isMailUndelivered ? <UndeliveredNotice user={user} /> : null}
      <Card>
        <Facts facts={factsOf(user, now)} />
        {isOwn ? <OwnLinks user={user} /> : null}
      </Card>
      {user.edits.length > 0 ? <PciEditSection {...page} /> : null}
      {oversight && (
        <OversightSections
          oversight={oversight}
          username={user.username}
          readsAudit={mayDo('read_audit', viewer)}
          product="pci"
          now={now}
        />
      )}
    </>
  )
}

function factsOf(user: UserProfile, now: Date) {
  const { email, role, lastSignInAt, reason, createdAt } = user
  return [
    [PRODUCTS.pci.words.usernameLabel, <Verbatim>{user.username}</Verbatim>],
    ...(email === null ? [] : [['E-mail address', email] as const]),
    ['Role', ROLES[role]],
    ['State', <StateBadge state={listedStateOf(user)} reason={reason} />],
    ['Since', <StateSince user={user} now={now} />],
    ['Last sign-in', lastSignInAt ? <Time at={lastSignInAt} now={now} /> : 'never'],
    ['Added', <Time at={createdAt} now={now} />],
  ] as const
}

/** What only the owner of an account changes, whatever their role (S27, S29). */
function OwnLinks({ user: { id } }: { user: UserProfile }) {
  return (
    <ButtonRow>
      <ButtonLink href={PCI.userPassword(id)} tone="quiet">
        Change Password
      </ButtonLink>
      <ButtonLink href={PCI.userLogin(id)} tone="quiet">
        Change User Login
      </ButtonLink>
    </ButtonRow>
  )
}

function Acts({ user }: { user: UserProfile }) {
  return (
    <>
      {user.verbs
        .filter((verb) => !user.oversight?.emailChange || verb !== 'send_reset')
        .map((verb) => (
          <ActButton verb={verb} user={user} paths={PCI} small />
        ))}
    </>
  )
}
