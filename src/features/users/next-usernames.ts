import { sql } from 'kysely'
import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { foldUsername, generateUsername, usernameInitials } from '../../domain/username.ts'

type Named = { readonly firstName: string; readonly lastName: string }

/**
 * A username for each of these new users: acronym, the platform's identifier, initials, and the next numbers ever given
 * for them, so that none is used twice. One statement, however many they are.
 */
export async function nextUsernames(
  app: App,
  trx: Trx,
  subscriptionId: string,
  users: readonly Named[],
): Promise<readonly string[]> {
  const { acronym } = await trx
    .selectFrom('subscriptions')
    .select('acronym')
    .where('id', '=', subscriptionId)
    .executeTakeFirstOrThrow()
  const [identifier] = app.config.platform.identifiers
  if (identifier === undefined) throw new Error(`platform ${app.config.platform.id} has no identifier to make usernames with`)
  const stems = users.map((user) => foldUsername(`${acronym}${identifier}${usernameInitials(user)}`))
  const next = await takeNumbers(trx, stems)
  return users.map((user, index) => generateUsername({ acronym, identifier, ...user, number: next(stems[index] ?? '') }))
}

/** Takes as many numbers of each stem as it stands there, in the order of stems, and gives them out one after another. */
async function takeNumbers(trx: Trx, stems: readonly string[]): Promise<(stem: string) => number> {
  const counted = new Map<string, number>()
  for (const stem of stems) counted.set(stem, (counted.get(stem) ?? 0) + 1)
  const wanted = [...counted].map(([stem, count]) => ({ stem, count }))
  const { rows } = await sql<{ stem: string; last: number }>`
    insert into username_counters (stem, last)
    select stem, count from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w (stem text, count integer) order by stem
    on conflict (stem) do update set last = username_counters.last + excluded.last
    returning stem, last`.execute(trx)
  const given = new Map(rows.map(({ stem, last }) => [stem, last - (counted.get(stem) ?? 0)]))
  return (stem) => {
    const number = (given.get(stem) ?? 0) + 1
    given.set(stem, number)
    return number
  }
}
