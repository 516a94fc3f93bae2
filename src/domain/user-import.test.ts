import { describe, expect, it } from 'vitest'
import type { Standing } from './permissions.ts'
import type { UserRow } from './user-csv.ts'
import { decideRow, managersAfter, type KnownMember, type RowQuestion } from './user-import.ts'

const MANAGER: Standing = { accountId: 'm', role: 'manager', businessUnitId: null, extraRights: [], seesOnlyUnit: false }
const UNIT_MANAGER: Standing = {
  ...MANAGER,
  accountId: 'u',
  role: 'unit_manager',
  businessUnitId: 'north',
  extraRights: ['import_users'],
}

const NARROW: Standing = { ...UNIT_MANAGER, seesOnlyUnit: true }

const ROW: UserRow = {
  externalId: 'A1',
  username: null,
  firstName: 'Ann',
  lastName: 'Lee',
  email: 'ann@mail.test',
  role: 'reader',
  unitName: undefined,
  passwordHash: null,
}

const MEMBER: KnownMember = {
  accountId: 'a',
  username: 'acme_al1',
  email: 'ann@mail.test',
  firstName: 'Ann',
  lastName: 'Lee',
  role: 'reader',
  businessUnitId: null,
  extraRights: [],
  externalId: 'A1',
  state: 'active',
  reason: null,
  isPointOfContact: false,
  isUnitPointOfContact: false,
}

type Given = {
  row?: Partial<UserRow>
  actor?: Standing
  member?: Partial<KnownMember> | null
  byUsername?: Partial<KnownMember>
  unit?: RowQuestion['unit']
  hasUnit?: false
  activeManagers?: number
}

function question({
  row,
  actor = MANAGER,
  member = null,
  byUsername,
  unit = null,
  hasUnit,
  activeManagers = 2,
}: Given): RowQuestion {
  return {
    row: { ...ROW, ...row },
    actor,
    known: {
      byExternalId: member && { ...MEMBER, ...member },
      byUsername: byUsername ? { ...MEMBER, externalId: null, ...byUsername } : null,
    },
    unit: hasUnit === false ? undefined : unit,
    activeManagers,
  }
}

const NORTH = { unit: { id: 'north', isNew: false }, unitName: 'North' }

describe('A06 a row about somebody new', () => {
  it.each<[string, Given, object]>([
    ['is created', {}, { fate: 'created', businessUnitId: null, notes: [] }],
    ['is created in its unit', { row: { unitName: 'North' }, unit: NORTH.unit }, { fate: 'created', businessUnitId: 'north' }],
    ['is created in the unit of whoever acts in one', { actor: UNIT_MANAGER }, { fate: 'created', businessUnitId: 'north' }],
    ['gets a username of ours', { row: { username: 'old' } }, { fate: 'created', notes: ['username_new'] }],
    ['with a hash, by a Manager', { row: { passwordHash: '$2b$…' } }, { fate: 'created' }],
  ])('%s', (_, given, decision) => {
    expect(decideRow(question(given))).toMatchObject(decision)
  })

  it.each<[string, Given]>([
    ['unit_unknown', { hasUnit: false }],
    ['no_key', { row: { externalId: null, username: 'gone' } }],
    ['unit_needed', { row: { role: 'unit_manager' } }],
    ['manager_in_unit', { row: { role: 'manager', unitName: 'North' }, unit: NORTH.unit }],
    ['forbidden', { actor: UNIT_MANAGER, row: { role: 'manager', unitName: null } }],
    ['forbidden', { actor: UNIT_MANAGER, row: { unitName: null } }],
    ['forbidden', { actor: UNIT_MANAGER, row: { unitName: 'South' }, unit: { id: 'south', isNew: false } }],
    ['hash_not_allowed', { actor: UNIT_MANAGER, row: { passwordHash: '$2b$…' } }],
    ['hash_of_contact', { row: { role: 'contact', passwordHash: '$2b$…' } }],
    // Somebody whom the actor can't see: as if there were nobody.
    ['no_key', { actor: NARROW, row: { externalId: null, username: 'acme_al1' }, byUsername: { businessUnitId: 'south' } }],
  ])('I-27 is refused: %s', (reason, given) => {
    expect(decideRow(question(given))).toEqual({ fate: 'refused', reasons: [reason] })
  })
})

describe('A06 a row about somebody known', () => {
  it.each<[string, Given, object]>([
    ['that says the same', { member: {} }, { fate: 'unchanged', notes: [] }],
    [
      'with another name',
      { member: { firstName: 'Anna' } },
      { fate: 'changed', changes: { firstName: { from: 'Anna', to: 'Ann' } } },
    ],
    [
      'with another role',
      { member: { role: 'scanner' } },
      { fate: 'changed', changes: { role: { from: 'scanner', to: 'reader' } } },
    ],
    ['that speaks of no unit', { member: { businessUnitId: 'north' } }, { fate: 'unchanged' }],
    [
      'that says: no unit',
      { member: { businessUnitId: 'north' }, row: { unitName: null } },
      { fate: 'changed', wanted: { businessUnitId: null } },
    ],
    ['with another address (I-37)', { member: { email: 'old@mail.test' } }, { fate: 'unchanged', notes: ['email_kept'] }],
    ['with the address in capitals', { member: { email: 'ANN@mail.test' } }, { fate: 'unchanged', notes: [] }],
    ['with a hash (I-28)', { member: {}, row: { passwordHash: '$2b$…' } }, { fate: 'unchanged', notes: ['password_kept'] }],
    ['found by username', { byUsername: {} }, { fate: 'changed', changes: { externalId: { from: null, to: 'A1' } } }],
    ['found by username, without external id', { byUsername: {}, row: { externalId: null } }, { fate: 'unchanged' }],
    ['that makes a Manager of them', { member: {}, row: { role: 'manager' } }, { fate: 'changed' }],
  ])('%s', (_, given, decision) => {
    expect(decideRow(question(given))).toMatchObject(decision)
  })

  it.each<[string, Given]>([
    ['username_of_another', { member: {}, row: { username: 'other' }, byUsername: { accountId: 'other' } }],
    ['username_of_another', { byUsername: { externalId: 'B7' } }],
    ['not_oneself', { member: { accountId: 'm', role: 'manager' } }],
    ['point_of_contact', { member: { role: 'manager', isPointOfContact: true } }],
    ['last_manager', { member: { role: 'manager' }, activeManagers: 1 }],
    ['has_signed_in', { member: {}, row: { role: 'contact' } }],
    ['forbidden', { actor: UNIT_MANAGER, member: { businessUnitId: 'south', firstName: 'Anna' } }],
    ['forbidden', { actor: { ...UNIT_MANAGER, seesOnlyUnit: true }, member: { businessUnitId: 'south' } }],
    [
      'forbidden',
      {
        actor: UNIT_MANAGER,
        member: { businessUnitId: 'north' },
        row: { unitName: 'South' },
        unit: { id: 'south', isNew: false },
      },
    ],
  ])('I-27 I-30 is refused: %s', (reason, given) => {
    expect(decideRow(question(given))).toEqual({ fate: 'refused', reasons: [reason] })
  })

  it('does not tell those who could not read it that an address differs', () => {
    const decision = decideRow(question({ actor: UNIT_MANAGER, member: { businessUnitId: 'south', email: 'old@mail.test' } }))
    expect(decision).toEqual({ fate: 'unchanged', notes: [] })
  })
})

it.each<[number, Given]>([
  [-1, { member: { role: 'manager' } }],
  [1, { member: {}, row: { role: 'manager' } }],
  [0, { member: { state: 'inactive', reason: 'idle' }, row: { role: 'manager' } }],
  [0, { member: { firstName: 'Anna' } }],
  [1, { row: { role: 'manager', passwordHash: '$2b$…' } }],
  [0, { row: { role: 'manager' } }],
])('I-30 counts the Managers that a row leaves: %i', (change, given) => {
  const asked = question(given)
  expect(managersAfter(decideRow(asked), asked.row, asked.known.byExternalId?.state ?? null)).toBe(change)
})
