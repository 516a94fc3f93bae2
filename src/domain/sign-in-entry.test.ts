import { expect, test } from 'vitest'
import { entryOf } from './sign-in-entry.ts'

const HERE = { isExpired: false, isElsewhere: false }

test.each([
  ['active', 'own', 'session'],
  ['active', 'expired', 'expired_password'],
  ['active', 'temporary', 'temporary_password'],
  ['active', 'temporary_ended', null],
  ['pending_activation', 'own', null],
  ['pending_activation', 'expired', null],
  ['pending_activation', 'temporary', 'temporary_password'],
  ['pending_activation', 'temporary_ended', null],
  ['inactive', 'own', null],
  ['inactive', 'expired', null],
  ['inactive', 'temporary', null],
  ['inactive', 'temporary_ended', null],
] as const)(
  'a right password that is on an account that is %s, and is %s, opens: %s (S17, I-06, I-29)',
  (state, standing, entry) => {
    expect(entryOf({ state, standing, ...HERE })).toBe(entry)
    expect(entryOf({ state, standing, ...HERE, isExpired: true })).toBeNull()
    expect(entryOf({ state, standing, ...HERE, isElsewhere: true })).toBeNull()
  },
)
