import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { ProductRules } from '../../domain/product.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { Notice, RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { EmailField } from '../../ui/form.tsx'
import { BrokenBeforeAt, Card, Facts, PageHeading, TwoColumns, Verbatim } from '../../ui/page-parts.tsx'
import type { ProductPaths } from '../../ui/paths.ts'
import { Time } from '../../ui/time.tsx'
import { SessionList, type ShownSession } from './session-list.tsx'

export type AccountPage = {
  readonly rules: ProductRules
  readonly paths: ProductPaths
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

export function AccountView(page: AccountPage) {
  const { viewer, account, now, form, paths } = page
  return (
    <>
      <PageHeading sub={viewer.subscriptionName}>My profile</PageHeading>
      <RefusalSummary refusal={form.refusal} fields={FIELDS} />
      <TwoColumns aside={<EmailSection form={form} pendingEmail={account.pendingEmail} action={paths.accountEmail} />}>
        <Card>
          <OwnFacts {...page} />
        </Card>
      </TwoColumns>
      <SessionList sessions={account.sessions} current={viewer.sessionId} paths={paths} now={now} />
    </>
  )
}

function OwnFacts({ viewer, account, now, rules, paths }: AccountPage) {
  const { passwordSetAt } = account
  return (
    <Facts
      facts={[
        ['Name', `${viewer.firstName} ${viewer.lastName}`],
        [rules.words.usernameLabel, <Verbatim>{viewer.username}</Verbatim>],
        ['E-mail address', <BrokenBeforeAt address={viewer.email} />],
        ['Role', rules.words.roles[viewer.role]],
        ...(rules.units ? [['Business unit', account.businessUnit ?? 'Unassigned'] as const] : []),
        // Operators are all in one, which says nothing to them.
        ...(rules.roles.length > 1 ? [['Subscription', viewer.subscriptionName] as const] : []),
        [
          'Password last changed',
          <>
            {passwordSetAt ? <Time at={passwordSetAt} now={now} /> : 'Not known'}
            <br />
            <a href={paths.helpChangePassword}>Change Password</a>
          </>,
        ],
        ...(rules.api && mayDo('create_tokens', viewer)
          ? [['For programs', <a href={paths.apiTokens}>API tokens</a>] as const]
          : []),
      ]}
    />
  )
}

function EmailSection({ form, pendingEmail, action }: { form: EmailForm; pendingEmail: string | null; action: string }) {
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
      <Form action={action} label="Change your e-mail address">
        <EmailField name="email" label={FIELDS.email.label} value={form.email} problem={fieldProblemsOf(form.refusal)['email']} />
        <SubmitButton>Send confirmation</SubmitButton>
      </Form>
    </>
  )
}
