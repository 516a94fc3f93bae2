import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { PolicyProfile } from '../../domain/policy-profile.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import type { RestrictedReason } from '../../domain/sign-in-entry.ts'
import type { RestrictedViewer } from '../../domain/viewer.ts'
import { Notice, RefusalSummary } from '../../ui/alert.tsx'
import { Form, PostButton, SubmitButton } from '../../ui/button.tsx'
import { PasswordField, UsernameForManagers } from '../../ui/form.tsx'
import { ButtonRow, Card, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { passwordHint } from '../../ui/password-hint.ts'
import type { ProductPaths } from '../../ui/paths.ts'
import { durationWords } from '../../ui/time-words.ts'

type ChooseOwnForm = {
  readonly restricted: RestrictedViewer
  readonly platformLabel: string
  readonly profile: PolicyProfile
  readonly words: ProductWords
  readonly paths: ProductPaths
  readonly refusal: Refusal | null
}

/** Two fields and a way out: nothing else is open yet (S25). */
export function ChooseOwnView({ restricted, platformLabel, profile, words, paths, refusal }: ChooseOwnForm) {
  const { minimumLength: minimum, maximumLength: maximum } = profile.password
  const fields = {
    newPassword: { name: 'newPassword', label: 'New password', minimum, maximum },
    confirmation: { name: 'confirmation', label: 'Confirm new password' },
  }
  const problems = fieldProblemsOf(refusal)
  return (
    <TwoColumns aside={<WhatHappens profile={profile} signOut={paths.signOut} />}>
      <Card>
        <PageHeading sub={`for ${restricted.username} on ${platformLabel}`}>Choose your own password</PageHeading>
        {refusal ? null : (
          <Notice>
            <p>{WHY[restricted.reason]} It opens this page and nothing else.</p>
          </Notice>
        )}
        <RefusalSummary refusal={refusal} fields={fields} />
        <Form action={paths.chooseOwnPassword}>
          <UsernameForManagers username={restricted.username} />
          <PasswordField
            {...fields.newPassword}
            problem={problems['newPassword']}
            autocomplete="new-password"
            hint={passwordHint(profile.password, words)}
            autofocus={refusal === null}
          />
          <PasswordField {...fields.confirmation} problem={problems['confirmation']} autocomplete="new-password" />
          <SubmitButton wide>Submit</SubmitButton>
        </Form>
      </Card>
    </TwoColumns>
  )
}

const WHY: Readonly<Record<RestrictedReason, string>> = {
  temporary_password: 'You signed in with a temporary password.',
  expired_password: 'Your password has expired.',
}

function WhatHappens({ profile, signOut }: { profile: PolicyProfile; signOut: string }) {
  return (
    <>
      <h2>What happens then</h2>
      <p>You sign in with the new password, and we mail you that it was chosen. The one you came with no longer works.</p>
      <h2>Not now?</h2>
      <p>
        This page stays open to you for {durationWords(profile.session.idleSeconds)}. Until you have chosen, nothing else opens.
      </p>
      <ButtonRow>
        <PostButton action={signOut} tone="quiet">
          Sign out
        </PostButton>
      </ButtonRow>
    </>
  )
}
