import type { FieldProblems } from '../../domain/errors.ts'
import { LONGEST_BODY, LONGEST_TITLE } from '../../domain/status-text.ts'
import { Checkbox, CheckboxGroup } from '../../ui/checkbox.tsx'
import type { FieldWords } from '../../ui/field-words.ts'
import { HiddenField, SelectField, TextField } from '../../ui/form.tsx'
import { MomentField, ZoneField } from '../../ui/moment-fields.tsx'
import { TextAreaField } from '../../ui/text-area.tsx'
import type { ChoosableComponent } from './parts-views.tsx'

export const WINDOW_FIELDS = ['from', 'fromOccurrence', 'until', 'untilOccurrence', 'zone'] as const
export const MAINTENANCE_FIELDS = [
  ...WINDOW_FIELDS,
  'name',
  'body',
  'kind',
  'closes',
  'completes',
  'deliver',
  'version',
  'do',
] as const

export type TypedWindow = Readonly<Record<(typeof WINDOW_FIELDS)[number], string>>
export type TypedMaintenance = Readonly<Record<(typeof MAINTENANCE_FIELDS)[number], string>> & {
  /** Those that are ticked, by id. */
  readonly components: Readonly<Record<string, string>>
}

export const MAINTENANCE_WORDS = {
  name: { label: 'Title', maximum: LONGEST_TITLE },
  from: { label: 'Start' },
  until: { label: 'End' },
  zone: { label: 'Time zone of these times' },
  components: { label: 'Components' },
  kind: { label: 'Kind' },
  completes: { label: 'It ends' },
  body: { label: 'Message', maximum: LONGEST_BODY },
  status: { label: 'Status' },
} as const satisfies Readonly<Record<string, FieldWords>>

export type MaintenanceFormPart = {
  readonly typed: TypedMaintenance
  readonly problems: FieldProblems
  readonly wrong: Readonly<Record<string, string>>
  readonly components: readonly ChoosableComponent[]
}

/** Everything that is said when a maintenance is planned. */
export function MaintenanceFields({ typed, problems, wrong, components }: MaintenanceFormPart) {
  const field = (name: keyof typeof MAINTENANCE_WORDS) => ({
    name,
    ...MAINTENANCE_WORDS[name],
    wrong: wrong[name],
    problem: problems[name],
  })
  return (
    <>
      <TextField {...field('name')} value={typed.name} autocomplete="off" />
      <WindowFields typed={typed} problems={problems} wrong={wrong} />
      <CheckboxGroup
        legend={MAINTENANCE_WORDS.components.label}
        name="components"
        problem={problems['components']}
        wrong={wrong['components']}
        options={boxesOf(components, typed.components)}
      />
      <SelectField
        {...field('kind')}
        value={typed.kind}
        options={[
          { value: 'maintenance', label: 'Maintenance' },
          { value: 'release', label: 'Release without downtime: closes nothing, changes no state' },
        ]}
      />
      <SelectField
        {...field('completes')}
        value={typed.completes}
        options={[
          { value: 'by_clock', label: 'By itself, at its planned end' },
          { value: 'by_person', label: 'When somebody completes it, a day after its planned end at the latest' },
        ]}
      />
      <ClosesBox closes={typed.closes} />
      <TextAreaField
        {...field('body')}
        value={typed.body}
        hint="Markdown. What people will notice, and what they need not worry about."
      />
      <Checkbox name="deliver" label="Tell subscribers" checked={typed.deliver !== ''} />
    </>
  )
}

function boxesOf(components: readonly ChoosableComponent[], chosen: Readonly<Record<string, string>>) {
  return components.map(({ id, name }) => ({ name: `component-${id}`, label: name, checked: (chosen[id] ?? '') !== '' }))
}

function ClosesBox({ closes }: { closes: string }) {
  return (
    <Checkbox
      name="closes"
      label="Close the platforms meanwhile"
      checked={closes !== ''}
      hint="Nobody signs in there while it runs, but operators with a pass."
    />
  )
}

export type TypedEdit = Pick<TypedMaintenance, 'name' | 'closes' | 'components'>

/** What one that stands is called; before it begins also what it is of. Null: that is not asked for any more. */
export function EditFields({
  typed,
  problems,
  wrong,
  parts,
  prefix,
}: Pick<MaintenanceFormPart, 'problems' | 'wrong'> & {
  typed: TypedEdit
  parts: { readonly components: readonly ChoosableComponent[]; readonly isRelease: boolean } | null
  prefix: string
}) {
  const { name, components } = MAINTENANCE_WORDS
  return (
    <>
      <TextField
        name="name"
        id={`field-${prefix}name`}
        {...name}
        wrong={wrong['name']}
        problem={problems['name']}
        value={typed.name}
        autocomplete="off"
      />
      {parts ? (
        <>
          <HiddenField name="asks" value="parts" />
          <CheckboxGroup
            legend={components.label}
            name={`${prefix}components`}
            problem={problems['components']}
            wrong={wrong['components']}
            options={boxesOf(parts.components, typed.components)}
          />
          {parts.isRelease ? null : <ClosesBox closes={typed.closes} />}
        </>
      ) : null}
    </>
  )
}

type WindowPart = {
  readonly typed: TypedWindow
  readonly problems: FieldProblems
  readonly wrong: Readonly<Record<string, string>>
  /** Before each id, where a page has several of these. */
  readonly prefix?: string
}

export function WindowFields({ typed, problems, wrong, prefix = '' }: WindowPart) {
  return (
    <>
      <div class="side-by-side">
        {(['from', 'until'] as const).map((name) => (
          <div>
            <MomentField
              name={name}
              id={`field-${prefix}${name}`}
              {...MAINTENANCE_WORDS[name]}
              wrong={wrong[name]}
              problem={problems[name]}
              value={{ text: typed[name], zone: typed.zone, occurrence: typed[`${name}Occurrence`] }}
            />
          </div>
        ))}
      </div>
      <ZoneField value={typed.zone} problem={problems['zone']} id={`field-${prefix}zone`} />
    </>
  )
}
