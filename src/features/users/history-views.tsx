import { STATE_WORDS } from '../../domain/account-state.ts'
import { auditLabel } from '../../domain/audit-actions.ts'
import type { AuditActorKind, AuditEvent } from '../../domain/audit-trail.ts'
import type { Product } from '../../domain/platform-directory.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { FailedSignIn } from '../../domain/user-list.ts'
import { Verbatim } from '../../ui/page-parts.tsx'
import { capitalized } from '../../ui/shown-text.ts'
import { Cell, Row, Sub, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

const columns = (...labels: readonly string[]) => labels.map((label) => ({ label }))

/** Who did it where it was no user of the subscription that is still there. */
const BY: Readonly<Record<Exclude<AuditActorKind, 'operator'>, string>> = {
  account: 'A user who is gone',
  api_token: 'A user who is gone, by an API token',
  anonymous: 'By a mailed link, or from outside',
  job: 'Gatehouse',
}

/** Every change of a user's state and standing: what, who, when (A04). */
export function HistoryTable({ history, product, now }: { history: readonly AuditEvent[]; product: Product; now: Date }) {
  const { words } = PRODUCTS[product]
  if (history.length === 0) return <p class="muted">Nothing is kept any more of how it began.</p>
  return (
    <Table caption={`History of this ${product === 'staff' ? 'operator' : 'user'}`} columns={columns('What', 'By', 'When')}>
      {history.map((event) => (
        <Row>
          <Cell heading>{auditLabel(event.action, product)}</Cell>
          <Cell label="By">
            {event.who?.name ?? (event.actorKind === 'operator' ? capitalized(words.server.short) : BY[event.actorKind])}
            {event.who?.username ? (
              <Sub>
                <Verbatim>{event.who.username}</Verbatim>
              </Sub>
            ) : null}
          </Cell>
          <Cell label="When">
            <Time at={event.at} now={now} />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}

const REASONS: Readonly<Record<string, string>> = {
  wrong_password: 'Wrong password',
  budget_spent: 'Too many failures before',
  elsewhere: 'Right password, from a network that is not allowed',
}

/** An account that its own password did not open says so by its state. */
function reasonWords(reason: string): string {
  const isState = Object.hasOwn(STATE_WORDS, reason)
  if (isState) return `Right password, but the account was ${STATE_WORDS[reason as keyof typeof STATE_WORDS]}`
  return REASONS[reason] ?? 'Refused'
}

/** What was tried at the door, from where; for those who act on the user, and for the user's own questions to them. */
export function FailedSignInTable({ failures, now }: { failures: readonly FailedSignIn[]; now: Date }) {
  if (failures.length === 0) return <p class="muted">None lately.</p>
  return (
    <Table caption="Failed sign-ins" columns={columns('Why', 'Network address', 'Browser and system', 'When')}>
      {failures.map(({ at, address, browser, system, reason }) => (
        <Row>
          <Cell heading>{reasonWords(reason)}</Cell>
          <Cell label="Network address">{address ?? 'not known'}</Cell>
          <Cell label="Browser and system">
            {[browser, system].filter((part) => part !== '').join(' on ') || 'Unknown browser'}
          </Cell>
          <Cell label="When">
            <Time at={at} now={now} />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}
