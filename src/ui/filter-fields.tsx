import type { Child, PropsWithChildren } from 'hono/jsx'
import type { FieldProblem } from '../domain/errors.ts'
import { fieldProblemWords } from './field-words.ts'
import { fieldId } from './form.tsx'
import { Icon } from './icons.tsx'

type FilterProps = {
  name: string
  label: string
  value: string
  problem?: FieldProblem | undefined
  maximum?: number | undefined
}

/** A GET form of several fields, none of which must be filled; the address holds what was asked for. */
export function FilterForm({ action, label, children }: PropsWithChildren<{ action: string; label: string }>) {
  return (
    <form class="filters" role="search" method="get" action={action} aria-label={label} novalidate>
      {children}
    </form>
  )
}

export function FilterText({ placeholder, ...field }: FilterProps & { placeholder?: string | undefined }) {
  return (
    <Frame field={field}>
      <input
        {...attributesOf(field)}
        type="text"
        value={field.value}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
      />
    </Frame>
  )
}

/** A day and a time of day, `2026-11-23T14:05`; the label says of which zone. */
export function FilterMoment(field: FilterProps) {
  return (
    <Frame field={field}>
      <input {...attributesOf(field)} type="datetime-local" value={field.value} />
    </Frame>
  )
}

export type FilterGroup = { readonly label: string; readonly options: readonly { value: string; label: string }[] }

/** `anything` is the words for no choice. */
export function FilterSelect({ anything, groups, ...field }: FilterProps & { anything: string; groups: readonly FilterGroup[] }) {
  return (
    <Frame field={field}>
      <select {...attributesOf(field)}>
        <option value="">{anything}</option>
        {groups.map((group) => (
          <optgroup label={group.label}>
            {group.options.map(({ value, label }) => (
              <option value={value} selected={value === field.value}>
                {label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </Frame>
  )
}

function attributesOf({ name, problem }: FilterProps) {
  const id = fieldId({ name })
  return {
    id,
    name,
    'aria-invalid': problem === undefined ? undefined : ('true' as const),
    'aria-describedby': problem === undefined ? undefined : `${id}-problem`,
  }
}

function Frame({ field, children }: { field: FilterProps; children: Child }) {
  const id = fieldId(field)
  return (
    <div class={field.problem === undefined ? 'field' : 'field wrong'}>
      <label for={id}>{field.label}</label>
      {field.problem === undefined ? null : (
        <p class="problem" id={`${id}-problem`}>
          <Icon name="alert" />
          {fieldProblemWords(field.problem, field)}
        </p>
      )}
      {children}
    </div>
  )
}
