import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import { scopeWords, type ScopeChoices, type SubscriberEnd } from '../../domain/subscriber-scope.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/form.tsx'
import { BrokenBeforeAt, ButtonRow, Card, PageHeading, Toolbar, Verbatim } from '../../ui/page-parts.tsx'
import { STAFF } from '../../ui/paths.ts'
import { Refreshed, SearchForm } from '../../ui/search.tsx'
import { capitalized, shownText } from '../../ui/shown-text.ts'
import { ActionsCell, Cell, Chip, Chips, EmptyState, Pager, Row, Sub, Table } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'
import { Time } from '../../ui/time.tsx'

type Filter = 'active' | 'pending' | 'failing' | 'ended'

type Listed = {
  readonly id: string
  readonly kind: 'mail' | 'webhook'
  readonly address: string
  readonly scope: Parameters<typeof scopeWords>[0]
  readonly state: 'pending' | 'active' | 'ended'
  readonly createdAt: Date
  readonly endReason: SubscriberEnd | null
  readonly failingSince: Date | null
  readonly lastError: string | null
  readonly waiting: number
  readonly lastSentAt: Date | null
}

export type SubscribersPage = {
  readonly subscribers: readonly Listed[]
  readonly counts: Readonly<Record<Filter | 'mails' | 'webhooks', number>>
  readonly next: string | null
  readonly search: string
  readonly filter: Filter
  readonly choices: ScopeChoices
  readonly now: Date
}

const FILTERS: readonly (readonly [Filter, string])[] = [
  ['active', 'Active'],
  ['failing', 'Failing'],
  ['pending', 'Not confirmed'],
  ['ended', 'Ended'],
]

/** Staff > Subscribers: who hears of the status, and whom we can't reach. */
export function SubscribersView(page: SubscribersPage) {
  const { subscribers, counts, next, search, filter } = page
  return (
    <>
      <PageHeading sub={`${counted(counts.mails, 'subscriber')} by mail, ${counted(counts.webhooks, 'webhook')}`}>
        Subscribers
      </PageHeading>
      <div class="list-tools">
        <Toolbar>
          <SearchForm
            action={STAFF.subscribers}
            label="Search subscribers"
            placeholder="Part of the address"
            value={search}
            keep={filter === 'active' ? {} : { show: filter }}
          />
        </Toolbar>
        <Refreshed id="subscriber-states">
          <Chips label="State">
            {FILTERS.map(([name, label]) => (
              <Chip label={label} count={counts[name]} href={addressOf({ filter: name, search })} current={name === filter} />
            ))}
          </Chips>
        </Refreshed>
      </div>
      <Refreshed id="subscriber-list">
        {subscribers.length === 0 ? <Nobody {...page} /> : <SubscriberTable {...page} />}
        <Pager previous={null} next={next === null ? null : addressOf({ filter, search, before: next })} />
      </Refreshed>
    </>
  )
}

function addressOf({ filter, search, before }: { filter: Filter; search: string; before?: string }): string {
  const query = new URLSearchParams({
    ...(filter !== 'active' && { show: filter }),
    ...(search !== '' && { q: search }),
    ...(before !== undefined && { before }),
  })
  return query.size === 0 ? STAFF.subscribers : `${STAFF.subscribers}?${query.toString()}`
}

function Nobody({ search, filter }: SubscribersPage) {
  if (search !== '') {
    return (
      <EmptyState heading="Nobody found">
        <p>
          No address like “{shownText(search)}” here. <a href={addressOf({ filter, search: '' })}>Show all</a>
        </p>
      </EmptyState>
    )
  }
  const words: Readonly<Record<Filter, string>> = {
    active: 'Whoever subscribes on the status page, and confirms it, stands here.',
    failing: 'Everybody can be reached.',
    pending: 'Nobody has asked without confirming it.',
    ended: 'Nobody has left within the last 30 days.',
  }
  return (
    <EmptyState heading="Nobody here">
      <p>{words[filter]}</p>
    </EmptyState>
  )
}

const END_WORDS: Readonly<Record<SubscriberEnd, string>> = {
  unsubscribed: 'Unsubscribed',
  bounced: 'Mail refused',
  unreachable: 'Webhook unreachable',
  removed: 'Removed by an operator',
}

const LOOK = { pending: 'pending_activation', active: 'active', ended: 'inactive' } as const
const STATE_WORDS = { pending: 'Not confirmed', active: 'Active', ended: 'Ended' } as const

function SubscriberTable({ subscribers, choices, now }: SubscribersPage) {
  const columns = ['Address', 'Gets', 'State', 'Last sent', 'Since'].map((label) => ({ label }))
  return (
    <Table caption="Subscribers" columns={[...columns, { label: 'Actions', hidden: true }]}>
      {subscribers.map((one) => (
        <Row>
          <Cell heading>
            {one.kind === 'mail' ? <BrokenBeforeAt address={one.address} /> : <span class="address">{one.address}</span>}
            <Sub>{one.kind === 'mail' ? 'Mail' : 'Webhook'}</Sub>
          </Cell>
          <Cell label="Gets">{capitalized(scopeWords(one.scope, choices))}</Cell>
          <Cell label="State">
            <span class={`state ${LOOK[one.state]}`}>{STATE_WORDS[one.state]}</span>
            {one.endReason === null ? null : <Sub>{END_WORDS[one.endReason]}</Sub>}
            {one.failingSince === null || one.state === 'ended' ? null : (
              <Sub>
                Failing since <Time at={one.failingSince} now={now} brief />: {one.lastError}
              </Sub>
            )}
          </Cell>
          <Cell label="Last sent">
            {one.lastSentAt === null ? 'never' : <Time at={one.lastSentAt} now={now} brief />}
            {one.waiting === 0 ? null : <Sub>{one.waiting} waiting</Sub>}
          </Cell>
          <Cell label="Since">
            <Time at={one.createdAt} now={now} brief />
          </Cell>
          <ActionsCell>
            {one.state === 'ended' ? null : (
              <ButtonLink href={STAFF.removeSubscriber(one.id)} tone="quiet" small plain>
                Remove
              </ButtonLink>
            )}
          </ActionsCell>
        </Row>
      ))}
    </Table>
  )
}

type RemovalForm = { readonly id: string; readonly address: string; readonly reason: string; readonly refusal: Refusal | null }

/** Says what will happen, and to whom, before it does. */
export function RemoveSubscriberView({ id, address, reason, refusal }: RemovalForm) {
  const field = { label: 'Reason', maximum: 500 }
  return (
    <Card>
      <PageHeading sub="Nothing more is sent there. Whoever reads there may subscribe again.">Remove subscriber</PageHeading>
      <p>
        <Verbatim>{address}</Verbatim>
      </p>
      <RefusalSummary refusal={refusal} fields={{ reason: field }} />
      <Form action={STAFF.removeSubscriber(id)}>
        <TextField
          {...field}
          name="reason"
          value={shownText(reason)}
          problem={fieldProblemsOf(refusal)['reason']}
          hint="Kept in the audit trail."
        />
        <ButtonRow>
          <SubmitButton>Remove</SubmitButton>
          <ButtonLink href={STAFF.subscribers} tone="quiet">
            Keep
          </ButtonLink>
        </ButtonRow>
      </Form>
    </Card>
  )
}
