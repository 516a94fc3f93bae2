import type { FieldProblems } from '../../domain/errors.ts'
import { EmailField, TextField } from '../../ui/form.tsx'
import { shownText } from '../../ui/shown-text.ts'

export const NAME_FIELDS = {
  firstName: { label: 'First name', maximum: 100 },
  lastName: { label: 'Last name', maximum: 100 },
} as const

export const PERSON_FIELDS = { ...NAME_FIELDS, email: { label: 'E-mail address', maximum: 254 } } as const

type Words = { readonly label: string; readonly maximum?: number }
type AskedField = Words & {
  readonly name: string
  readonly value: string
  readonly problem: FieldProblems[string] | undefined
  readonly autocomplete: 'off'
}
type Typed<Name extends string> = { readonly [Each in Name]: string }

/** The fields of a form about somebody else, by their names: what was typed, what is wrong with it, and nothing that the browser fills in. */
export function fieldsOf<Name extends string>(
  words: { readonly [Each in Name]: Words },
  { typed, problems }: { typed: Typed<NoInfer<Name>>; problems: FieldProblems },
) {
  return (name: Name): AskedField => ({
    name,
    ...words[name],
    value: shownText(typed[name]),
    problem: problems[name],
    autocomplete: 'off',
  })
}

/** What is asked of everybody who is added. */
export function NewPersonFields(of: { field: (name: keyof typeof PERSON_FIELDS) => AskedField; autofocus: boolean }) {
  return (
    <>
      <TextField {...of.field('firstName')} autofocus={of.autofocus} />
      <TextField {...of.field('lastName')} />
      <EmailField {...of.field('email')} hint="The welcome mail goes here. Links in it are for its reader only." />
    </>
  )
}
