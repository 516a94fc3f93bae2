import type { ProductWords } from '../../domain/product-words.ts'
import type { MailState, OrderedMail } from '../../domain/user-list.ts'
import { Cell, Row, Sub, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

/** What was mailed, by kind of letter; a test holds this table to the catalog. `{manager}`: as the product says it. */
export const MAIL_WORDS: Readonly<Record<string, string>> = {
  welcome: 'Welcome',
  reset: 'Password reset',
  frozen: 'Account frozen',
  locked: 'Account locked',
  lock_released: 'Lock released',
  inactive: 'Account is inactive',
  sign_in_blocked: 'Sign-in refused',
  subscription_expired: 'Subscription has expired',
  unfrozen: 'Account active again',
  password_revealed: 'Temporary password shown',
  password_changed: 'Password changed',
  confirm_email: 'Confirm the new address',
  email_change_asked: 'Change of address asked',
  email_changed: 'Address changed',
  email_change_by_manager: 'Change of address by {manager}',
  confirm_email_by_manager: 'Confirm the new address',
  email_change_stopped: 'Change of address stopped',
  usernames: 'Forgot username',
  username_changed: 'User login changed',
  username_restored: 'Change of user login undone',
  role_changed: 'Role changed',
  point_of_contact_given: 'Made point of contact',
  point_of_contact_taken: 'No longer point of contact',
  activation_requested: 'Request to decide',
  activated: 'Activated by {manager}',
  activation_denied: 'Request denied',
  sign_in_elsewhere: 'Sign-in from a network that is not allowed',
  import_finished: 'Import finished',
  settings_tried: 'Security settings on trial',
  settings_changed: 'Security settings changed',
  settings_rolled_back: 'Security settings rolled back',
  idle_warning: 'Warning: unused account',
  idled_out: 'Account idle',
  password_expiring: 'Password expires soon',
  token_created: 'API token created',
  token_revoked: 'API token revoked',
}

const DELIVERY_WORDS: Readonly<Record<MailState, string>> = {
  queued: 'On its way',
  sent: 'Sent',
  parked: 'Not delivered',
  obsolete: 'No longer needed',
}

/** The latest mails to a user and how far they got (A02). What they said stays between us and their reader. */
export function MailTable({ mails, words, now }: { mails: readonly OrderedMail[]; words: ProductWords; now: Date }) {
  if (mails.length === 0) return <p class="muted">No mail has been sent yet.</p>
  return (
    <Table caption="Mails to this user" columns={[{ label: 'Mail' }, { label: 'To' }, { label: 'When' }, { label: 'Delivery' }]}>
      {mails.map((mail) => (
        <Row>
          <Cell heading>{(MAIL_WORDS[mail.kind] ?? 'Mail').replace('{manager}', words.managers.some)}</Cell>
          <Cell label="To">{mail.recipient}</Cell>
          <Cell label="When">
            <Time at={mail.sentAt ?? mail.createdAt} now={now} />
          </Cell>
          <Cell label="Delivery">
            <Delivery mail={mail} />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}

function Delivery({ mail: { state, lastError } }: { mail: OrderedMail }) {
  const isDelayed = state === 'queued' && lastError !== null
  return (
    <>
      {isDelayed ? 'Delayed, we keep trying' : DELIVERY_WORDS[state]}
      {lastError === null ? null : <Sub>{lastError}</Sub>}
    </>
  )
}
