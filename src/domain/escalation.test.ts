import { describe, expect, test } from 'vitest'
import type { Condition } from './account-state.ts'
import { type Helper, whoCanHelp } from './escalation.ts'

const active: Condition = { state: 'active', reason: null }
const pending: Condition = { state: 'pending_activation', reason: null }
const frozen: Condition = { state: 'inactive', reason: 'failed_sign_ins' }
const deactivated: Condition = { state: 'inactive', reason: 'deactivated' }
const idle: Condition = { state: 'inactive', reason: 'idle' }

const withManagers = { isSoleUser: false, hasActiveManagers: true }
const withoutManagers = { isSoleUser: false, hasActiveManagers: false }
const sole = { isSoleUser: true, hasActiveManagers: false }

describe('who can help me', () => {
  test.each<[Condition, readonly Helper[]]>([
    [active, ['self_service', 'poc_and_managers']],
    [pending, ['self_service', 'poc_and_managers']],
    [frozen, ['self_service', 'poc_and_managers']],
    [deactivated, ['poc_and_managers']],
    [idle, ['poc_and_managers']],
  ])('among active Managers, %o: %j (S06, S11, S19)', (condition, helpers) => {
    expect(whoCanHelp({ ...condition, ...withManagers })).toEqual(helpers)
  })

  test.each<[Condition, readonly Helper[]]>([
    [active, ['self_service', 'tam_and_support']],
    [pending, ['self_service', 'tam_and_support']],
    [frozen, ['self_service', 'tam_and_support']],
    [deactivated, ['tam_and_support']],
    [idle, ['tam_and_support']],
  ])('alone, or with no active Manager left, %o: %j (S12, S20)', (condition, helpers) => {
    expect(whoCanHelp({ ...condition, ...sole })).toEqual(helpers)
    expect(whoCanHelp({ ...condition, ...withoutManagers })).toEqual(helpers)
  })

  test('a subscription that switched self-unfreeze off sends the frozen to its Managers alone', () => {
    expect(whoCanHelp({ ...frozen, ...withManagers, selfUnfreeze: false })).toEqual(['poc_and_managers'])
  })

  test('self-unfreeze cannot be switched off for the one whom no Manager could help', () => {
    expect(whoCanHelp({ ...frozen, ...sole, selfUnfreeze: false })).toEqual(['self_service', 'tam_and_support'])
  })

  test('the switch leaves Forgot Password alone', () => {
    expect(whoCanHelp({ ...active, ...withManagers, selfUnfreeze: false })).toEqual(['self_service', 'poc_and_managers'])
  })

  test('in an expired subscription nobody helps themselves', () => {
    expect(whoCanHelp({ ...active, ...withManagers, subscriptionExpired: true })).toEqual(['poc_and_managers', 'tam_and_support'])
  })
})
