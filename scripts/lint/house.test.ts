import { RuleTester } from 'oxlint/plugins-dev'
import { describe, it } from 'vitest'
import plugin from './house.ts'

RuleTester.describe = describe
RuleTester.it = it

const tester = new RuleTester({ cwd: '/gatehouse' })

/** File, its code, and a word of the reason that it must meet; null where it is allowed. */
type Row = readonly [path: string, code: string, reason: RegExp | null]

const BORDERS: readonly Row[] = [
  ['src/domain/username.ts', `import { refuse } from './errors.ts'`, null],
  ['src/domain/username.ts', `import anyAscii from 'any-ascii'`, null],
  ['src/domain/username.ts', `import { sql } from 'kysely'`, /rule book/],
  ['src/domain/username.ts', `import { newToken } from '../secrets.ts'`, /rule book/],
  ['src/features/recovery/reset-password.ts', `import { claimActivationKey } from './queries.ts'`, null],
  ['src/features/recovery/reset-password.ts', `import { endSessions } from '../sign-in/end-sessions.ts'`, null],
  ['src/features/recovery/reset-password.ts', `import { resetLetter } from './letters.ts'`, null],
  ['src/features/recovery/reset-password.ts', `import { Hono } from 'hono'`, /verb or query/],
  ['src/features/recovery/queries.ts', `import { paths } from '../../ui/paths.ts'`, /verb or query/],
  ['src/features/recovery/reset-password.ts', `import type { Form } from '../../http/forms.ts'`, /verb or query/],
  ['src/features/recovery/reset-password.ts', `import { KeyPage } from './views.tsx'`, /verb or query/],
  ['src/features/recovery/pages.tsx', `import { resetPassword } from './reset-password.ts'`, null],
  ['src/features/recovery/pages.tsx', `import { Hono } from 'hono'`, null],
  ['src/features/recovery/pages.tsx', `import { sql } from 'kysely'`, /never reach into the database/],
  ['src/features/recovery/api.ts', `import { findKey } from './queries.ts'`, /never reach into the database/],
  ['src/features/recovery/key-pages.tsx', `import type { Trx } from '../../db/schema.ts'`, /never reach into the database/],
  ['src/features/recovery/views.tsx', `import { Layout } from '../../ui/layout.tsx'`, null],
  ['src/features/recovery/views.tsx', `import { resetPassword } from './reset-password.ts'`, /given all they show/],
  ['src/features/recovery/letters.ts', `import { findKey } from './queries.ts'`, /given all they show/],
  ['src/features/recovery/letters.ts', `import { greeting } from '../letters/parts.ts'`, null],
  ['src/features/letters/letter-context.ts', `import { sendLetter } from './send-letter.ts'`, /given all they show/],
  ['src/features/recovery/pages.tsx', `import { UserList } from '../users/views.tsx'`, /another's verbs and queries/],
  ['src/sites/platform.ts', `import { userPages } from '../features/users/pages.tsx'`, null],
  ['src/cli/main.ts', `import { userPages } from '../features/users/pages.tsx'`, /Only sites/],
  ['src/db/connect.ts', `import { paths } from '../ui/paths.ts'`, /lead downwards/],
  ['src/mail/mailer.ts', `import { resetLetter } from '../features/recovery/letters.ts'`, /lead downwards/],
  ['src/http/server.ts', `export { servePlatform } from '../sites/platform.ts'`, /lead downwards/],
  ['src/jobs/queue.ts', `import { Hono } from 'hono'`, /Hono is known only/],
  ['src/mail/letter-html.tsx', `import { Fragment } from 'hono/jsx'`, null],
  ['src/secrets.ts', `import { randomBytes } from 'node:crypto'`, null],
  ['src/http/csrf.ts', `import { randomBytes } from 'node:crypto'`, /src\/secrets/],
  ['src/features/sign-in/sign-in.ts', `const argon2 = await import('@node-rs/argon2')`, /password-hasher/],
  ['src/app.ts', `import { performance } from 'node:perf_hooks'`, /src\/clock/],
  ['src/db/embedded.ts', `import { env } from 'node:process'`, /src\/config/],
  ['src/app.ts', `import { people } from '../test/support/people.ts'`, /never imports its tests/],
]

const SOURCES: readonly Row[] = [
  ['src/clock.ts', 'Date.now(); new Date(); performance.now()', null],
  ['src/ui/time.tsx', 'new Date(value)', null],
  ['src/ui/time.tsx', 'Date.now()', /src\/clock/],
  ['src/ui/time.tsx', 'new Date()', /src\/clock/],
  ['src/ui/time.tsx', 'Date()', /src\/clock/],
  ['src/jobs/queue.ts', 'performance.now()', /src\/clock/],
  ['src/secrets.ts', 'crypto.randomUUID()', null],
  ['src/jobs/queue.ts', 'Math.random()', /src\/secrets/],
  ['src/jobs/queue.ts', 'Math.max(1, 2)', null],
  ['src/jobs/queue.ts', 'crypto.randomUUID()', /src\/secrets/],
  ['src/config/environment.ts', 'process.env.PORT', null],
  ['src/cli/main.ts', 'process.env.PORT', /src\/config/],
  ['src/cli/main.ts', `process['env']`, /src\/config/],
  ['src/cli/main.ts', 'process.argv', null],
]

const SHAPE: readonly Row[] = [
  ['src/app.ts', 'export const app = 1', null],
  ['src/app.ts', 'export default 1', /default exports/],
  ['src/app.ts', `export * from './clock.ts'`, /barrels/],
  ['src/app.ts', `export { clock } from './clock.ts'`, /barrels/],
  ['src/app.ts', 'enum Colour { Red }', /enums/],
  ['src/app.ts', 'class UserManager {}', /classes/],
  ['src/app.ts', 'const Page = class extends BasePage {}', /classes/],
  ['src/app.ts', 'class Refusal extends Error {}', null],
]

run('borders', BORDERS)
run('sources', SOURCES)
run('shape', SHAPE)

function run(name: keyof typeof plugin.rules, rows: readonly Row[]): void {
  const cases = rows.map(([path, code, reason]) => ({ name: `${path}: ${code}`, filename: `/gatehouse/${path}`, code, reason }))
  tester.run(`house/${name}`, plugin.rules[name], {
    valid: cases.filter(({ reason }) => reason === null).map(({ reason: _none, ...allowed }) => allowed),
    invalid: cases.flatMap(({ reason, ...refused }) => (reason ? [{ ...refused, errors: [{ message: reason }] }] : [])),
  })
}
