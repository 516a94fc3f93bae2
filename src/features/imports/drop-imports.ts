import { sql } from 'kysely'
import { secondsAgo } from '../../clock.ts'
import type { Database } from '../../db/schema.ts'

const DAY = 24 * 60 * 60
/** How long it is told that there was an import, and how it went. */
const MEMORY_SECONDS = 90 * DAY

/** Of one person one file waits at a time: what waited before is dropped, with what it held. */
export async function dropWaitingImports(db: Database, accountId: string): Promise<void> {
  await db.deleteFrom('userImports').where('accountId', '=', accountId).where('state', 'in', ['reading', 'checked']).execute()
}

/** Hourly: rows live a day at most after the file came or was done; what waits for its start is dropped with them. */
export async function forgetImports(db: Database): Promise<void> {
  await db
    .deleteFrom('userImports')
    .where('state', 'in', ['reading', 'checked'])
    .where('createdAt', '<', secondsAgo(DAY))
    .execute()
  await sql`delete from user_import_rows r using user_imports i
    where i.id = r.import_id and i.ended_at < gatehouse_now() - make_interval(secs => ${DAY})`.execute(db)
  await db.deleteFrom('userImports').where('endedAt', '<', secondsAgo(MEMORY_SECONDS)).execute()
}
