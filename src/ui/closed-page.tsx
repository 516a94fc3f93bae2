import type { StandingMaintenance } from '../domain/platform-standing.ts'
import { isOverrun, startOf } from '../domain/service-status.ts'
import { ErrorSummary } from './alert.tsx'
import { ButtonLink, Form, SubmitButton } from './button.tsx'
import { TextField } from './form.tsx'
import { LocalTime } from './local-time.tsx'
import type { Message } from './messages.ts'
import { ButtonRow, Card, Facts, PageHeading } from './page-parts.tsx'
import { FRONT_DOOR, onOrigin, SITE } from './paths.ts'
import { STAFF_PASSES } from './status-paths.ts'
import { utcWords } from './time-words.ts'

export type Closed = {
  readonly maintenance: StandingMaintenance
  readonly platformLabel: string
  readonly frontDoorOrigin: string
  readonly now: Date
  /** Whether something was sent, which was not taken. */
  readonly wasPosted: boolean
  /** Where to try again. */
  readonly signIn: string
}

/** What a platform answers while it is closed for maintenance (S04): what, until when, where to follow it, whom to call. */
export function ClosedPage({ maintenance, platformLabel, frontDoorOrigin, now, wasPosted, signIn }: Closed) {
  const overrun = isOverrun(maintenance, now)
  return (
    <>
      <PageHeading sub={maintenance.name}>Closed for maintenance</PageHeading>
      {wasPosted ? (
        <p>
          <b>What you sent was not taken, and nothing was changed.</b> Please send it again afterwards.
        </p>
      ) : null}
      <p>
        We are working on {platformLabel}, so nobody can sign in just now. Accounts, passwords and mailed links stay as they are.
      </p>
      <Facts
        facts={[
          ['Since', <LocalTime at={startOf(maintenance)} />],
          ['Planned end', <LocalTime at={maintenance.scheduledUntil} />],
        ]}
      />
      {overrun ? <p>The planned end has passed, and the work goes on. The status page says how far it is.</p> : null}
      <ButtonRow>
        <ButtonLink href={onOrigin(frontDoorOrigin, FRONT_DOOR.incident(maintenance.id))}>
          Follow it on the status page
        </ButtonLink>
        <ButtonLink href={signIn} tone="quiet">
          Try again
        </ButtonLink>
      </ButtonRow>
      <p>
        It can’t wait? <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers)}>Need Assistance</a> has telephone numbers by
        location.
      </p>
      <p class="after muted">
        Do you run this platform? <a href={onOrigin(frontDoorOrigin, STAFF_PASSES)}>Get a pass</a>
      </p>
    </>
  )
}

/** Where an operator shows a pass. Nothing is spent before the button is pressed (I-02). */
export function PassPage({ platformLabel, message }: { platformLabel: string; message: Message | null }) {
  return (
    <Card>
      <PageHeading sub={`to the sign-in page of ${platformLabel}, which is closed for maintenance`}>Operator’s pass</PageHeading>
      {message ? <ErrorSummary message={message} /> : null}
      <p>
        The pass opens the sign-in page for this browser until the maintenance is over. You still sign in as anybody else. That
        you came in is recorded.
      </p>
      <Form action={SITE.maintenancePass}>
        <TextField
          name="pass"
          label="Pass"
          verbatim
          autocomplete="off"
          marks={{ 'data-pass': '' }}
          hint="It comes with the link that you followed: what stands behind the # of its address."
        />
        <SubmitButton wide>Open the sign-in page</SubmitButton>
      </Form>
    </Card>
  )
}

/** The same for programs (RFC 9457). */
export function closedWords({ maintenance, platformLabel, now, wasPosted }: Closed) {
  const end = maintenance.scheduledUntil
  const until = isOverrun(maintenance, now)
    ? `Its planned end, ${utcWords(end)}, has passed.`
    : `Its planned end is ${utcWords(end)}.`
  return {
    type: 'about:blank',
    title: 'Closed for maintenance',
    detail: `${platformLabel} is closed for maintenance: ${maintenance.name}. ${until}${wasPosted ? ' What was sent was not taken.' : ''}`,
    planned_end: end.toISOString(),
  }
}

/** The same for forged, foreign, used and late ones. */
export const PASS_REFUSED: Message = {
  heading: 'This pass is not valid',
  sentence: 'It may have been used already, it may be older than ten minutes, or it may be for another platform or maintenance.',
  next: 'Get a new one at the front door.',
  link: null,
}
