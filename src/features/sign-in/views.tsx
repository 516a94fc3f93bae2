import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { Product } from '../../domain/platform-directory.ts'
import type { StatusGlance } from '../../domain/platform-standing.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { HiddenField, PasswordField, UsernameField } from '../../ui/form.tsx'
import { Card, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { PATHS } from '../../ui/paths.ts'
import { StatusLine, StatusNotice } from '../../ui/status-notice.tsx'
import { Elsewhere, type OtherPlatform } from './elsewhere-views.tsx'
import { EXAMPLES, TroubleSigningIn, type Trouble } from './trouble-views.tsx'

export type SignInForm = Trouble & {
  readonly username: string
  readonly refusal: Refusal | null
  readonly needsCaptcha: boolean
  /** Where the typed name belongs, judged by the name alone; empty where it may belong here. */
  readonly elsewhere: readonly OtherPlatform[]
  /** It reads like an e-mail address, and such a name is never one of this platform. */
  readonly isEmailAddress: boolean
  readonly next: string | null
  readonly demo: boolean
  /** What the page tells of the platform; null: nothing. */
  readonly glance: StatusGlance | null
  readonly now: Date
}

const fieldsOf = (product: Product) => ({
  username: { label: PRODUCTS[product].words.usernameLabel },
  password: { label: 'Password' },
})

export function SignInView(form: SignInForm) {
  const { platform, refusal, username, needsCaptcha, elsewhere, next, glance } = form
  const captchaFailed = refusal?.code === 'captcha_failed'
  const problems = fieldProblemsOf(refusal)
  const { product } = platform
  const fields = fieldsOf(product)
  const paths = PATHS[product]
  const aside = (
    <>
      <TroubleSigningIn {...form} />
      {glance === null ? null : <StatusLine glance={glance} />}
    </>
  )
  return (
    <>
      {glance === null ? null : <StatusNotice glance={glance} />}
      <TwoColumns aside={aside}>
        <Card>
          <PageHeading sub={`to ${platform.label}`}>Sign in</PageHeading>
          <RefusalSummary refusal={refusal} fields={fields} product={product} />
          <Elsewhere {...form} others={elsewhere} here={platform} />
          <Form action={paths.signIn}>
            <UsernameField
              {...fields.username}
              value={username}
              problem={problems['username']}
              hint={`Like ${EXAMPLES[product](platform)}. It is in your welcome mail.`}
              autofocus={refusal === null && username === ''}
            />
            <PasswordField
              {...fields.password}
              name="password"
              problem={problems['password']}
              autocomplete="current-password"
              autofocus={refusal === null && username !== ''}
            />
            {next === null ? null : <HiddenField name="next" value={next} />}
            {needsCaptcha ? <CaptchaField action="sign-in" failed={captchaFailed} /> : null}
            <SubmitButton wide>Sign in</SubmitButton>
          </Form>
          <p class="after">
            <a href={paths.forgotPassword}>Forgot Password</a>
          </p>
        </Card>
      </TwoColumns>
    </>
  )
}
