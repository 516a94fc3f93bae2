import { expect, it } from 'vitest'
import { passwordProblems } from './domain/password-policy.ts'
import { POLICY_PROFILES } from './domain/policy-profile.ts'
import { newTypablePassword } from './secrets.ts'

const MANY = Array.from({ length: 2_000 }, newTypablePassword)

it('a generated password is four groups of five, of characters that look like no other, and never the same (S24)', () => {
  for (const password of MANY) expect(password).toMatch(/^[a-hjkmnp-z2-9]{5}(?:-[a-hjkmnp-z2-9]{5}){3}$/u)
  expect(new Set(MANY).size).toBe(MANY.length)
  // Every character of the 31, so that 20 of them are 99 bits.
  expect(new Set(MANY.join('').replaceAll('-', '')).size).toBe(31)
})

it('a generated password meets every profile’s own policy (S24)', () => {
  for (const profile of Object.values(POLICY_PROFILES)) {
    for (const password of MANY.slice(0, 300)) expect(passwordProblems({ password, profile, context: null })).toEqual([])
  }
})
