import type { Child } from 'hono/jsx'
import type { FieldProblem } from '../domain/errors.ts'
import { fieldProblemWords } from './field-words.ts'
import { FieldHint } from './form.tsx'
import { Icon } from './icons.tsx'

export type CheckboxProps = {
  readonly name: string
  readonly label: Child
  readonly checked?: boolean | undefined
  /** What the form sends where it is ticked; "yes" unless said otherwise. */
  readonly value?: string | undefined
  readonly hint?: Child
}

/** A box to tick; its whole line is the target. */
export function Checkbox({ name, label, checked = false, value = 'yes', hint }: CheckboxProps) {
  const id = `field-${name}-${value}`
  return (
    <div class="check">
      <input
        type="checkbox"
        id={id}
        name={name}
        value={value}
        checked={checked}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      <label for={id}>{label}</label>
      {hint === undefined ? null : <FieldHint id={`${id}-hint`}>{hint}</FieldHint>}
    </div>
  )
}

/** Several boxes under one question. Each has a name of its own, since a form that repeats a field is refused. */
export function CheckboxGroup({
  legend,
  name,
  hint,
  problem,
  wrong,
  options,
}: {
  legend: string
  /** Where the summary of errors leads. */
  name: string
  hint?: Child
  problem?: FieldProblem | undefined
  /** Which part of it is meant, where that has to be said. */
  wrong?: string | undefined
  options: readonly CheckboxProps[]
}) {
  return (
    <fieldset class={problem === undefined ? 'checks' : 'checks wrong'} id={`field-${name}`} tabindex={-1}>
      <legend>{legend}</legend>
      {hint === undefined ? null : <FieldHint>{hint}</FieldHint>}
      {problem === undefined ? null : (
        <p class="problem">
          <Icon name="alert" />
          {fieldProblemWords(problem, { label: legend, wrong })}
        </p>
      )}
      {options.map((option) => (
        <Checkbox {...option} />
      ))}
    </fieldset>
  )
}
