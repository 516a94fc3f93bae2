import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { UsernameChangeForm } from '../../domain/username-change.ts'
import { LONGEST_CHOSEN } from '../../domain/username.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { PasswordField, TextField } from '../../ui/form.tsx'
import { ButtonRow, Card, Facts, PageHeading, TwoColumns, Verbatim } from '../../ui/page-parts.tsx'
import { PCI } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'

const FIELDS = {
  currentUsername: { name: 'currentUsername', label: 'Current user login' },
  newUsername: { name: 'newUsername', label: 'New user login', maximum: LONGEST_CHOSEN },
  confirmation: { name: 'confirmation', label: 'Confirm new user login' },
  currentPassword: { name: 'currentPassword', label: 'Current password' },
}

type OwnRow = { readonly accountId: string; readonly username: string; readonly refusal: Refusal | null }

/** The first step (S29): nothing changes before the second. */
export function ChangeUserLoginView({ accountId, username, typed, refusal }: OwnRow & { typed: UsernameChangeForm }) {
  const problems = fieldProblemsOf(refusal)
  const field = (name: 'currentUsername' | 'newUsername' | 'confirmation') => ({
    ...FIELDS[name],
    value: shownText(typed[name]),
    problem: problems[name],
    verbatim: true,
  })
  return (
    <TwoColumns aside={<BeforeYouChange accountId={accountId} />}>
      <Card>
        <PageHeading sub={`of ${username}`}>Change User Login</PageHeading>
        <RefusalSummary refusal={refusal} fields={FIELDS} product="pci" />
        <Form action={PCI.userLogin(accountId)}>
          <TextField {...field('currentUsername')} autocomplete="username" autofocus={refusal === null} />
          <TextField
            {...field('newUsername')}
            autocomplete="off"
            hint="With an @ in it, like jane@acme. It need not be an e-mail address; capitals count."
          />
          <TextField {...field('confirmation')} autocomplete="off" />
          <PasswordField {...FIELDS.currentPassword} problem={problems['currentPassword']} autocomplete="current-password" />
          <SubmitButton wide>Change and Logout</SubmitButton>
        </Form>
      </Card>
    </TwoColumns>
  )
}

function BeforeYouChange({ accountId }: { accountId: string }) {
  return (
    <>
      <h2>What happens</h2>
      <p>
        We ask for the new user login once more. Then you are signed out everywhere, here too, and only the new one signs you in.
        Your password stays the same.
      </p>
      <h2>And the old one?</h2>
      <p>It opens nothing any more, and nobody can take it for 90 days. We mail you a link that undoes the change for 7 days.</p>
      <p>
        <a href={PCI.editUser(accountId)}>Back without a change</a>
      </p>
    </>
  )
}

/** The second step (S29, S30). */
export function ConfirmUserLoginView({
  accountId,
  username,
  wanted,
  typed,
  refusal,
}: OwnRow & { readonly wanted: string; readonly typed: string }) {
  const aside = (
    <>
      <h2>What happens</h2>
      <p>With Change you are signed out everywhere, and sign in with the new user login and the password you have.</p>
      <p>Nothing has changed so far. If you leave this page, we forget your wish after 15 minutes.</p>
    </>
  )
  return (
    <TwoColumns aside={aside}>
      <Card>
        <PageHeading sub="Look at it once more, and type it a last time.">Change User Login</PageHeading>
        <RefusalSummary refusal={refusal} fields={FIELDS} product="pci" />
        <Facts
          facts={[
            ['Until now', <Verbatim>{username}</Verbatim>],
            ['From now on', <Verbatim>{wanted}</Verbatim>],
          ]}
        />
        <Form action={PCI.confirmUserLogin(accountId)}>
          <TextField
            {...FIELDS.newUsername}
            value={shownText(typed)}
            problem={fieldProblemsOf(refusal)['newUsername']}
            autocomplete="off"
            autofocus={refusal === null}
            verbatim
          />
          <ButtonRow>
            <SubmitButton>Change</SubmitButton>
            <SubmitButton tone="quiet" action={PCI.cancelUserLogin(accountId)}>
              Cancel
            </SubmitButton>
          </ButtonRow>
        </Form>
      </Card>
    </TwoColumns>
  )
}
