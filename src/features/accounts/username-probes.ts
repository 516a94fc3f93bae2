import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { isRefusal, refuse, type FieldProblem } from '../../domain/errors.ts'
import { keyedHash } from '../../secrets.ts'
import { chargeBudget } from './charge-budget.ts'

/** So often a day one account is told that a username is or was somebody's: enough to find a free one, not to try out names. */
export const USERNAME_PROBES = 20

const DAY_SECONDS = 24 * 60 * 60
const TELLING: ReadonlySet<FieldProblem> = new Set(['taken', 'username_quarantined'])

/**
 * Runs what takes a username that somebody chose. Where there are such, a refusal tells that another subscription has one
 * (I-09, I-26), so each account has few of them; what ends otherwise costs nothing. It is charged beforehand, so that no
 * number at once gets more, and asked before anything is looked up, so that a spent budget tells nothing either.
 *
 * Throws Refusal `too_many_requests`, and what `take` throws.
 */
export async function probingUsername<Result>(app: App, accountId: string, take: () => Promise<Result>): Promise<Result> {
  const subject = keyedHash(app.config.secret, 'guard', 'username-probes', accountId)
  const hasProbe = await chargeBudget(app.db, { subject, most: USERNAME_PROBES, seconds: DAY_SECONDS })
  if (!hasProbe) throw refuse('too_many_requests', { retryAfterSeconds: DAY_SECONDS })
  let isTold = false
  try {
    return await take()
  } catch (error) {
    isTold = isRefusal(error, 'invalid_fields') && Object.values(error.details.fields).some((problem) => TELLING.has(problem))
    throw error
  } finally {
    if (!isTold) await giveBack(app, subject)
  }
}

async function giveBack(app: App, subject: Buffer): Promise<void> {
  await sql`update guard_budgets set spent = greatest(0, spent - 1) where subject = ${subject}::bytea`.execute(app.db)
}
