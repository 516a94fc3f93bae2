import { expect, test } from 'vitest'
import { POLICY_PROFILES } from '../domain/policy-profile.ts'
import { PRODUCTS } from '../domain/product.ts'
import { passwordHint } from './password-hint.ts'

test('each profile says what it asks of a password, before anybody types one (S10, S28)', () => {
  expect(passwordHint(POLICY_PROFILES.faq.password, PRODUCTS.platform.words)).toBe(
    '15 to 128 characters of any kind; a few words do well. Not your name, your username or your company.',
  )
  expect(passwordHint(POLICY_PROFILES.pci.password, PRODUCTS.pci.words)).toBe(
    '12 to 128 characters, letters and digits among them; a few words and a number do well. Not your name, your user login or your company, and none of your last 4 passwords.',
  )
})
