import type { FieldProblems } from '../../domain/errors.ts'
import { EXTRA_RIGHTS, type ExtraRight } from '../../domain/permissions.ts'
import { ROLES } from '../../domain/roles.ts'
import type { UserEdit } from '../../domain/user-change.ts'
import { ErrorSummary, Notice } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { CheckboxGroup } from '../../ui/checkbox.tsx'
import { HiddenField, SelectField, TextField, type FieldProps } from '../../ui/form.tsx'
import { ButtonRow, Card, PageHeading } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { NAME_FIELDS, fieldsOf } from './person-fields-views.tsx'

const FIELDS = {
  ...NAME_FIELDS,
  role: { label: 'Role' },
  businessUnitId: { label: 'Business unit' },
  externalId: { label: 'External ID', maximum: 200 },
} as const

export type TypedEdit = { readonly [Name in keyof typeof FIELDS]: string } & { readonly extraRights: readonly string[] }

/** Changing a user (A03): only what the viewer may change has a field; the rest says who may. */
export function EditUserView({ edit, typed, problems }: { edit: UserEdit; typed: TypedEdit; problems: FieldProblems }) {
  const { user, edits } = edit
  const field = fieldsOf(FIELDS, { typed, problems })
  return (
    <>
      <p>
        <a href={PLATFORM.user(user.id)}>Back to the user</a>
      </p>
      <PageHeading sub={user.username}>
        Edit {user.firstName} {user.lastName}
      </PageHeading>
      {user.isPointOfContact || user.isUnitPointOfContact ? <ContactNotice edit={edit} /> : null}
      <Card>
        <ErrorSummary problems={problems} fields={FIELDS} />
        <Form action={PLATFORM.editUser(user.id)}>
          {edits.includes('edit') ? (
            <>
              <TextField {...field('firstName')} />
              <TextField {...field('lastName')} />
            </>
          ) : null}
          {edits.includes('change_role') ? (
            <SelectField
              {...field('role')}
              options={edit.roles.map((role) => ({ value: role, label: ROLES[role] }))}
              hint="A new role signs this user out everywhere; they sign in again with its rights."
            />
          ) : null}
          {edits.includes('move') ? <UnitField field={field('businessUnitId')} edit={edit} /> : null}
          {edits.includes('change_role') || edits.includes('change_rights') ? <RightsField edit={edit} typed={typed} /> : null}
          {edits.includes('edit') ? (
            <TextField {...field('externalId')} required={false} hint="What your own systems call this user; imports go by it." />
          ) : null}
          {edits.includes('change_email') ? (
            <p>
              <a href={PLATFORM.userEmail(user.id)}>Change the e-mail address</a>
            </p>
          ) : null}
          <ButtonRow>
            <HiddenField name="version" value={String(user.version)} />
            <SubmitButton>Save</SubmitButton>
            <ButtonLink href={PLATFORM.user(user.id)} tone="quiet">
              Cancel
            </ButtonLink>
          </ButtonRow>
        </Form>
      </Card>
    </>
  )
}

function UnitField({ field, edit }: { field: FieldProps; edit: UserEdit }) {
  const options = edit.units.map(({ id, name }) => ({ value: id, label: name }))
  const none = { value: '', label: 'No business unit' }
  // Who runs one unit can take somebody in, and put nobody out of their own reach (I-27).
  const mayLeave = !edit.isUnitChosen || edit.user.businessUnitId === null
  return (
    <SelectField
      {...field}
      options={mayLeave ? [none, ...options] : options}
      required={!mayLeave}
      hint={edit.isUnitChosen ? undefined : 'A Manager stands above the units; a Unit Manager needs one.'}
    />
  )
}

/** Only Managers give them, and they count only for Unit Managers. */
function RightsField({ edit, typed }: { edit: UserEdit; typed: TypedEdit }) {
  if (!edit.roles.includes('manager')) return <></>
  const rights = Object.entries(EXTRA_RIGHTS) as readonly (readonly [ExtraRight, string])[]
  return (
    <>
      <HiddenField name="rights" value="shown" />
      <CheckboxGroup
        legend="Extra rights of a Unit Manager"
        name="extraRights"
        hint="They count while the role is Unit Manager, and end with it."
        options={rights.map(([right, label]) => ({
          name: `right_${right}`,
          label,
          checked: typed.extraRights.includes(right),
        }))}
      />
    </>
  )
}

function ContactNotice({ edit: { user } }: { edit: UserEdit }) {
  return (
    <Notice heading="This user is a point of contact">
      <p>
        Role and business unit stay as they are until somebody else is appointed in{' '}
        <a
          href={
            user.isPointOfContact || user.businessUnitId === null ? PLATFORM.subscription : PLATFORM.unit(user.businessUnitId)
          }
        >
          {user.isPointOfContact || user.businessUnitId === null ? 'the subscription' : 'their business unit'}
        </a>
        .
      </p>
    </Notice>
  )
}
