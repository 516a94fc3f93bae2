import { describedBy, fieldId, FieldFrame, type FieldProps } from './form.tsx'

/** Several lines of running text. */
export function TextAreaField({ rows = 6, ...field }: FieldProps & { rows?: number }) {
  const id = fieldId(field)
  return (
    <FieldFrame field={field}>
      <textarea
        id={id}
        name={field.name}
        rows={rows}
        required={field.required !== false}
        autocomplete="off"
        aria-invalid={field.problem === undefined ? undefined : 'true'}
        aria-describedby={describedBy({ id, hint: field.hint, problem: field.problem })}
      >
        {field.value}
      </textarea>
    </FieldFrame>
  )
}
