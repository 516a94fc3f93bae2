import type { FieldProblems } from '../../domain/errors.ts'
import { ROLES } from '../../domain/roles.ts'
import type { PlacementChoices } from '../../domain/user-change.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { SelectField } from '../../ui/form.tsx'
import { ButtonRow, Card, PageHeading } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { NewPersonFields, PERSON_FIELDS, fieldsOf } from './person-fields-views.tsx'

type Typed = {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: string
  readonly businessUnitId: string
}

const FIELDS = {
  ...PERSON_FIELDS,
  role: { label: 'Role' },
  businessUnitId: { label: 'Business unit' },
} as const

/** Adding a user (S07): the username is generated, the password is theirs to choose. */
export function AddUserView({
  typed,
  problems,
  platformLabel,
  choices: { roles, units, isUnitChosen },
}: {
  typed: Typed
  /** What the viewer may give. */
  choices: PlacementChoices
  problems: FieldProblems
  platformLabel: string
}) {
  const field = fieldsOf(FIELDS, { typed, problems })
  const isFresh = Object.keys(problems).length === 0
  return (
    <>
      <PageHeading sub={`They get a username on ${platformLabel}, and a mail with a link to choose their own password.`}>
        Add user
      </PageHeading>
      <Card>
        <ErrorSummary problems={problems} fields={FIELDS} />
        <Form action={PLATFORM.newUser}>
          <NewPersonFields field={field} autofocus={isFresh} />
          <SelectField
            {...field('role')}
            options={roles.map((role) => ({ value: role, label: ROLES[role] }))}
            placeholder="Choose a role"
            hint="Managers add and activate users. A Contact receives mail and never signs in."
          />
          {units.length === 0 ? null : (
            <SelectField
              {...field('businessUnitId')}
              options={units.map(({ id, name }) => ({ value: id, label: name }))}
              placeholder={isUnitChosen ? undefined : 'No business unit'}
              required={isUnitChosen}
            />
          )}
          <ButtonRow>
            <SubmitButton>Add user</SubmitButton>
            <ButtonLink href={PLATFORM.users} tone="quiet">
              Back to Users
            </ButtonLink>
          </ButtonRow>
        </Form>
      </Card>
    </>
  )
}
