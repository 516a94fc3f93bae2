import type { KeyPurpose } from '../../domain/activation-key.ts'
import type { OutstandingKey, SeenSession } from '../../domain/user-list.ts'
import { Cell, Row, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

const columns = (...labels: readonly string[]) => labels.map((label) => ({ label }))

/** Where a user is signed in (A01), for those who act on them. */
export function SessionTable({ sessions, now }: { sessions: readonly SeenSession[]; now: Date }) {
  if (sessions.length === 0) return <p class="muted">Not signed in anywhere.</p>
  return (
    <Table caption="Sessions of this user" columns={columns('Browser and system', 'Network address', 'Signed in', 'Last used')}>
      {sessions.map(({ browser, system, address, createdAt, lastSeenAt }) => (
        <Row>
          <Cell heading>{[browser, system].filter((part) => part !== '').join(' on ') || 'Unknown browser'}</Cell>
          <Cell label="Network address">{address}</Cell>
          <Cell label="Signed in">
            <Time at={createdAt} now={now} brief />
          </Cell>
          <Cell label="Last used">
            <Time at={lastSeenAt} now={now} brief />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}

const KEY_WORDS: Readonly<Record<KeyPurpose, string>> = {
  welcome: 'Activate the account',
  reset: 'Choose a new password',
  unfreeze: 'Get back in after failed sign-ins',
  ask_activation: 'Ask to be activated',
  confirm_email: 'Confirm a new e-mail address',
  undo_username_change: 'Undo a change of user login',
  stop_email_change: 'Stop a change of e-mail address',
}

/** What a mailed link of a user still opens, and until when; never the key (I-28). */
export function KeyTable({ keys, now }: { keys: readonly OutstandingKey[]; now: Date }) {
  if (keys.length === 0) return <p class="muted">No link is waiting to be used.</p>
  return (
    <Table caption="Links that still work" columns={columns('For', 'Sent', 'Expires')}>
      {keys.map(({ purpose, createdAt, expiresAt }) => (
        <Row>
          <Cell heading>{KEY_WORDS[purpose]}</Cell>
          <Cell label="Sent">
            <Time at={createdAt} now={now} brief />
          </Cell>
          <Cell label="Expires">
            <Time at={expiresAt} now={now} />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}
