import { sql } from 'kysely'
import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { keyedHash } from '../../secrets.ts'

/** Wrong addresses typed with live keys of an account, a day; when they are gone even the right one is refused. */
const ADDRESS_GUESSES = 10

/** Charges one guess of the owner's e-mail address to the account, before it is looked at (I-14). False: none left. */
export async function chargeAddressGuess(app: App, trx: Trx, accountId: string): Promise<boolean> {
  const { failureMemorySeconds } = app.config.profile
  const { rows } = await sql`
    insert into guard_budgets as b (subject, spent, failures, expires_at)
    values (${subjectOf(app, accountId)}::bytea, 1, 0, gatehouse_now() + make_interval(secs => ${failureMemorySeconds}::integer))
    on conflict (subject) do update set
      spent = case when b.expires_at <= gatehouse_now() then 1 else b.spent + 1 end,
      expires_at = case when b.expires_at <= gatehouse_now() then excluded.expires_at else b.expires_at end
    where b.expires_at <= gatehouse_now() or b.spent < ${ADDRESS_GUESSES}::integer
    returning 1`.execute(trx)
  return rows.length === 1
}

export async function clearAddressGuesses(app: App, trx: Trx, accountId: string): Promise<void> {
  await trx.deleteFrom('guardBudgets').where('subject', '=', subjectOf(app, accountId)).execute()
}

function subjectOf(app: App, accountId: string): Buffer {
  return keyedHash(app.config.secret, 'guard', 'address', accountId)
}
