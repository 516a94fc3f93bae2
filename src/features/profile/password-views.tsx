import type { PropsWithChildren } from 'hono/jsx'
import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { Product } from '../../domain/platform-directory.ts'
import type { PolicyProfile } from '../../domain/policy-profile.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { PasswordField, UsernameForManagers } from '../../ui/form.tsx'
import { Card, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { passwordHint } from '../../ui/password-hint.ts'
import { PATHS, PCI } from '../../ui/paths.ts'

export type ChangePasswordForm = {
  readonly username: string
  readonly limits: PolicyProfile['password']
  readonly refusal: Refusal | null
}

/** Help > Change Password (S13). */
export function ChangePasswordView({ product, ...form }: ChangePasswordForm & { product: Product }) {
  const { helpChangePassword, forgotPassword } = PATHS[product]
  return (
    <TwoColumns aside={<BeforeYouChange minimum={form.limits.minimumLength} forgotPassword={forgotPassword} />}>
      <PasswordCard form={form} action={helpChangePassword} button="Save" words={PRODUCTS[product].words}>
        <CaptchaField action="change-password" failed={form.refusal?.code === 'captcha_failed'} />
      </PasswordCard>
    </TwoColumns>
  )
}

/** On the PCI platform it is behind one's own row, with the product's own words (S27). */
export function ChangeOwnPasswordView({ accountId, ...form }: ChangePasswordForm & { accountId: string }) {
  const aside = (
    <>
      <h2>What happens</h2>
      <p>
        You are signed out everywhere at once, here too. From then on only the new password signs you in. Links from earlier mails
        no longer work, and we mail you that the password was changed.
      </p>
      <p>
        Don’t know your current password? Sign out and use <a href={PCI.forgotPassword}>Forgot Password</a>.
      </p>
      <p>
        <a href={PCI.editUser(accountId)}>Back without a change</a>
      </p>
    </>
  )
  return (
    <TwoColumns aside={aside}>
      <PasswordCard form={form} action={PCI.userPassword(accountId)} button="Change and Logout" words={PRODUCTS.pci.words} />
    </TwoColumns>
  )
}

type CardOf = {
  readonly form: ChangePasswordForm
  readonly action: string
  readonly button: string
  readonly words: ProductWords
}

function PasswordCard({ form, action, button, words, children }: PropsWithChildren<CardOf>) {
  const { username, limits, refusal } = form
  const fields = fieldsOf(limits)
  const problems = fieldProblemsOf(refusal)
  return (
    <Card>
      <PageHeading sub={`of ${username}`}>Change Password</PageHeading>
      <RefusalSummary refusal={refusal} fields={fields} />
      <Form action={action}>
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
          hint={passwordHint(limits, words)}
        />
        <PasswordField {...fields.confirmation} problem={problems['confirmation']} autocomplete="new-password" />
        {children}
        <SubmitButton wide>{button}</SubmitButton>
      </Form>
    </Card>
  )
}

function fieldsOf({ minimumLength: minimum, maximumLength: maximum }: PolicyProfile['password']) {
  return {
    currentPassword: { name: 'currentPassword', label: 'Current password' },
    newPassword: { name: 'newPassword', label: 'New password', minimum, maximum },
    confirmation: { name: 'confirmation', label: 'Confirm new password' },
  }
}

function BeforeYouChange({ minimum, forgotPassword }: { minimum: number; forgotPassword: string }) {
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
        Don’t know your current password? Sign out and use <a href={forgotPassword}>Forgot Password</a>.
      </p>
    </>
  )
}

export function PasswordChangedView({ signIn }: { signIn: string }) {
  return (
    <Card>
      <PageHeading>Your password is changed</PageHeading>
      <p>You have been signed out everywhere. From now on only the new password opens your account.</p>
      <p class="after">
        <ButtonLink href={signIn}>re-login</ButtonLink>
      </p>
    </Card>
  )
}
