import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmptyDatabase, type EmptyDatabase } from '../../test/support/empty-database.ts'
import { parseExactNumber } from './connect.ts'
import type { Database } from './schema.ts'

let database: EmptyDatabase

beforeAll(async () => {
  database = await createEmptyDatabase()
})
afterAll(async () => {
  await database.close()
})

async function select<Value>(db: Database, expression: ReturnType<typeof sql<Value>>): Promise<Value | undefined> {
  const { rows } = await sql<{ value: Value }>`select ${expression} as value`.execute(db)
  return rows[0]?.value
}

describe('numbers', () => {
  it.each([
    ['0', 0],
    ['-7', -7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['12.5', 12.5],
  ])('%s is %d', (text, number) => {
    expect(parseExactNumber(text)).toBe(number)
  })

  it.each(['9007199254740993', '-9007199254740993', '9223372036854775807'])(
    '%s is refused, since digits would be lost',
    (text) => {
      expect(() => parseExactNumber(text)).toThrow(RangeError)
    },
  )

  it('bigint, count and sum arrive as numbers', async () => {
    const db = database.open()
    expect(await select(db, sql`count(*)`)).toBe(1)
    expect(await select(db, sql`9007199254740991::bigint`)).toBe(Number.MAX_SAFE_INTEGER)
    expect(await select(db, sql`(select sum(n) from generate_series(1, 3) as t(n))`)).toBe(6)
    await expect(select(db, sql`9223372036854775807::bigint`)).rejects.toThrow(RangeError)
  })

  it('keys inside jsonb keep their spelling, columns lose their underscores', async () => {
    const { rows } = await sql`select '{"snake_key": {"a_b": 1}}'::jsonb as the_json`.execute(database.open())
    expect(rows).toEqual([{ theJson: { snake_key: { a_b: 1 } } }])
  })
})

describe('statements', () => {
  const prepared = async (db: Database) => select(db, sql`(select count(*) from pg_prepared_statements)`)
  const ask = (db: Database, index: number) => select(db, sql`${1}::integer + ${sql.raw(String(index))}`)

  it('are named: prepared once on a connection, however often they are sent', async () => {
    const db = database.open({ poolSize: 1 })
    for (let times = 0; times < 5; times += 1) expect(await ask(db, 1)).toBe(2)
    expect(await prepared(db)).toBe(1)
  })

  it('are named up to a bound, and work beyond it', async () => {
    const db = database.open({ poolSize: 1 })
    for (let index = 0; index < 1_050; index += 1) expect(await ask(db, index)).toBe(index + 1)
    expect(await prepared(db)).toBe(1_000)
    expect(await ask(db, 3)).toBe(4)
  })

  it('are not named where a pooler would lose them', async () => {
    const db = database.open({ poolSize: 1, namedStatements: false })
    for (let times = 0; times < 3; times += 1) await ask(db, 1)
    expect(await prepared(db)).toBe(0)
  })
})

describe('I-39 every wait has an end', () => {
  it.each([
    ['statement_timeout', '10s'],
    ['lock_timeout', '5s'],
    ['idle_in_transaction_session_timeout', '15s'],
  ])('%s is %s', async (name, value) => {
    expect(await select(database.open(), sql`current_setting(${name})`)).toBe(value)
  })

  it('for a free connection, too', async () => {
    const db = database.open({ poolSize: 1 })
    await db.transaction().execute(async () => {
      await expect(select(db, sql`1`)).rejects.toThrow('timeout')
    })
  })
})
