import type { FieldProblem } from '../../domain/errors.ts'
import { COMPONENT_STATES, type IncidentImpact, type UpdateStatus } from '../../domain/service-status.ts'
import { fieldProblemWords } from '../../ui/field-words.ts'
import { Icon } from '../../ui/icons.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { Disclosure } from '../../ui/page-parts.tsx'
import { SERVICE_STATE_WORDS } from '../../ui/service-state.tsx'
import { UPDATE_WORDS } from '../../ui/service-words.ts'
import { Time } from '../../ui/time.tsx'

export const IMPACT_WORDS: Readonly<Record<IncidentImpact, string>> = {
  none: 'None',
  minor: 'Minor',
  major: 'Major',
  critical: 'Critical',
}

/** What an incident can put a component into. */
const INCIDENT_STATES = COMPONENT_STATES.filter((state) => state !== 'under_maintenance')

export type ChoosableComponent = { readonly id: string; readonly name: string; readonly group: string | null }

/** Of each component whether it is affected, and how badly. `present`: of those that are named already. */
export function AffectedField(props: {
  components: readonly ChoosableComponent[]
  chosen: Readonly<Record<string, string>>
  present: Readonly<Record<string, string>>
  /** Ids of those whose group is open in any case. */
  named: readonly string[]
  problem: FieldProblem | undefined
  wrong: string | undefined
}) {
  const { components, chosen, present, named, problem, wrong } = props
  const groups = [...Map.groupBy(components, ({ group }) => group ?? 'Others')]
  return (
    <fieldset class={problem === undefined ? 'affected' : 'affected wrong'} id="field-components" tabindex={-1}>
      <legend>Affected components</legend>
      {problem === undefined ? null : (
        <p class="problem">
          <Icon name="alert" />
          {fieldProblemWords(problem, { label: 'Affected components', wrong })}
        </p>
      )}
      {groups.map(([group, members]) => (
        <details open={members.some(({ id }) => named.includes(id) || (chosen[id] ?? present[id] ?? '') !== '')}>
          <summary>
            {group} <span class="muted">{members.map(({ name }) => name).join(', ')}</span>
          </summary>
          <div class="affected-rows">
            {members.map(({ id, name }) => (
              <div>
                <label for={`field-component-${id}`}>{name}</label>
                <StateSelect id={id} value={chosen[id] ?? present[id] ?? ''} isNamed={present[id] !== undefined} />
              </div>
            ))}
          </div>
        </details>
      ))}
    </fieldset>
  )
}

function StateSelect({ id, value, isNamed }: { id: string; value: string; isNamed: boolean }) {
  return (
    <select id={`field-component-${id}`} name={`component-${id}`} autocomplete="off">
      {isNamed ? null : (
        <option value="" selected={value === ''}>
          Not affected
        </option>
      )}
      {INCIDENT_STATES.map((state) => (
        <option value={state} selected={value === state}>
          {SERVICE_STATE_WORDS[state]}
        </option>
      ))}
    </select>
  )
}

export function ImpactBadge({ impact }: { impact: string }) {
  return <span class={`impact ${impact}`}>{impact in IMPACT_WORDS ? `Impact ${impact}` : 'Maintenance'}</span>
}

export type TimelineUpdate = {
  readonly id: string
  readonly status: UpdateStatus
  readonly body: string
  readonly writtenBy: string
  readonly displayAt: Date
  readonly correctedAt: Date | null
  readonly former: readonly { readonly body: string; readonly until: string }[]
}

/** What was said, the newest first, by whom; what was corrected shows what it said before. */
export function Timeline({
  updates,
  now,
  correct,
}: {
  updates: readonly TimelineUpdate[]
  now: Date
  /** Where each is corrected. */
  correct: (id: string) => string
}) {
  return (
    <ol class="timeline">
      {updates.map((update, index) => (
        <li>
          <h3>{UPDATE_WORDS[update.status]}</h3>
          <Markdown text={update.body} />
          <p class="muted">
            <Time at={update.displayAt} now={now} brief /> by {update.writtenBy}
            {' · '}
            <a href={correct(update.id)} aria-label={`Correct update ${updates.length - index}`}>
              Correct
            </a>
          </p>
          {update.correctedAt === null ? null : (
            <Disclosure
              summary={
                <span>
                  Corrected <Time at={update.correctedAt} now={now} brief />
                </span>
              }
            >
              {update.former.map(({ body }) => (
                <div class="former">
                  <p class="muted">It said before:</p>
                  <Markdown text={body} />
                </div>
              ))}
            </Disclosure>
          )}
        </li>
      ))}
    </ol>
  )
}

/** A text of several lines exactly as programs get it. */
export function CodeBlock({ label, text }: { label: string; text: string }) {
  return (
    <pre class="code-block" tabindex={0} aria-label={label}>
      <code>{text}</code>
    </pre>
  )
}
