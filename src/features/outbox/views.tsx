import type { OutboxEntry, OutboxMail } from '../../mail/read-outbox.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { type Chrome, renderPage } from '../../ui/layout.tsx'
import { Card, Disclosure, Facts, PageHeading, Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { Cell, EmptyState, Pager, Row, Table } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'
import { Time } from '../../ui/time.tsx'

export function renderOutboxList({
  chrome,
  entries,
  total,
  now,
}: {
  chrome: Chrome
  entries: readonly OutboxEntry[]
  total: number
  now: Date
}) {
  const reload = (
    <ButtonLink href={FRONT_DOOR.outbox} tone="quiet">
      Look again
    </ButtonLink>
  )
  return renderPage({
    chrome,
    title: 'Outbox',
    wide: true,
    children: (
      <>
        <PageHeading sub="Every mail that would have been sent. In the demo nothing leaves this machine." actions={reload}>
          Outbox
        </PageHeading>
        {entries.length === 0 ? (
          <EmptyState heading="No mail yet">
            <p>Do something that sends one, such as asking for a new password, and look again a few seconds later.</p>
          </EmptyState>
        ) : (
          <Mails entries={entries} total={total} now={now} />
        )}
      </>
    ),
  })
}

function Mails({ entries, total, now }: { entries: readonly OutboxEntry[]; total: number; now: Date }) {
  return (
    <>
      <Table caption="Mails, newest first" columns={[{ label: 'Subject' }, { label: 'To' }, { label: 'When' }]}>
        {entries.map((mail) => (
          <Row>
            <Cell heading>
              <a href={FRONT_DOOR.outboxMail(mail.name)}>{mail.subject}</a>
            </Cell>
            <Cell label="To">{mail.to}</Cell>
            <Cell label="When">
              <Time at={mail.at} now={now} />
            </Cell>
          </Row>
        ))}
      </Table>
      <Pager
        previous={null}
        next={null}
        summary={entries.length < total ? `The newest ${entries.length} of ${counted(total, 'mail')}` : counted(total, 'mail')}
      />
    </>
  )
}

/** The text part is the main view; the HTML part stands on a page of its own, which may do nothing. */
export function renderOutboxMail({ chrome, mail, now }: { chrome: Chrome; mail: OutboxMail; now: Date }) {
  return renderPage({
    chrome,
    title: mail.subject,
    children: (
      <>
        <BackToOutbox />
        <PageHeading>{mail.subject}</PageHeading>
        <Facts
          facts={[
            ['To', mail.to],
            ['When', <Time at={mail.at} now={now} />],
          ]}
        />
        <Card>
          <TextPart text={mail.text} />
        </Card>
        {mail.html === null ? null : (
          <p>
            <a href={FRONT_DOOR.outboxMailAsDesigned(mail.name)}>See it as mail programs show it</a>
          </p>
        )}
        <Disclosure summary="All headers">
          <Facts facts={mail.headers.map(([name, value]) => [name, <Verbatim>{value}</Verbatim>])} />
        </Disclosure>
      </>
    ),
  })
}

export function renderNoSuchMail({ chrome }: { chrome: Chrome }) {
  return renderPage({
    chrome,
    title: 'No such mail',
    children: (
      <>
        <PageHeading>No such mail</PageHeading>
        <p>The outbox has no mail of this name. It may have been emptied since.</p>
        <BackToOutbox />
      </>
    ),
  })
}

function BackToOutbox() {
  return (
    <p>
      <a href={FRONT_DOOR.outbox}>Back to the outbox</a>
    </p>
  )
}

/** Paragraphs stay paragraphs and lines stay lines. */
function TextPart({ text }: { text: string }) {
  return (
    <>
      {text
        .trim()
        .split(/\n{2,}/u)
        .map((paragraph) => (
          <p>
            {paragraph.split('\n').map((line, index) => (
              <>
                {index === 0 ? null : <br />}
                <TextLine line={line} />
              </>
            ))}
          </p>
        ))}
    </>
  )
}

function TextLine({ line }: { line: string }) {
  // Splitting by a group keeps what it caught: every second piece is an address.
  const pieces = line.split(/(https?:\/\/[^\s<>"]+)/u)
  return <>{pieces.map((piece, index) => (index % 2 === 0 ? piece : <a href={piece}>{piece}</a>))}</>
}
