import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { App } from '../../app.ts'

/**
 * As a platform starts: keeps its policy where it differs from the one before, and logs what changed (N15). A policy below
 * its own standard is told at every start, with the reason in writing.
 */
export async function notePolicy(app: App): Promise<void> {
  const { profile, policyException: exception } = app.config
  if (exception !== null) app.log.warn({ profile: profile.name, ...exception }, 'the policy is below its standard, by exception')
  const policy = { ...profile, exception }
  const before = await app.db.transaction().execute(async (trx) => {
    // Of several processes that start together one keeps it.
    await sql`lock table policies in share row exclusive mode`.execute(trx)
    const last = await trx.selectFrom('policies').select('policy').orderBy('id', 'desc').limit(1).executeTakeFirst()
    if (last && isDeepStrictEqual(last.policy, plain(policy))) return null
    await trx
      .insertInto('policies')
      .values({ policy: JSON.stringify(policy) })
      .execute()
    return last?.policy ?? {}
  })
  if (before !== null) app.log.info({ changes: changes(before, plain(policy)) }, 'the policy has changed')
}

/** As it comes back from the database. */
function plain(policy: object): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(policy)) as Readonly<Record<string, unknown>>
}

function changes(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(after).filter((name) => !isDeepStrictEqual(before[name], after[name]))
  return Object.fromEntries(names.map((name) => [name, { from: before[name], to: after[name] }]))
}
