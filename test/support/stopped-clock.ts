import { sql } from 'kysely'
import type { App } from '../../src/app.ts'

const NOON = Date.UTC(2027, 0, 1, 12)

/** Stops a world's clock at so many seconds after a noon: on limits of a second, running time would blur the tests. */
export async function stopClockAt(app: App, seconds: number): Promise<void> {
  const body = `select timestamptz '${new Date(NOON + seconds * 1_000).toISOString()}'`
  await sql`create or replace function gatehouse_now() returns timestamptz language sql stable parallel safe as ${sql.lit(body)}`.execute(
    app.db,
  )
}
