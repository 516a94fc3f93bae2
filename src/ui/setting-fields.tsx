import { describedBy, fieldId, FieldFrame, type FieldProps } from './form.tsx'

function attributes(field: FieldProps) {
  const id = fieldId(field)
  return {
    id,
    name: field.name,
    required: field.required !== false,
    autocomplete: 'off',
    'aria-invalid': field.problem === undefined ? undefined : ('true' as const),
    'aria-describedby': describedBy({ id, hint: field.hint, problem: field.problem }),
  }
}

/** A whole number: text with the keyboard for numbers, so that nothing is changed by scrolling over it. */
export function NumberField(field: FieldProps) {
  return (
    <FieldFrame field={field}>
      <input {...attributes(field)} type="text" inputmode="numeric" class="number" value={field.value} />
    </FieldFrame>
  )
}

/** Several lines, each an entry of its own. */
export function LinesField({ rows, ...field }: FieldProps & { rows: number }) {
  return (
    <FieldFrame field={field}>
      <textarea {...attributes(field)} rows={rows} class="verbatim" spellcheck={false} autocapitalize="none">
        {field.value}
      </textarea>
    </FieldFrame>
  )
}
