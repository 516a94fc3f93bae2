import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { Platform, Product } from '../../domain/platform-directory.ts'
import type { Candidate } from '../../domain/platform-finder.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { Notice, RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { CaptchaField } from '../../ui/captcha.tsx'
import { HiddenField, PasswordField, UsernameField } from '../../ui/form.tsx'
import { Card, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { outsideUrl, PLATFORM } from '../../ui/paths.ts'
import { EXAMPLES, TroubleSigningIn, type Trouble } from './trouble-views.tsx'

export type SignInForm = Trouble & {
  readonly username: string
  readonly refusal: Refusal | null
  readonly needsCaptcha: boolean
  /** Where the typed name belongs, judged by the name alone; empty where it may belong here. */
  readonly elsewhere: readonly Candidate[]
  readonly next: string | null
}

const fieldsOf = (product: Product) => ({
  username: { label: PRODUCTS[product].words.usernameLabel },
  password: { label: 'Password' },
})

export function SignInView(form: SignInForm) {
  const { platform, refusal, username, needsCaptcha, elsewhere, next } = form
  const captchaFailed = refusal?.code === 'captcha_failed'
  const problems = fieldProblemsOf(refusal)
  const { product } = platform
  const fields = fieldsOf(product)
  return (
    <TwoColumns aside={<TroubleSigningIn {...form} />}>
      <Card>
        <PageHeading sub={`to ${platform.label}`}>Sign in</PageHeading>
        <RefusalSummary refusal={refusal} fields={fields} product={product} />
        <Elsewhere candidates={elsewhere} here={platform} />
        <Form action={PLATFORM.signIn}>
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
          <a href={PLATFORM.forgotPassword}>Forgot Password</a>
        </p>
      </Card>
    </TwoColumns>
  )
}

/** Said to everyone who types such a name, whether or not there is an account (N03). */
function Elsewhere({ candidates, here }: { candidates: readonly Candidate[]; here: Platform }) {
  const [first] = candidates
  if (!first) return <></>
  return (
    <Notice tone="note" heading="This name belongs to another platform">
      <p>
        You are at {here.label}. By its name, this account is at{' '}
        {candidates.map(({ platform }, index) => (
          <>
            {index > 0 ? ' or ' : ''}
            <a href={outsideUrl(platform.signInUrl)}>{platform.label}</a>
          </>
        ))}
        .
      </p>
    </Notice>
  )
}
