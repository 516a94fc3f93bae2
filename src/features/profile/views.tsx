import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import { ROLES } from '../../domain/roles.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { Notice, RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { EmailField } from '../../ui/form.tsx'
import { Card, Facts, PageHeading, TwoColumns, Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { Time } from '../../ui/time.tsx'
import { SessionList, type ShownSession } from './session-list.tsx'

export type AccountPage = {
  readonly viewer: Viewer
  readonly account: {
    readonly businessUnit: string | null
    readonly passwordSetAt: Date | null
    readonly pendingEmail: string | null
    readonly sessions: readonly ShownSession[]
  }
  readonly now: Date
  readonly form: EmailForm
}

type EmailForm = { readonly email: string; readonly refusal: Refusal | null }

const FIELDS = { email: { label: 'New e-mail address' } }

export function AccountView({ viewer, account, now, form }: AccountPage) {
  return (
    <>
      <PageHeading sub={viewer.subscriptionName}>My profile</PageHeading>
      <RefusalSummary refusal={form.refusal} fields={FIELDS} />
      <TwoColumns aside={<EmailSection form={form} pendingEmail={account.pendingEmail} />}>
        <Card>
          <OwnFacts viewer={viewer} account={account} now={now} />
        </Card>
      </TwoColumns>
      <SessionList sessions={account.sessions} current={viewer.sessionId} now={now} />
    </>
  )
}

function OwnFacts({ viewer, account, now }: Pick<AccountPage, 'viewer' | 'account' | 'now'>) {
  const { passwordSetAt } = account
  return (
    <Facts
      facts={[
        ['Name', `${viewer.firstName} ${viewer.lastName}`],
        ['Username', <Verbatim>{viewer.username}</Verbatim>],
        ['E-mail address', <BrokenBeforeAt address={viewer.email} />],
        ['Role', ROLES[viewer.role]],
        ['Business unit', account.businessUnit ?? 'Unassigned'],
        ['Subscription', viewer.subscriptionName],
        [
          'Password last changed',
          <>
            {passwordSetAt ? <Time at={passwordSetAt} now={now} /> : 'Not known'}
            <br />
            <a href={PLATFORM.helpChangePassword}>Change Password</a>
          </>,
        ],
        ...(mayDo('create_tokens', viewer) ? [['For programs', <a href={PLATFORM.apiTokens}>API tokens</a>] as const] : []),
      ]}
    />
  )
}

/** Where an address doesn't fit in its line, it breaks before the @ rather than within a word. */
function BrokenBeforeAt({ address }: { address: string }) {
  const [local, ...domain] = address.split('@')
  return (
    <>
      {local}
      <wbr />@{domain.join('@')}
    </>
  )
}

function EmailSection({ form, pendingEmail }: { form: EmailForm; pendingEmail: string | null }) {
  return (
    <>
      <h2>Change your e-mail address</h2>
      {pendingEmail === null ? null : (
        <Notice heading="Waiting for confirmation">
          <p>
            Open the mail that we sent to <strong>{pendingEmail}</strong>. Until you confirm there, mails keep coming to the
            address you have.
          </p>
        </Notice>
      )}
      <p class="muted">
        We send a link to the new address, and tell the one you have at once. Nothing changes before you confirm.
      </p>
      <Form action={PLATFORM.accountEmail} label="Change your e-mail address">
        <EmailField name="email" label={FIELDS.email.label} value={form.email} problem={fieldProblemsOf(form.refusal)['email']} />
        <SubmitButton>Send confirmation</SubmitButton>
      </Form>
    </>
  )
}
