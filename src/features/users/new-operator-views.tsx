import type { FieldProblems } from '../../domain/errors.ts'
import { LONGEST_CHOSEN } from '../../domain/username.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { EmailField, TextField } from '../../ui/form.tsx'
import { ButtonRow, Card, PageHeading } from '../../ui/page-parts.tsx'
import { STAFF } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'

const FIELDS = {
  firstName: { label: 'First name', maximum: 100 },
  lastName: { label: 'Last name', maximum: 100 },
  email: { label: 'E-mail address', maximum: 254 },
  username: { label: 'Username', maximum: LONGEST_CHOSEN },
} as const

export type TypedOperator = { readonly [Name in keyof typeof FIELDS]: string }

/** Staff > People > Add operator: all of them may do the same, so there is no role to choose. */
export function NewOperatorView({ typed, problems }: { typed: TypedOperator; problems: FieldProblems }) {
  const field = (name: keyof typeof FIELDS) => ({
    name,
    ...FIELDS[name],
    value: shownText(typed[name]),
    problem: problems[name],
    autocomplete: 'off',
  })
  const isFresh = Object.keys(problems).length === 0
  return (
    <>
      <PageHeading sub="They get a mail with a link, choose their own password, and may then do all that you may.">
        Add operator
      </PageHeading>
      <Card>
        <ErrorSummary problems={problems} fields={FIELDS} />
        <Form action={STAFF.newUser}>
          <TextField {...field('firstName')} autofocus={isFresh} />
          <TextField {...field('lastName')} />
          <EmailField {...field('email')} hint="The welcome mail goes here. Links in it are for its reader only." />
          <TextField
            {...field('username')}
            verbatim
            hint="They sign in with it, so capital and small letters count. It must contain an @, like jane@gatehouse."
          />
          <ButtonRow>
            <SubmitButton>Add operator</SubmitButton>
            <ButtonLink href={STAFF.users} tone="quiet">
              Back to People
            </ButtonLink>
          </ButtonRow>
        </Form>
      </Card>
    </>
  )
}
