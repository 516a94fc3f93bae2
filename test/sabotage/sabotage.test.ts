import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/build.ts'
import { SABOTAGES } from './all.ts'
import { sabotaged } from './sabotage.ts'

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

describe('every sabotage', () => {
  it.each(SABOTAGES.map((sabotage) => [sabotage.bug, sabotage] as const))('still has its place: %s', (_, sabotage) => {
    expect(sabotaged(read(sabotage.file), sabotage)).not.toBe(read(sabotage.file))
  })

  it('has tests that are there and name the invariant', () => {
    const unnamed = SABOTAGES.flatMap(({ invariant, tests }) =>
      tests.filter((test) => !existsSync(join(ROOT, test)) || !read(test).includes(invariant)).map((test) => [invariant, test]),
    )
    expect(unnamed).toEqual([])
  })

  it('refuses a place that is gone, or is there twice', () => {
    const sabotage = { invariant: 'I-00', bug: '', file: 'x.ts', find: 'a', replace: 'b', tests: [] } as const
    expect(() => sabotaged('c', sabotage)).toThrow('0 times')
    expect(() => sabotaged('a a', sabotage)).toThrow('2 times')
    expect(sabotaged('an a$&', { ...sabotage, find: 'a$&', replace: '$1' })).toBe('an $1')
  })
})
