import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DatabaseAwayError, isDatabaseUnavailable } from './unavailable.ts'

const nowhere = join(tmpdir(), 'no-such-folder', '.s.PGSQL.5432')

describe('what counts as a database that does not answer (I-39)', () => {
  it('takes in one that was never there, and one that ends its connections', () => {
    expect(isDatabaseUnavailable(new DatabaseAwayError())).toBe(true)
    expect(isDatabaseUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true)
    expect(isDatabaseUnavailable(Object.assign(new Error('shutting down'), { code: '57P01' }))).toBe(true)
    expect(isDatabaseUnavailable(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBe(true)
  })

  it('takes in a server whose socket file is gone', async () => {
    const error = await new Promise((resolve) => connect(nowhere).on('error', resolve))
    expect(error).toMatchObject({ code: 'ENOENT' })
    expect(isDatabaseUnavailable(error)).toBe(true)
  })

  it('leaves out a file of ours that is missing, a broken query, and what is no error', async () => {
    const error: unknown = await readFile(nowhere).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ENOENT' })
    expect(isDatabaseUnavailable(error)).toBe(false)
    expect(isDatabaseUnavailable(Object.assign(new Error('syntax error'), { code: '42601' }))).toBe(false)
    expect(isDatabaseUnavailable('57P01')).toBe(false)
  })
})
