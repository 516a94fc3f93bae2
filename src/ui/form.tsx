import type { Child, PropsWithChildren } from 'hono/jsx'
import type { FieldProblem } from '../domain/errors.ts'
import { fieldProblemWords } from './field-words.ts'
import { Icon } from './icons.tsx'
import { shownText } from './shown-text.ts'

export type FieldProps = {
  name: string
  label: string
  /** What was typed before; never a password. */
  value?: string | undefined
  problem?: FieldProblem | undefined
  hint?: Child
  autocomplete?: string | undefined
  /** Default true; false adds "optional" to the label. */
  required?: boolean | undefined
  /** Takes focus as the page opens, unless an error summary does. */
  autofocus?: boolean | undefined
  /** Default `field-<name>`; needed only where a page has two fields of one name. */
  id?: string | undefined
  /** Lengths in characters, for the words of a problem. */
  minimum?: number | undefined
  maximum?: number | undefined
  /** The part of what was typed that is wrong. */
  wrong?: string | undefined
}

type InputProps = FieldProps & {
  type: 'text' | 'email' | 'password'
  /** Names and keys: no capitals, no corrections, fixed-width letters. */
  verbatim?: boolean | undefined
  /** What the page scripts look for. */
  marks?: Readonly<Record<`data-${string}`, string>>
}

export function fieldId({ name, id }: { name: string; id?: string | undefined }): string {
  return id ?? `field-${name}`
}

export function describedBy({
  id,
  hint,
  problem,
}: {
  id: string
  hint: Child
  problem: FieldProblem | undefined
}): string | undefined {
  const ids = [problem === undefined ? '' : `${id}-problem`, hint === undefined ? '' : `${id}-hint`].filter((part) => part !== '')
  return ids.length === 0 ? undefined : ids.join(' ')
}

/** Label, hint and problem around a control; what every field is made of. */
export function FieldFrame({ field, children }: { field: FieldProps; children: Child }) {
  const id = fieldId(field)
  return (
    <div class={field.problem === undefined ? 'field' : 'field wrong'}>
      <label for={id}>
        {field.label}
        {field.required === false ? <span class="optional"> optional</span> : null}
      </label>
      {field.problem === undefined ? null : (
        <p class="problem" id={`${id}-problem`}>
          <Icon name="alert" />
          {fieldProblemWords(field.problem, field)}
        </p>
      )}
      {children}
      {field.hint === undefined ? null : <FieldHint id={`${id}-hint`}>{field.hint}</FieldHint>}
    </div>
  )
}

export function FieldHint({ id, children }: PropsWithChildren<{ id?: string | undefined }>) {
  return (
    <p class="hint" id={id}>
      {children}
    </p>
  )
}

function Input({ type, verbatim = false, marks = {}, ...field }: InputProps) {
  const id = fieldId(field)
  const literal = verbatim || type !== 'text'
  return (
    <input
      id={id}
      name={field.name}
      type={type}
      class={verbatim ? 'verbatim' : undefined}
      value={type === 'password' ? undefined : field.value}
      autocomplete={field.autocomplete}
      required={field.required !== false}
      autofocus={field.autofocus}
      autocapitalize={literal ? 'none' : undefined}
      spellcheck={literal ? false : undefined}
      aria-invalid={field.problem === undefined ? undefined : 'true'}
      aria-describedby={describedBy({ id, hint: field.hint, problem: field.problem })}
      {...marks}
    />
  )
}

/** One line of text. `verbatim` for usernames and keys. */
export function TextField({ verbatim, ...field }: FieldProps & Pick<InputProps, 'verbatim' | 'marks'>) {
  return (
    <FieldFrame field={field}>
      <Input {...field} type="text" verbatim={verbatim} />
    </FieldFrame>
  )
}

/** The name that an account signs in with; a stranger's text is shown without its control characters. */
export function UsernameField({ value, ...field }: Omit<FieldProps, 'name' | 'autocomplete'> & { value: string }) {
  return <TextField {...field} name="username" value={shownText(value)} autocomplete="username" verbatim />
}

/** `type=email` brings the right keyboard; whether it is an address, the server decides. */
export function EmailField(field: FieldProps) {
  return (
    <FieldFrame field={field}>
      <Input autocomplete="email" {...field} type="email" />
    </FieldFrame>
  )
}

/** Never refilled. The toggle appears with the page script. */
export function PasswordField(
  field: Omit<FieldProps, 'value' | 'autocomplete'> & { autocomplete: 'current-password' | 'new-password' },
) {
  return (
    <FieldFrame field={field}>
      <div class="with-toggle">
        <Input {...field} type="password" />
        <button
          type="button"
          class="toggle"
          data-show-password={fieldId(field)}
          aria-pressed="false"
          aria-label="Show password"
          hidden
        >
          <Icon name="eye" />
        </button>
      </div>
    </FieldFrame>
  )
}

/** Unseen: tells a password manager whose password the form changes (A08). The server never reads it. */
export function UsernameForManagers({ username }: { username: string }) {
  return <input type="text" autocomplete="username" value={username} readonly hidden />
}

/** The key of a mailed link: the page script puts it here from the address bar; without it a person pastes it. */
export function ActivationKeyField(field: Omit<FieldProps, 'label' | 'name' | 'autocomplete'> & { name?: string | undefined }) {
  const props = {
    hint: 'It is in the mail: a line of 43 letters, digits and signs.',
    ...field,
    name: field.name ?? 'key',
    label: 'Activation key',
    autocomplete: 'one-time-code',
  }
  return (
    <FieldFrame field={props}>
      <Input {...props} type="text" verbatim marks={{ 'data-activation-key': '' }} />
    </FieldFrame>
  )
}

export function SelectField({
  options,
  ...field
}: FieldProps & { options: readonly { value: string; label: string }[]; placeholder?: string | undefined }) {
  const id = fieldId(field)
  return (
    <FieldFrame field={field}>
      <select
        id={id}
        name={field.name}
        autocomplete={field.autocomplete}
        required={field.required !== false}
        aria-invalid={field.problem === undefined ? undefined : 'true'}
        aria-describedby={describedBy({ id, hint: field.hint, problem: field.problem })}
      >
        {field.placeholder === undefined ? null : (
          <option value="" selected={field.value === undefined || field.value === ''}>
            {field.placeholder}
          </option>
        )}
        {options.map((option) => (
          <option value={option.value} selected={option.value === field.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

export function HiddenField({ name, value }: { name: string; value: string }) {
  return <input type="hidden" name={name} value={value} />
}
