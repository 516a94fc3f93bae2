import type { FieldProblems } from '../../domain/errors.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { listedStateOf, type UserProfile } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { HiddenField, TextField } from '../../ui/form.tsx'
import { ButtonRow, Card, Facts, PageHeading, PageSection, Verbatim } from '../../ui/page-parts.tsx'
import { STAFF } from '../../ui/paths.ts'
import { StateBadge } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { ActButton } from './act-dialogs.tsx'
import { OversightSections } from './oversight-section-views.tsx'
import { NAME_FIELDS, fieldsOf } from './person-fields-views.tsx'
import { AskingNotice, EmailChangeNotice, UndeliveredNotice } from './user-notices.tsx'
import { StateSince } from './user-views.tsx'

export type OperatorPage = {
  readonly user: UserProfile
  readonly typed: { readonly firstName: string; readonly lastName: string }
  readonly problems: FieldProblems
  readonly viewer: Viewer
  readonly now: Date
}

const { words } = PRODUCTS.staff

/** One operator, as all others see them: how they stand, what can be done, and what happened. */
export function OperatorView(page: OperatorPage) {
  const { user, viewer, now } = page
  const { firstName, lastName, oversight } = user
  return (
    <>
      <p>
        <a href={STAFF.users}>Back to the list</a>
      </p>
      <PageHeading
        sub={user.id === viewer.accountId ? 'This is you.' : undefined}
        actions={user.verbs.length > 0 ? <Acts user={user} /> : undefined}
      >
        {firstName} {lastName}
      </PageHeading>
      {oversight?.openRequestId ? <AskingNotice firstName={firstName} requestId={oversight.openRequestId} paths={STAFF} /> : null}
      {oversight?.emailChange ? <EmailChangeNotice user={user} change={oversight.emailChange} paths={STAFF} now={now} /> : null}
      {user.isMailUndelivered ? <UndeliveredNotice user={user} /> : null}
      <Card>
        <Facts facts={factsOf(user, now)} />
      </Card>
      {user.edits.includes('edit') ? <NameSection {...page} /> : null}
      {oversight && <OversightSections oversight={oversight} username={user.username} readsAudit product="staff" now={now} />}
    </>
  )
}

function factsOf(user: UserProfile, now: Date) {
  const { email, lastSignInAt, reason, createdAt } = user
  return [
    [words.usernameLabel, <Verbatim>{user.username}</Verbatim>],
    ...(email === null ? [] : [['E-mail address', email] as const]),
    ['State', <StateBadge state={listedStateOf(user)} reason={reason} />],
    ['Since', <StateSince user={user} words={words} now={now} />],
    ['Last sign-in', lastSignInAt ? <Time at={lastSignInAt} now={now} /> : 'never'],
    ['Added', <Time at={createdAt} now={now} />],
  ] as const
}

function Acts({ user }: { user: UserProfile }) {
  return (
    <>
      {user.verbs
        .filter((verb) => !user.oversight?.emailChange || verb !== 'send_reset')
        .map((verb) => (
          <ActButton verb={verb} user={user} paths={STAFF} words={words} small />
        ))}
    </>
  )
}

function NameSection({ user, typed, problems }: OperatorPage) {
  const field = fieldsOf(NAME_FIELDS, { typed, problems })
  return (
    <PageSection heading="Name and address">
      <Card>
        <ErrorSummary problems={problems} fields={NAME_FIELDS} />
        <Form action={STAFF.editUser(user.id)}>
          <TextField {...field('firstName')} />
          <TextField {...field('lastName')} />
          <HiddenField name="version" value={String(user.version)} />
          <ButtonRow>
            <SubmitButton>Save</SubmitButton>
            {user.edits.includes('change_email') ? (
              <ButtonLink href={STAFF.userEmail(user.id)} tone="quiet">
                Change the e-mail address
              </ButtonLink>
            ) : null}
          </ButtonRow>
        </Form>
      </Card>
    </PageSection>
  )
}
