import type { FieldProblems } from '../../domain/errors.ts'
import type { UserEdit } from '../../domain/user-change.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { EmailField } from '../../ui/form.tsx'
import { ButtonRow, Card, PageHeading } from '../../ui/page-parts.tsx'
import type { ProductPaths } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'

const FIELDS = { email: { label: 'New e-mail address', maximum: 254 } } as const

/** Asking for another address of somebody else: what will happen is said before it does (I-37). */
export function UserEmailView({
  user,
  typed,
  problems,
  paths,
}: {
  user: UserEdit['user']
  typed: string
  problems: FieldProblems
  paths: ProductPaths
}) {
  return (
    <>
      <p>
        <a href={paths.user(user.id)}>Back to the user</a>
      </p>
      <PageHeading sub={user.username}>
        Change the e-mail address of {user.firstName} {user.lastName}
      </PageHeading>
      <Card>
        <ErrorSummary problems={problems} fields={FIELDS} />
        <ul>
          <li>The new address gets a mail and has to confirm.</li>
          <li>The present address is told at once, and can stop the change for three days.</li>
          <li>Until then nothing changes, and no reset goes to either address.</li>
        </ul>
        <Form action={paths.userEmail(user.id)}>
          <EmailField
            name="email"
            {...FIELDS.email}
            value={shownText(typed)}
            problem={problems['email']}
            autocomplete="off"
            hint="Users who can still sign in change it faster themselves, in My profile."
          />
          <ButtonRow>
            <SubmitButton>Change the e-mail address</SubmitButton>
            <ButtonLink href={paths.editUser(user.id)} tone="quiet">
              Cancel
            </ButtonLink>
          </ButtonRow>
        </Form>
      </Card>
    </>
  )
}
