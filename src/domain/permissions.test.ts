import { describe, expect, it } from 'vitest'
import type { Condition } from './account-state.ts'
import {
  actsOnUsers,
  allowedVerbs,
  denialOf,
  isPlaceable,
  mayDo,
  mayGrant,
  mayRead,
  MEMBER_ACTS,
  MEMBER_EDITS,
  reaches,
  SUBSCRIPTION_RIGHTS,
  type ExtraRight,
  type MemberEdit,
  type MemberVerb,
  type PermissionTarget,
  type Standing,
  type SubscriptionRight,
} from './permissions.ts'
import { isRole, PLATFORM_ROLES, type Role } from './roles.ts'

const ALL_ROLES = Object.keys(PLATFORM_ROLES).filter(isRole)
const [HERE, THERE] = ['unit-here', 'unit-there']

const STATES = {
  pending: { state: 'pending_activation', reason: null },
  active: { state: 'active', reason: null },
  frozen: { state: 'inactive', reason: 'failed_sign_ins' },
  deactivated: { state: 'inactive', reason: 'deactivated' },
  idle: { state: 'inactive', reason: 'idle' },
} as const satisfies Record<string, Condition>

type StateName = keyof typeof STATES

function standing(role: Role, more: Partial<Standing> = {}): Standing {
  return { accountId: 'a', role, businessUnitId: null, extraRights: [], seesOnlyUnit: false, ...more }
}

function target(state: StateName, more: Partial<PermissionTarget> = {}): PermissionTarget {
  const isNoContact = { isPointOfContact: false, isUnitPointOfContact: false }
  return { accountId: 'u', role: 'reader', businessUnitId: null, ...isNoContact, ...STATES[state], ...more }
}

const MANAGER = standing('manager')

/** What somebody may do to a user on whom they act, by state. Everything else is denied. */
const ALLOWED: Readonly<Record<StateName, readonly MemberVerb[]>> = {
  pending: ['resend_welcome', 'cancel'],
  active: ['send_reset', 'end_sessions', 'deactivate'],
  frozen: ['activate', 'end_sessions'],
  deactivated: ['activate', 'end_sessions'],
  idle: ['activate', 'end_sessions'],
}

const STATE_NAMES = Object.keys(STATES) as readonly StateName[]

/** Written out a second time, by hand, as `rules.md` of the product says it: who acts on whom, without units. */
const ACTS_ON: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  manager: ALL_ROLES,
  user_administrator: ALL_ROLES.filter((role) => role !== 'manager' && role !== 'user_administrator'),
}

describe('the table of rights', () => {
  const cells = ALL_ROLES.flatMap((role) => ALL_ROLES.flatMap((of) => STATE_NAMES.map((state) => [role, of, state] as const)))

  it.each(cells)('%s on a %s who is %s (I-27)', (role, of, state) => {
    const isContact = of === 'contact'
    const allowed = (ACTS_ON[role] ?? []).includes(of) ? ALLOWED[state].filter((verb) => !isContact || verb === 'cancel') : []
    expect(allowedVerbs(standing(role), target(state, { role: of }))).toEqual(allowed)
    for (const verb of [...MEMBER_ACTS, ...MEMBER_EDITS]) {
      const denial = denialOf(verb, standing(role), target(state, { role: of }))
      expect([verb, denial === 'forbidden']).toEqual([verb, !(ACTS_ON[role] ?? []).includes(of) || isOnlyForManagers(verb, role)])
    }
  })

  const isOnlyForManagers = (verb: MemberVerb | MemberEdit, role: Role) => verb === 'change_rights' && role !== 'manager'

  it.each(ALL_ROLES.flatMap((of) => [HERE, THERE, null].map((unit) => [of, unit] as const)))(
    'a Unit Manager on a %s of %s: those of their own unit, but Managers (I-27)',
    (role, businessUnitId) => {
      const allowed = businessUnitId === HERE && role !== 'manager'
      const actor = standing('unit_manager', { businessUnitId: HERE })
      expect(reaches(actor, { role, businessUnitId })).toBe(allowed)
      expect(denialOf('edit', actor, target('active', { role, businessUnitId }))).toBe(allowed ? null : 'forbidden')
    },
  )

  it('gives a Unit Manager without a unit nobody to act on', () => {
    expect(actsOnUsers(standing('unit_manager'))).toBe(false)
    expect(
      Object.keys(SUBSCRIPTION_RIGHTS).filter((right) => mayDo(right as SubscriptionRight, standing('unit_manager'))),
    ).toEqual([])
  })

  it('keeps a User Administrator who is in a unit to it', () => {
    const actor = standing('user_administrator', { businessUnitId: HERE })
    expect([HERE, THERE, null].map((businessUnitId) => reaches(actor, { role: 'reader', businessUnitId }))).toEqual([
      true,
      false,
      false,
    ])
    expect(reaches(actor, { role: 'user_administrator', businessUnitId: HERE })).toBe(false)
  })

  it.each(['deactivate', 'change_role', 'move', 'change_email'] as const)('lets nobody %s themselves (N09)', (verb) => {
    const self = { accountId: 'a', role: 'manager' } as const
    expect(denialOf(verb, MANAGER, target('active', self))).toBe('not_oneself')
    expect(denialOf(verb, MANAGER, target('active', { ...self, accountId: 'm2' }))).toBeNull()
  })

  it.each([
    ['deactivate', 'active'],
    ['cancel', 'pending'],
    ['change_role', 'active'],
    ['move', 'active'],
  ] as const)('does not %s a point of contact before that is passed on', (verb, state) => {
    expect(denialOf(verb, MANAGER, target(state, { isPointOfContact: true }))).toBe('point_of_contact')
    expect(denialOf(verb, MANAGER, target(state, { isUnitPointOfContact: true }))).toBe('point_of_contact')
  })

  it('lets extra rights be given by Managers to Unit Managers only', () => {
    expect(denialOf('change_rights', MANAGER, target('active', { role: 'unit_manager', businessUnitId: HERE }))).toBeNull()
    expect(denialOf('change_rights', MANAGER, target('active'))).toBe('wrong_state')
  })
})

describe('granting', () => {
  it.each(ALL_ROLES.flatMap((by) => ALL_ROLES.map((role) => [by, role] as const)))(
    '%s grants the role %s only where they could act on it (I-27)',
    (by, role) => {
      const placement = { role, businessUnitId: role === 'manager' ? null : HERE }
      const actor = standing(by, { businessUnitId: by === 'unit_manager' ? HERE : null })
      // An Auditor reads the trail: who does not, makes none.
      const lends = role === 'auditor' && by !== 'manager'
      expect(mayGrant(actor, placement)).toBe(reaches(actor, placement) && !lends)
    },
  )

  it('lets a Unit Manager make an Auditor of their unit only where they read its trail themselves', () => {
    const auditor = { role: 'auditor', businessUnitId: HERE } as const
    expect(mayGrant(standing('unit_manager', { businessUnitId: HERE }), auditor)).toBe(false)
    expect(mayGrant(standing('unit_manager', { businessUnitId: HERE, extraRights: ['read_audit'] }), auditor)).toBe(true)
  })

  it('moves nobody into a unit on which the mover could not act', () => {
    const actor = standing('unit_manager', { businessUnitId: HERE })
    expect([HERE, THERE, null].map((businessUnitId) => mayGrant(actor, { role: 'reader', businessUnitId }))).toEqual([
      true,
      false,
      false,
    ])
  })

  it('lets a Unit Manager with the extra right take in who is in no unit, and do nothing else to them', () => {
    const actor = standing('unit_manager', { businessUnitId: HERE, extraRights: ['take_in_users'] })
    expect(denialOf('move', actor, target('active'))).toBeNull()
    expect(denialOf('deactivate', actor, target('active'))).toBe('forbidden')
    expect(denialOf('move', actor, target('active', { businessUnitId: THERE }))).toBe('forbidden')
    expect(denialOf('move', actor, target('active', { role: 'manager' }))).toBe('forbidden')
  })

  it('lets nobody take in, and so cut down, who acts on the users of every unit (I-27)', () => {
    const actor = standing('unit_manager', { businessUnitId: HERE, extraRights: ['take_in_users'] })
    expect(denialOf('move', actor, target('active', { role: 'user_administrator' }))).toBe('forbidden')
  })

  it('places Managers in no unit, and Unit Managers in one', () => {
    expect(isPlaceable({ role: 'manager', businessUnitId: HERE })).toBe(false)
    expect(isPlaceable({ role: 'unit_manager', businessUnitId: null })).toBe(false)
    expect(isPlaceable({ role: 'unit_manager', businessUnitId: HERE })).toBe(true)
  })
})

describe('reading', () => {
  it('shows a unit that keeps to itself its own people and the Managers (S08)', () => {
    const actor = standing('reader', { businessUnitId: HERE, seesOnlyUnit: true })
    const sees = (role: Role, businessUnitId: string | null) => mayRead(actor, { accountId: 'u', role, businessUnitId })
    expect([sees('reader', HERE), sees('manager', null), sees('reader', THERE), sees('reader', null)]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(mayRead(standing('reader', { businessUnitId: HERE }), { accountId: 'u', role: 'reader', businessUnitId: THERE })).toBe(
      true,
    )
  })
})

describe('rights in a subscription', () => {
  const HOLDERS: Readonly<Record<SubscriptionRight, readonly Role[]>> = {
    add_users: ['manager', 'unit_manager', 'user_administrator'],
    decide_requests: ['manager', 'unit_manager', 'user_administrator'],
    create_tokens: ['manager', 'unit_manager', 'user_administrator'],
    oversee_tokens: ['manager'],
    import_users: ['manager', 'user_administrator'],
    export_users: ['manager', 'user_administrator'],
    appoint_unit_point_of_contact: ['manager', 'unit_manager'],
    appoint_point_of_contact: ['manager'],
    manage_units: ['manager'],
    change_settings: ['manager'],
    read_audit: ['manager', 'auditor'],
  }

  it.each(Object.entries(HOLDERS))('%s is of %j (I-27)', (right, holders) => {
    const having = ALL_ROLES.filter((role) => mayDo(right as SubscriptionRight, standing(role, { businessUnitId: HERE })))
    expect(having).toEqual(ALL_ROLES.filter((role) => holders.includes(role)))
  })

  it.each([
    ['import_users', 'import_users'],
    ['export_users', 'import_users'],
    ['read_audit', 'read_audit'],
  ] as const)('%s comes to a Unit Manager with the extra right %s, and to nobody else', (right, extra: ExtraRight) => {
    const more = { businessUnitId: HERE, extraRights: [extra] }
    expect(mayDo(right, standing('unit_manager', more))).toBe(true)
    expect(mayDo(right, standing('reader', more))).toBe(false)
  })
})
