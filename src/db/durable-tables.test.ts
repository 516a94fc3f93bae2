import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createWorld } from '../../test/support/world.ts'

it('I-14 I-38 no table, the budgets and the queue included, is one that PostgreSQL empties after a crash', async () => {
  const world = await createWorld({ work: false })
  try {
    const { rows } = await sql<{ name: string; isLogged: boolean }>`
      select c.oid::regclass::text as name, c.relpersistence = 'p' as is_logged from pg_class c
      where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'jobs'::regnamespace)`.execute(world.app.db)
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['guard_budgets', 'mails', 'jobs.job']))
    expect(rows.filter(({ isLogged }) => !isLogged)).toEqual([])
  } finally {
    await world.close()
  }
})
