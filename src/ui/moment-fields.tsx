import type { FieldProblem } from '../domain/errors.ts'
import type { TypedMoment } from '../domain/zoned-time.ts'
import { describedBy, fieldId, FieldFrame, type FieldProps, SelectField } from './form.tsx'

type MomentProps = Omit<FieldProps, 'value' | 'autocomplete'> & { value: TypedMoment }

/** A day and a time of a form's zone; where clocks are set back and it comes twice, which of the two. */
export function MomentField({ value, ...field }: MomentProps) {
  const id = fieldId(field)
  return (
    <>
      <FieldFrame field={field}>
        <input
          id={id}
          name={field.name}
          type="datetime-local"
          value={value.text}
          required={field.required !== false}
          aria-invalid={field.problem === undefined ? undefined : 'true'}
          aria-describedby={describedBy({ id, hint: field.hint, problem: field.problem })}
        />
      </FieldFrame>
      {field.problem === 'time_twice' || value.occurrence !== '' ? (
        <SelectField
          name={`${field.name}Occurrence`}
          label={`${field.label}: which of the two`}
          value={value.occurrence}
          placeholder="Choose"
          options={[
            { value: 'first', label: 'The first, before clocks are set back' },
            { value: 'second', label: 'The second, after it' },
          ]}
        />
      ) : null}
    </>
  )
}

/** The zone of a form's times. Unless one was chosen, the page's script offers the reader's own. */
export function ZoneField({ value, problem, id: given }: { value: string; problem?: FieldProblem | undefined; id?: string }) {
  const field = { name: 'zone', label: 'Time zone of these times', problem, id: given }
  const id = fieldId(field)
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
  const chosen = zones.includes(value) ? value : 'UTC'
  return (
    <FieldFrame field={field}>
      <select
        id={id}
        name="zone"
        autocomplete="off"
        data-guess-zone={value === '' ? '' : undefined}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={describedBy({ id, hint: undefined, problem })}
      >
        {zones.map((zone) => (
          <option value={zone} selected={zone === chosen}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
