import { describe, expect, it } from 'vitest'
import {
  conditionAfter,
  describeCondition,
  isAllowed,
  maySignIn,
  REASON_WORDS,
  TRANSITIONS,
  type Condition,
  type InactiveReason,
  type Transition,
} from './account-state.ts'

const PENDING: Condition = { state: 'pending_activation', reason: null }
const ACTIVE: Condition = { state: 'active', reason: null }
const inactive = (reason: InactiveReason): Condition => ({ state: 'inactive', reason })
const FROZEN = inactive('failed_sign_ins')
const CONDITIONS = [PENDING, ACTIVE, FROZEN, inactive('deactivated'), inactive('idle')]

/** Every documented change: from, and to (with a password, without one); 'gone' where the account is deleted. */
const DOCUMENTED: readonly (readonly [Transition, Condition, Condition | 'gone', Condition | 'gone'])[] = [
  ['complete_activation', PENDING, ACTIVE, ACTIVE],
  ['freeze', ACTIVE, FROZEN, FROZEN],
  ['unfreeze', FROZEN, ACTIVE, ACTIVE],
  ['activate', FROZEN, ACTIVE, PENDING],
  ['activate', inactive('deactivated'), ACTIVE, PENDING],
  ['activate', inactive('idle'), ACTIVE, PENDING],
  ['deactivate', ACTIVE, inactive('deactivated'), inactive('deactivated')],
  ['idle_out', ACTIVE, inactive('idle'), inactive('idle')],
  ['cancel', PENDING, 'gone', 'gone'],
]

describe('account states', () => {
  it.each(TRANSITIONS.flatMap((transition) => CONDITIONS.map((from) => [transition, describeCondition(from), from] as const)))(
    '%s from %s happens only where it is documented (S17, I-29)',
    (transition, _words, from) => {
      const documented = DOCUMENTED.find(
        ([name, start]) => name === transition && start.state === from.state && start.reason === from.reason,
      )
      expect(isAllowed(transition, from)).toBe(documented !== undefined)
      if (!documented) return
      const [, , withPassword, without] = documented
      expect(conditionAfter(transition, true) ?? 'gone').toEqual(withPassword)
      expect(conditionAfter(transition, false) ?? 'gone').toEqual(without)
    },
  )

  it('lets only Active sign in (S17)', () => {
    expect(CONDITIONS.filter(maySignIn)).toEqual([ACTIVE])
  })

  it('has a reason exactly where it is Inactive, whichever way it got there', () => {
    const reached = TRANSITIONS.flatMap((transition) =>
      [true, false].map((hasPassword) => conditionAfter(transition, hasPassword)),
    )
    const wrong = reached.filter((condition) => condition && (condition.reason !== null) !== (condition.state === 'inactive'))
    expect(wrong).toEqual([])
  })

  it.each([
    [PENDING, 'Pending Activation'],
    [ACTIVE, 'Active'],
    [FROZEN, 'Inactive (failed sign-ins)'],
    [inactive('deactivated'), 'Inactive (deactivated)'],
    [inactive('idle'), 'Inactive (idle)'],
  ])('says %o in the words of the screen', (condition, words) => {
    expect(describeCondition(condition)).toBe(words)
    expect(Object.keys(REASON_WORDS)).toHaveLength(3)
  })
})
