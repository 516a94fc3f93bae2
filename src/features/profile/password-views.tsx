import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { PolicyProfile } from '../../domain/policy-profile.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { PasswordField, UsernameForManagers } from '../../ui/form.tsx'
import { Card, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'

export type ChangePasswordForm = {
  readonly username: string
  readonly limits: PolicyProfile['password']
  readonly refusal: Refusal | null
}

export function ChangePasswordView({ username, limits, refusal }: ChangePasswordForm) {
  const fields = fieldsOf(limits)
  const problems = fieldProblemsOf(refusal)
  return (
    <TwoColumns aside={<BeforeYouChange minimum={limits.minimumLength} />}>
      <Card>
        <PageHeading sub={`of ${username}`}>Change Password</PageHeading>
        <RefusalSummary refusal={refusal} fields={fields} />
        <Form action={PLATFORM.helpChangePassword}>
          <UsernameForManagers username={username} />
          <PasswordField
            {...fields.currentPassword}
            problem={problems['currentPassword']}
            autocomplete="current-password"
            autofocus={refusal === null}
          />
          <PasswordField
            {...fields.newPassword}
            problem={problems['newPassword']}
            autocomplete="new-password"
            hint={`At least ${limits.minimumLength} characters; a few words do well.`}
          />
          <PasswordField {...fields.confirmation} problem={problems['confirmation']} autocomplete="new-password" />
          <CaptchaField action="change-password" failed={refusal?.code === 'captcha_failed'} />
          <SubmitButton wide>Save</SubmitButton>
        </Form>
      </Card>
    </TwoColumns>
  )
}

function fieldsOf({ minimumLength: minimum, maximumLength: maximum }: PolicyProfile['password']) {
  return {
    currentPassword: { name: 'currentPassword', label: 'Current password' },
    newPassword: { name: 'newPassword', label: 'New password', minimum, maximum },
    confirmation: { name: 'confirmation', label: 'Confirm new password' },
  }
}

function BeforeYouChange({ minimum }: { minimum: number }) {
  return (
    <>
      <h2>What happens</h2>
      <p>
        Saving signs you out everywhere, here too. You then sign in with the new password. Links from earlier mails no longer
        work, and we mail you that the password was changed.
      </p>
      <h2>What makes a good one</h2>
      <p>
        Length: {minimum} characters or more, any you like. Four or five words that don’t belong together are easy to remember. It
        must not contain your name, your username or your company’s name.
      </p>
      <p>
        Don’t know your current password? Sign out and use <a href={PLATFORM.forgotPassword}>Forgot Password</a>.
      </p>
    </>
  )
}

export function PasswordChangedView() {
  return (
    <Card>
      <PageHeading>Your password is changed</PageHeading>
      <p>You have been signed out everywhere. From now on only the new password opens your account.</p>
      <p class="after">
        <ButtonLink href={PLATFORM.signIn}>re-login</ButtonLink>
      </p>
    </Card>
  )
}
