import type { FieldProblems } from '../../domain/errors.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { ROLES, type Role } from '../../domain/roles.ts'
import { LONGEST_CHOSEN } from '../../domain/username.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/form.tsx'
import { ButtonRow, Card, PageHeading } from '../../ui/page-parts.tsx'
import { PCI } from '../../ui/paths.ts'
import { NewPersonFields, PERSON_FIELDS, fieldsOf } from './person-fields-views.tsx'

const FIELDS = {
  ...PERSON_FIELDS,
  username: { label: PRODUCTS.pci.words.usernameLabel, maximum: LONGEST_CHOSEN },
  role: { label: 'Role' },
} as const

export type TypedPciUser = { readonly [Name in keyof typeof FIELDS]: string }

/** Account > Users > New: contact details and a login (S26); the password is theirs to choose (S25). */
export function PciNewUserView({
  typed,
  problems,
  platformLabel,
  roles,
}: {
  typed: TypedPciUser
  problems: FieldProblems
  platformLabel: string
  /** What the viewer may give. */
  roles: readonly Role[]
}) {
  const field = fieldsOf(FIELDS, { typed, problems })
  const isFresh = Object.keys(problems).length === 0
  return (
    <>
      <p>
        <a href={PCI.users}>Back to the list</a>
      </p>
      <PageHeading sub={`They get a mail with a link, and choose their own password on ${platformLabel}.`}>New user</PageHeading>
      <Card>
        <ErrorSummary problems={problems} fields={FIELDS} />
        <Form action={PCI.newUser}>
          <NewPersonFields field={field} autofocus={isFresh} />
          <TextField
            {...field('username')}
            verbatim
            hint="They sign in with it, so capital and small letters count. It must contain an @, like jane@acme; it need not be an e-mail address, and they can change it."
          />
          <SelectField
            {...field('role')}
            options={roles.map((role) => ({ value: role, label: ROLES[role] }))}
            placeholder="Choose a role"
            hint="Managers add, activate and deactivate users. Users look after themselves only."
          />
          <ButtonRow>
            <SubmitButton>Add user</SubmitButton>
          </ButtonRow>
        </Form>
      </Card>
    </>
  )
}
