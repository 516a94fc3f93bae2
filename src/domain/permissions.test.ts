import { describe, expect, it } from 'vitest'
import type { Condition } from './account-state.ts'
import { allowedVerbs, denialOf, mayActOnUsers, MEMBER_VERBS, type Denial, type MemberVerb } from './permissions.ts'
import { isRole, ROLES, type Role } from './roles.ts'

const ALL_ROLES = Object.keys(ROLES).filter(isRole)
const MANAGER = { accountId: 'm', role: 'manager' } as const

const STATES = {
  pending: { state: 'pending_activation', reason: null },
  active: { state: 'active', reason: null },
  frozen: { state: 'inactive', reason: 'failed_sign_ins' },
  deactivated: { state: 'inactive', reason: 'deactivated' },
  idle: { state: 'inactive', reason: 'idle' },
} as const satisfies Record<string, Condition>

type StateName = keyof typeof STATES

function target(state: StateName, more: { role?: Role; isPointOfContact?: boolean; accountId?: string } = {}) {
  return { accountId: 'u', role: 'reader', isPointOfContact: false, ...STATES[state], ...more } as const
}

/** What a Manager may do to another user, by state. Everything else is denied. */
const ALLOWED: Readonly<Record<StateName, readonly MemberVerb[]>> = {
  pending: ['resend_welcome', 'cancel'],
  active: ['send_reset', 'end_sessions', 'deactivate'],
  frozen: ['activate', 'end_sessions'],
  deactivated: ['activate', 'end_sessions'],
  idle: ['activate', 'end_sessions'],
}

const STATE_NAMES = Object.keys(STATES) as readonly StateName[]

describe('the table of rights', () => {
  it('lets Managers act and nobody else, for now (S08, I-27)', () => {
    expect(ALL_ROLES.filter(mayActOnUsers)).toEqual(['manager'])
  })

  it.each(ALL_ROLES.flatMap((role) => STATE_NAMES.map((state) => [role, state] as const)))(
    '%s on a user who is %s (I-27)',
    (role, state) => {
      const allowed = role === 'manager' ? ALLOWED[state] : []
      const actor = { accountId: 'a', role }
      expect(allowedVerbs(actor, target(state))).toEqual(allowed)
      for (const verb of MEMBER_VERBS) {
        const denial: Denial = role === 'manager' ? 'wrong_state' : 'forbidden'
        expect(denialOf(verb, actor, target(state))).toBe(allowed.includes(verb) ? null : denial)
      }
    },
  )

  it('never lets anybody deactivate themselves (N09)', () => {
    expect(denialOf('deactivate', MANAGER, target('active', { accountId: 'm', role: 'manager' }))).toBe('not_oneself')
    expect(denialOf('deactivate', MANAGER, target('active', { accountId: 'm2', role: 'manager' }))).toBeNull()
  })

  it.each([
    ['deactivate', 'active'],
    ['cancel', 'pending'],
  ] as const)('does not %s the point of contact', (verb, state) => {
    expect(denialOf(verb, MANAGER, target(state, { isPointOfContact: true }))).toBe('point_of_contact')
  })

  it('leaves nothing to do to a Contact but to take it back: it never signs in', () => {
    expect(allowedVerbs(MANAGER, target('pending', { role: 'contact' }))).toEqual(['cancel'])
  })
})
