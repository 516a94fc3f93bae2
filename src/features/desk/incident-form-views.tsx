import type { FieldProblems } from '../../domain/errors.ts'
import { INCIDENT_IMPACTS, INCIDENT_STATUSES, type IncidentStatus } from '../../domain/service-status.ts'
import { LONGEST_BODY, LONGEST_TITLE } from '../../domain/status-text.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import type { FieldWords } from '../../ui/field-words.ts'
import { SelectField, TextField } from '../../ui/form.tsx'
import { MomentField, ZoneField } from '../../ui/moment-fields.tsx'
import { Disclosure } from '../../ui/page-parts.tsx'
import { UPDATE_WORDS } from '../../ui/service-words.ts'
import { TextAreaField } from '../../ui/text-area.tsx'
import { AffectedField, IMPACT_WORDS, type ChoosableComponent } from './parts-views.tsx'

export const INCIDENT_FIELDS = [
  'name',
  'impact',
  'status',
  'body',
  'startedAt',
  'startedAtOccurrence',
  'displayAt',
  'displayAtOccurrence',
  'zone',
  'deliver',
  'version',
  'do',
] as const

/** What was typed, as it was typed; components by id. */
export type TypedIncident = Readonly<Record<(typeof INCIDENT_FIELDS)[number], string>> & {
  readonly components: Readonly<Record<string, string>>
}

export const INCIDENT_WORDS = {
  name: { label: 'Title', maximum: LONGEST_TITLE },
  impact: { label: 'Impact' },
  status: { label: 'Status' },
  body: { label: 'Message', maximum: LONGEST_BODY },
  components: { label: 'Affected components' },
  startedAt: { label: 'It began at' },
  displayAt: { label: 'Show the update as of' },
  zone: { label: 'Time zone of these times' },
} as const satisfies Readonly<Record<string, FieldWords>>

/** The words of the fields with what is wrong in each. */
export function withWrong(
  words: Readonly<Record<string, FieldWords>>,
  wrong: Readonly<Record<string, string>>,
): Readonly<Record<string, FieldWords>> {
  return Object.fromEntries(Object.entries(words).map(([name, one]) => [name, { ...one, wrong: wrong[name] }]))
}

export type IncidentFormPart = {
  readonly typed: TypedIncident
  readonly problems: FieldProblems
  readonly wrong: Readonly<Record<string, string>>
  readonly components: readonly ChoosableComponent[]
  /** State by component, of those that the incident names already. */
  readonly present: Readonly<Record<string, string>>
  /** Ids of those to think of, whatever they are in. */
  readonly named?: readonly string[]
  readonly statuses: readonly IncidentStatus[]
}

/** Everything that can be said of an incident at once. */
export function IncidentFields({ typed, problems, wrong, components, present, named = [], statuses }: IncidentFormPart) {
  const field = (name: keyof typeof INCIDENT_WORDS) => ({
    name,
    ...INCIDENT_WORDS[name],
    wrong: wrong[name],
    problem: problems[name],
  })
  const moment = (name: 'startedAt' | 'displayAt') => ({
    ...field(name),
    value: { text: typed[name], zone: typed.zone, occurrence: typed[`${name}Occurrence`] },
    required: false,
  })
  const isDated = [typed.startedAt, typed.displayAt].some((text) => text !== '') || problems['zone'] !== undefined
  return (
    <>
      <TextField {...field('name')} value={typed.name} autocomplete="off" />
      <div class="side-by-side">
        <SelectField
          {...field('status')}
          value={typed.status}
          options={statuses.map((status) => ({ value: status, label: UPDATE_WORDS[status] }))}
        />
        <SelectField
          {...field('impact')}
          value={typed.impact}
          placeholder={typed.impact === '' ? 'Choose' : undefined}
          options={INCIDENT_IMPACTS.map((impact) => ({ value: impact, label: IMPACT_WORDS[impact] }))}
        />
      </div>
      <TextAreaField
        {...field('body')}
        value={typed.body}
        hint="Markdown. What people notice, what you know, when you will say more."
      />
      <AffectedField
        components={components}
        chosen={typed.components}
        present={present}
        named={named}
        problem={problems['components']}
        wrong={wrong['components']}
      />
      <Disclosure summary="Back-dating" open={isDated}>
        <MomentField {...moment('startedAt')} hint="Left empty: now, or as it was said before." />
        <MomentField {...moment('displayAt')} hint="Left empty: now. Never before the update before it." />
        <ZoneField value={typed.zone} problem={problems['zone']} />
      </Disclosure>
      <Checkbox name="deliver" label="Tell subscribers" checked={typed.deliver !== ''} />
    </>
  )
}

/** Those that an open incident may have, and the one that ends it. */
export const OPEN_STATUSES: readonly IncidentStatus[] = INCIDENT_STATUSES.filter(
  (status) => status !== 'resolved' && status !== 'postmortem',
)
export const UPDATE_STATUSES: readonly IncidentStatus[] = INCIDENT_STATUSES.filter((status) => status !== 'postmortem')
