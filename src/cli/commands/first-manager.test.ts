import { expect, test } from 'vitest'
import { PRODUCTS } from '../../domain/product.ts'
import { UsageError } from '../usage-error.ts'
import { checkUsernameOption } from './first-manager.ts'

test.each([
  ['platform', null, {}],
  ['pci', 'jane@acme', { username: 'jane@acme' }],
] as const)('on the product %s --username %s is taken (S26)', (product, username, expected) => {
  expect(checkUsernameOption(PRODUCTS[product], 'X1', username)).toEqual(expected)
})

test.each([
  ['platform', 'jane@acme', '--username can’t be chosen on X1'],
  ['pci', null, '--username must be given: on X1 every user login is chosen'],
] as const)(
  'on the product %s --username %s is not understood, and the reason is one line (S26)',
  (product, username, reason) => {
    const check = () => checkUsernameOption(PRODUCTS[product], 'X1', username)
    expect(check).toThrow(UsageError)
    expect(check).toThrow(reason)
  },
)
