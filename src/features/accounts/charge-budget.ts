import { sql } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'

/** `seconds`: for so long from its first charge a budget counts; `most`: charges in that time. */
export type BudgetToCharge = { readonly subject: Buffer; readonly most: number; readonly seconds: number }

/**
 * Charges one of the small budgets beside the guard's, before what it pays for is done. One conditional upsert, so that
 * however many charge it at once, in however many processes, none gets more than is left (I-11, I-14). False: none is.
 */
export async function chargeBudget(db: Database | Trx, { subject, most, seconds }: BudgetToCharge): Promise<boolean> {
  const { rows } = await sql`
    insert into guard_budgets as b (subject, spent, failures, expires_at)
    values (${subject}::bytea, 1, 0, gatehouse_now() + make_interval(secs => ${seconds}::integer))
    on conflict (subject) do update set
      spent = case when b.expires_at <= gatehouse_now() then 1 else b.spent + 1 end,
      expires_at = case when b.expires_at <= gatehouse_now() then excluded.expires_at else b.expires_at end
    where b.expires_at <= gatehouse_now() or b.spent < ${most}::integer
    returning 1`.execute(db)
  return rows.length === 1
}
