import type { ProductWords } from '../../domain/product-words.ts'
import type { ActivationRequest, OpenRequest, RequestDecision } from '../../domain/user-list.ts'
import { PageHeading, PageSection, Verbatim } from '../../ui/page-parts.tsx'
import type { ProductPaths } from '../../ui/paths.ts'
import { ActionsCell, Cell, EmptyState, Row, StateBadge, Sub, Table } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'
import { Time } from '../../ui/time.tsx'
import { DecisionButtons } from './request-views.tsx'

type Place = { readonly paths: ProductPaths; readonly words: ProductWords; readonly now: Date }

/** Everybody who asks to be let back in, to approve or deny from the list (N11). */
export function RequestInboxView({
  open,
  decided,
  ...place
}: Place & { open: readonly OpenRequest[]; decided: readonly ActivationRequest[] }) {
  return (
    <>
      <p>
        <a href={place.paths.users}>Back to the list</a>
      </p>
      <PageHeading
        sub={open.length === 0 ? undefined : `${counted(open.length, 'user')} waiting. Whatever you decide, they get a mail.`}
      >
        Requests
      </PageHeading>
      {open.length === 0 ? (
        <EmptyState heading="Nobody is waiting">
          <p>Inactive users can ask to be activated from the mail that Forgot Password sends them. Their requests stand here.</p>
        </EmptyState>
      ) : (
        <OpenTable open={open} {...place} />
      )}
      {decided.length === 0 ? null : (
        <PageSection heading="Decided lately">
          <DecidedTable decided={decided} {...place} />
        </PageSection>
      )}
    </>
  )
}

function OpenTable({ open, paths, words, now }: Place & { open: readonly OpenRequest[] }) {
  const { usernameLabel: login } = words
  const columns = [...['Name', login, 'State', 'Asked'].map((label) => ({ label })), { label: 'Actions', hidden: true }]
  return (
    <Table caption="Open requests" columns={columns}>
      {open.map((request) => (
        <Row>
          <Cell heading>
            <a href={paths.activationRequest(request.id)}>
              {request.firstName} {request.lastName}
            </a>
          </Cell>
          <Cell label={login}>
            <Verbatim>{request.username}</Verbatim>
          </Cell>
          <Cell label="State">
            <StateBadge state={request.state} reason={request.reason} />
          </Cell>
          <Cell label="Asked">
            <Time at={request.createdAt} now={now} brief />
          </Cell>
          <ActionsCell>
            <DecisionButtons id={request.id} paths={paths} from="inbox" small />
          </ActionsCell>
        </Row>
      ))}
    </Table>
  )
}

const DECISIONS: Readonly<Record<RequestDecision, string>> = {
  approved: 'Approved',
  denied: 'Denied',
  settled: 'Activated another way',
}

function DecidedTable({ decided, paths, words, now }: Place & { decided: readonly ActivationRequest[] }) {
  const { usernameLabel: login } = words
  return (
    <Table caption="Decided requests" columns={['Name', login, 'Decision', 'When'].map((label) => ({ label }))}>
      {decided.map((request) => (
        <Row>
          <Cell heading>
            <a href={paths.user(request.accountId)}>
              {request.firstName} {request.lastName}
            </a>
          </Cell>
          <Cell label={login}>
            <Verbatim>{request.username}</Verbatim>
          </Cell>
          <Cell label="Decision">
            {DECISIONS[request.decision ?? 'settled']}
            {request.decidedBy === null ? null : <Sub>by {request.decidedBy}</Sub>}
          </Cell>
          <Cell label="When">{request.decidedAt ? <Time at={request.decidedAt} now={now} brief /> : ''}</Cell>
        </Row>
      ))}
    </Table>
  )
}
