import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmptyDatabase, type EmptyDatabase } from '../../test/support/empty-database.ts'
import { statement } from './statement.ts'

let database: EmptyDatabase

beforeAll(async () => {
  database = await createEmptyDatabase()
})
afterAll(async () => {
  await database.close()
})

type Difference = { from: number; take: number }

const subtract = statement<Difference, { difference: number }>(
  (the) => sql`select ${the.from}::integer - ${the.take}::integer as difference`,
)

describe('a statement', () => {
  it('takes its parameters by name, in whatever order they are given', async () => {
    expect(await subtract(database.open(), { from: 5, take: 3 })).toEqual([{ difference: 2 }])
    expect(await subtract(database.open(), { take: 3, from: 5 })).toEqual([{ difference: 2 }])
  })

  it('leaves alone what its template does not ask for', async () => {
    const more = { from: 5, take: 3, other: 'unused' }
    expect(await subtract(database.open(), more)).toEqual([{ difference: 2 }])
  })

  it('may use a parameter several times, and nulls, bytes and times as values', async () => {
    type Values = { missing: string | null; bytes: Buffer; at: Date }
    const echo = statement<Values, { missing: null; bytes: Buffer; again: Buffer; at: Date }>(
      (the) => sql`select ${the.missing}::text as missing, ${the.bytes}::bytea as bytes, ${the.bytes}::bytea as again,
        ${the.at}::timestamptz as at`,
    )
    const [bytes, at] = [Buffer.from([0, 255]), new Date('2030-01-02T03:04:05.678Z')]
    expect(await echo(database.open(), { missing: null, bytes, at })).toEqual([{ missing: null, bytes, again: bytes, at }])
  })

  it('is written once, however often and at whatever connection it runs', async () => {
    let written = 0
    const count = statement<{ by: number }, { by: number }>((the) => {
      written += 1
      return sql`select ${the.by}::integer as by`
    })
    expect(written).toBe(0)
    for (const by of [1, 2, 3]) expect(await count(database.open(), { by })).toEqual([{ by }])
    expect(written).toBe(1)
  })

  it('names its columns itself: nothing is made of underscores', async () => {
    const name = statement<{ value: number }, object>((the) => sql`select ${the.value}::integer as "twoWords", 1 as two_words`)
    expect(await name(database.open(), { value: 7 })).toEqual([{ twoWords: 7, two_words: 1 }])
  })

  it('runs in the transaction that it is given', async () => {
    const db = database.open()
    await sql`create table notes (text text)`.execute(db)
    const insert = statement<{ text: string }, never>((the) => sql`insert into notes values (${the.text})`)
    const undone = db.transaction().execute(async (trx) => {
      await insert(trx, { text: 'never' })
      throw new Error('undo')
    })
    await expect(undone).rejects.toThrow('undo')
    await insert(db, { text: 'stays' })
    expect((await sql`select text from notes`.execute(db)).rows).toEqual([{ text: 'stays' }])
  })

  it('carries values that look like SQL as values', async () => {
    const echo = statement<{ text: string }, { text: string }>((the) => sql`select ${the.text}::text as text`)
    const text = `'; drop table notes; -- $1`
    expect(await echo(database.open(), { text })).toEqual([{ text }])
  })
})
