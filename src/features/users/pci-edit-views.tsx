import { ROLES } from '../../domain/roles.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { HiddenField, SelectField, TextField } from '../../ui/form.tsx'
import { ButtonRow, Card, PageSection } from '../../ui/page-parts.tsx'
import { PCI } from '../../ui/paths.ts'
import type { PciUserPage } from './pci-user-views.tsx'
import { NAME_FIELDS, fieldsOf } from './person-fields-views.tsx'

const FIELDS = {
  ...NAME_FIELDS,
  role: { label: 'Role' },
} as const

/** What a Manager changes of a user; what they may not has no field, and says why (I-27). */
export function PciEditSection({ user, typed, problems, roles, viewer }: PciUserPage) {
  const field = fieldsOf(FIELDS, { typed, problems })
  const { edits, isPointOfContact, id } = user
  return (
    <PageSection heading="Name and role">
      <Card>
        <ErrorSummary problems={problems} fields={FIELDS} />
        <Form action={PCI.editUser(id)}>
          <TextField {...field('firstName')} />
          <TextField {...field('lastName')} />
          {edits.includes('change_role') ? (
            <SelectField
              {...field('role')}
              options={roles.map((role) => ({ value: role, label: ROLES[role] }))}
              hint="A new role signs this user out everywhere; they sign in again with its rights."
            />
          ) : (
            <p class="muted">
              {isPointOfContact ? (
                <ContactWords name={id === viewer.accountId ? null : user.firstName} />
              ) : (
                'Only another Manager can change your role.'
              )}
            </p>
          )}
          <HiddenField name="version" value={String(user.version)} />
          <ButtonRow>
            <SubmitButton>Save</SubmitButton>
            {edits.includes('change_email') ? (
              <ButtonLink href={PCI.userEmail(id)} tone="quiet">
                Change the e-mail address
              </ButtonLink>
            ) : null}
          </ButtonRow>
        </Form>
      </Card>
    </PageSection>
  )
}

/** Passed on, never given up: so there always is one. `name`: null for oneself. */
function ContactWords({ name }: { name: string | null }) {
  return (
    <>
      {name === null ? 'You stay' : `${name} stays`} a Manager as the primary contact. <a href={PCI.helpAccount}>Pass that on</a>{' '}
      first; then {name === null ? 'another Manager can change your role' : 'you can change the role'}.
    </>
  )
}
