import { SCOPES_OF, TOKEN_LIVES, TOKEN_SCOPES } from '../../domain/api-token.ts'
import { fieldProblemsOf, type Refusal } from '../../domain/errors.ts'
import type { Product } from '../../domain/platform-directory.ts'
import { RefusalSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { CheckboxGroup } from '../../ui/checkbox.tsx'
import { PasswordField, SelectField, TextField, UsernameForManagers } from '../../ui/form.tsx'
import { API_ROOT, PATHS } from '../../ui/paths.ts'
import { counted } from '../../ui/time-words.ts'

/** What was typed, and what was wrong with it; null before the first try. */
export type TypedToken = {
  readonly name: string
  readonly scopes: readonly string[]
  readonly days: string
  readonly refusal: Refusal | null
}

const FIELDS = {
  name: { label: 'Name', maximum: 100 },
  scopes: { label: 'What it may do' },
  days: { label: 'Expires after' },
  currentPassword: { label: 'Current password' },
}

export function TokenForm({ typed, username, product }: { typed: TypedToken; username: string; product: Product }) {
  const problems = fieldProblemsOf(typed.refusal)
  return (
    <>
      <RefusalSummary refusal={typed.refusal} fields={FIELDS} />
      <Form action={PATHS[product].apiTokens} label="Create a token">
        <TextField
          name="name"
          {...FIELDS.name}
          value={typed.name}
          problem={problems['name']}
          autocomplete="off"
          hint={`Of the program that will use it, say: “${product === 'staff' ? 'Monitoring' : 'Nightly HR import'}”.`}
        />
        <CheckboxGroup
          legend={FIELDS.scopes.label}
          name="scopes"
          problem={problems['scopes']}
          options={SCOPES_OF[product].map((scope) => ({
            name: scope,
            label: TOKEN_SCOPES[scope],
            hint: scope,
            checked: typed.scopes.includes(scope),
          }))}
        />
        <SelectField
          name="days"
          {...FIELDS.days}
          value={typed.days}
          problem={problems['days']}
          options={TOKEN_LIVES.map((days) => ({ value: String(days), label: days === 365 ? '1 year' : counted(days, 'day') }))}
        />
        <UsernameForManagers username={username} />
        <PasswordField
          name="currentPassword"
          {...FIELDS.currentPassword}
          autocomplete="current-password"
          problem={problems['currentPassword']}
          hint="A token outlives this session, so we ask."
        />
        <SubmitButton>Create token</SubmitButton>
      </Form>
    </>
  )
}

/** What a first call may ask for. */
const FIRST_CALLS: Readonly<Record<Product, string>> = { platform: '/users', pci: '/session', staff: '/incidents' }

export function TokenHelp({ origin, product }: { origin: string; product: Product }) {
  return (
    <>
      <h2>Good to know</h2>
      <ul>
        <li>A token never may more than you: if your role changes, so does what it can do, at once.</li>
        <li>It ends with its time, when it is revoked, or when you are deactivated. A new password leaves it alone.</li>
        <li>It can’t create tokens, change passwords, or see anybody’s links.</li>
        <li>We tell you by mail of every token that is created or revoked.</li>
      </ul>
      <p class="muted">A first call, with the token in a variable:</p>
      <pre class="code" tabindex={0} role="region" aria-label="Example of a call">
        {`curl ${origin}${API_ROOT}${FIRST_CALLS[product]} \\\n  -H "Authorization: Bearer $GATEHOUSE_TOKEN"`}
      </pre>
    </>
  )
}
