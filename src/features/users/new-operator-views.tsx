import type { FieldProblems } from '../../domain/errors.ts'
import { LONGEST_CHOSEN } from '../../domain/username.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/form.tsx'
import { ButtonRow, Card, PageHeading } from '../../ui/page-parts.tsx'
import { STAFF } from '../../ui/paths.ts'
import { NewPersonFields, PERSON_FIELDS, fieldsOf } from './person-fields-views.tsx'

const FIELDS = {
  ...PERSON_FIELDS,
  username: { label: 'Username', maximum: LONGEST_CHOSEN },
} as const

export type TypedOperator = { readonly [Name in keyof typeof FIELDS]: string }

/** Staff > People > Add operator: all of them may do the same, so there is no role to choose. */
export function NewOperatorView({ typed, problems }: { typed: TypedOperator; problems: FieldProblems }) {
  const field = fieldsOf(FIELDS, { typed, problems })
  const isFresh = Object.keys(problems).length === 0
  return (
    <>
      <PageHeading sub="They get a mail with a link, choose their own password, and may then do all that you may.">
        Add operator
      </PageHeading>
      <Card>
        <ErrorSummary problems={problems} fields={FIELDS} />
        <Form action={STAFF.newUser}>
          <NewPersonFields field={field} autofocus={isFresh} />
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
