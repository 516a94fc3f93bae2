import type { FieldProblems, Refusal } from '../../domain/errors.ts'
import type { ProbeState } from '../../domain/probe-damping.ts'
import { COMPONENT_STATES, type ShownState } from '../../domain/service-status.ts'
import { LONGEST_NOTE } from '../../domain/status-text.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { DESK } from '../../ui/desk-paths.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { HiddenField, SelectField } from '../../ui/form.tsx'
import { ButtonRow, Card, Facts, PageHeading, PageSection } from '../../ui/page-parts.tsx'
import { SERVICE_STATE_WORDS, ServiceState } from '../../ui/service-state.tsx'
import { Cell, Row, Sub, Table } from '../../ui/table.tsx'
import { TextAreaField } from '../../ui/text-area.tsx'
import { Time } from '../../ui/time.tsx'
import { ChangedMeanwhile } from './incident-views.tsx'

export type ComponentEntry = {
  readonly id: string
  readonly name: string
  readonly group: string | null
  readonly state: ShownState
  readonly present: {
    readonly incidents: readonly string[]
    readonly inMaintenance: boolean
    readonly person: ShownState | null
    readonly probe: ShownState | null
  } | null
  readonly word: {
    readonly id: number
    readonly state: ShownState
    readonly note: string | null
    readonly setBy: string | null
    readonly startedAt: Date
  } | null
  readonly probes: readonly {
    readonly target: string
    readonly state: ProbeState
    readonly since: Date
    readonly lastError: string | null
  }[]
}

/** Every component: what it is in, why, and what probes see. */
export function ComponentListView({ components, now }: { components: readonly ComponentEntry[]; now: Date }) {
  const columns = ['Component', 'State', 'Why', 'Probes'].map((label) => ({ label }))
  return (
    <>
      <p>
        <a href={DESK.incidents}>Back to the incidents</a>
      </p>
      <PageHeading sub="An incident outranks maintenance, maintenance a person’s word, and that word outranks probes.">
        Components
      </PageHeading>
      <Table caption="Components" columns={columns}>
        {components.map((one) => (
          <Row>
            <Cell heading>
              <a href={DESK.component(one.id)}>{one.name}</a>
              <Sub>{one.group}</Sub>
            </Cell>
            <Cell label="State">
              <ServiceState state={one.state} />
            </Cell>
            <Cell label="Why">
              <Why component={one} now={now} />
            </Cell>
            <Cell label="Probes">{probeWords(one)}</Cell>
          </Row>
        ))}
      </Table>
    </>
  )
}

function Why({ component: { present, word }, now }: { component: ComponentEntry; now: Date }) {
  if (present !== null && present.incidents.length > 0) {
    return <>{present.incidents.length === 1 ? 'An open incident' : `${present.incidents.length} open incidents`}</>
  }
  if (present?.inMaintenance) return <>Maintenance</>
  if (word) {
    return (
      <>
        {word.setBy ?? 'Somebody'} said so
        <Sub>
          <Time at={word.startedAt} now={now} brief />
          {word.note === null ? null : `: ${word.note}`}
        </Sub>
      </>
    )
  }
  return <>{present?.probe ? 'Probes' : 'Nothing to the contrary'}</>
}

function probeWords({ probes }: ComponentEntry): string {
  if (probes.length === 0) return 'None'
  const down = probes.filter(({ state }) => state === 'down' || state === 'degraded').length
  if (down > 0) return `${down} of ${probes.length} see a problem`
  const up = probes.filter(({ state }) => state === 'up').length
  return up === probes.length ? 'Up' : 'Not heard yet'
}

export type ComponentPageProps = {
  readonly component: ComponentEntry
  readonly typed: { readonly state: string; readonly note: string }
  readonly problems: FieldProblems
  readonly refusal: Refusal | null
  readonly now: Date
}

const WORDS = { state: { label: 'State' }, note: { label: 'Note for operators', maximum: LONGEST_NOTE } } as const

/** One component: a person's word on it, set and taken back. */
export function ComponentView({ component, typed, problems, refusal, now }: ComponentPageProps) {
  const { name, state, probes } = component
  return (
    <>
      <p>
        <a href={DESK.components}>Back to the components</a>
      </p>
      <PageHeading sub={<ServiceState state={state} />}>{name}</PageHeading>
      {refusal ? <ChangedMeanwhile what="component" /> : null}
      <ErrorSummary problems={problems} fields={WORDS} />
      <Card>
        <Facts
          facts={[
            ['Why', <Why component={component} now={now} />],
            ...probes.map(
              ({ target, state: seenState, since, lastError }) =>
                [
                  target,
                  <>
                    {seenState === 'unknown' ? 'not heard yet' : seenState} <Time at={since} now={now} brief />
                    {lastError === null ? null : <Sub>{lastError}</Sub>}
                  </>,
                ] as const,
            ),
          ]}
        />
      </Card>
      <WordPart component={component} typed={typed} problems={problems} />
    </>
  )
}

function WordPart({
  component: { id, name, word },
  typed,
  problems,
}: Pick<ComponentPageProps, 'component' | 'typed' | 'problems'>) {
  const seen = String(word?.id ?? 0)
  return (
    <PageSection
      heading={word ? 'Change your word' : 'Say what it is in'}
      sub="It counts until it is taken back, whatever probes see. For what people should read about, open an incident."
    >
      <Form action={DESK.component(id)}>
        <HiddenField name="seen" value={seen} />
        <SelectField
          name="state"
          {...WORDS.state}
          problem={problems['state']}
          value={typed.state}
          placeholder={typed.state === '' ? 'Choose' : undefined}
          options={COMPONENT_STATES.map((one) => ({ value: one, label: SERVICE_STATE_WORDS[one] }))}
        />
        <TextAreaField
          name="note"
          {...WORDS.note}
          problem={problems['note']}
          value={typed.note}
          rows={2}
          required={false}
          hint="Not public."
        />
        <ButtonRow>
          <SubmitButton>Set state</SubmitButton>
          {word ? (
            <ConfirmDialog
              id="clear-state"
              label="Leave it to probes"
              heading={`Leave ${name} to probes?`}
              action={DESK.clearComponent(id)}
              fields={{ seen }}
              tone="quiet"
            >
              <p>
                Its state follows from probes again, and from incidents and maintenance. Where no probe watches it, it is
                operational.
              </p>
            </ConfirmDialog>
          ) : (
            <ButtonLink tone="quiet" href={DESK.newIncident}>
              Open an incident
            </ButtonLink>
          )}
        </ButtonRow>
      </Form>
    </PageSection>
  )
}
