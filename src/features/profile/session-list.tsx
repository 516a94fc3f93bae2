import { ConfirmDialog } from '../../ui/dialog.tsx'
import { PageSection } from '../../ui/page-parts.tsx'
import type { ProductPaths } from '../../ui/paths.ts'
import { ActionsCell, Cell, Row, Sub, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

export type ShownSession = {
  readonly id: string
  readonly browser: string
  readonly system: string
  readonly address: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
}

const COLUMNS = [
  { label: 'Browser and system' },
  { label: 'Network address' },
  { label: 'Signed in' },
  { label: 'Last used' },
  { label: 'Actions', hidden: true },
]

/** Where the account is signed in, the session that asks marked and never ended from here: that is Sign out (A01). */
export function SessionList({
  sessions,
  current,
  paths,
  now,
}: {
  sessions: readonly ShownSession[]
  current: string
  paths: ProductPaths
  now: Date
}) {
  const others = sessions.filter(({ id }) => id !== current).length
  return (
    <PageSection
      heading="Sessions"
      sub="Where you are signed in. If you don’t know one of them, end it and change your password."
      actions={others === 0 ? undefined : <EndOthers others={others} action={paths.endOtherSessions} />}
    >
      <Table caption="Sessions" columns={COLUMNS}>
        {sessions.map((session) => (
          <SessionRow session={session} isCurrent={session.id === current} end={paths.endSession(session.id)} now={now} />
        ))}
      </Table>
    </PageSection>
  )
}

function SessionRow({ session, isCurrent, end, now }: { session: ShownSession; isCurrent: boolean; end: string; now: Date }) {
  return (
    <Row>
      <Cell heading>
        {deviceWords(session)}
        {isCurrent ? <Sub>This session</Sub> : null}
      </Cell>
      <Cell label="Network address">{session.address}</Cell>
      <Cell label="Signed in">
        <Time at={session.createdAt} now={now} />
      </Cell>
      <Cell label="Last used">
        <Time at={session.lastSeenAt} now={now} />
      </Cell>
      <ActionsCell>{isCurrent ? null : <EndOne session={session} action={end} />}</ActionsCell>
    </Row>
  )
}

function EndOne({ session, action }: { session: ShownSession; action: string }) {
  return (
    <ConfirmDialog
      id={`end-${session.id}`}
      label="End"
      heading={`End the session of ${deviceWords(session)}?`}
      action={action}
      tone="danger"
      small
    >
      <p>
        It was opened from {session.address}. Whoever uses it is signed out with their next click. It can’t be undone; signing in
        again takes the password.
      </p>
    </ConfirmDialog>
  )
}

function EndOthers({ others, action }: { others: number; action: string }) {
  return (
    <ConfirmDialog id="end-others" label="End all other sessions" heading="End all other sessions?" action={action} tone="danger">
      <p>
        {others === 1 ? 'Your other session ends' : `Your ${others} other sessions end`}, and only this one stays. It can’t be
        undone; signing in again takes the password.
      </p>
    </ConfirmDialog>
  )
}

/** "Chrome 140 on Windows", or what is known of it. */
function deviceWords({ browser, system }: ShownSession): string {
  if (browser === '' && system === '') return 'Unknown browser'
  if (system === '') return browser
  return browser === '' ? `Unknown browser on ${system}` : `${browser} on ${system}`
}
