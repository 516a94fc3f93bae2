import { CORE_ID } from '../config/core-config.ts'
import type { TamContact } from '../db/schema.ts'
import type { AccountState, InactiveReason } from '../domain/account-state.ts'
import type { Role } from '../domain/roles.ts'
import { STAFF_SUBSCRIPTION } from '../features/staff/add-first-operator.ts'

/** One of the cast: invented, as are their companies; all addresses are under `.example`, where no mail goes. */
export type CastMember = {
  /** The name by which scripts find it in `demo.json`. */
  readonly key: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: Role
  readonly state: AccountState
  readonly reason: InactiveReason | null
  readonly businessUnit: string | null
  /** Where its product lets people choose one. */
  readonly username: string | null
}

export type CastSubscription = {
  readonly platform: string
  readonly name: string
  readonly acronym: string
  readonly businessUnits: readonly string[]
  /** Null where nobody looks after them. */
  readonly tam: TamContact | null
  /** The first is its point of contact. */
  readonly members: readonly CastMember[]
}

const TERRY: TamContact = {
  name: 'Terry Quill',
  email: 'terry.quill@gatehouse.example',
  phone: '+1 650 801 6161',
  hours: 'Monday to Friday, 09:00 to 17:00 Pacific time',
}
const INGRID: TamContact = {
  name: 'Ingrid Holm',
  email: 'ingrid.holm@gatehouse.example',
  phone: '+44 118 913 1502',
  hours: 'Monday to Friday, 09:00 to 17:00 Central European time',
}

type Standing = Exclude<AccountState, 'inactive'> | InactiveReason
type Part = readonly [key: string, firstName: string, lastName: string, role: Role, standing?: Standing, businessUnit?: string]
type PciPart = readonly [key: string, firstName: string, lastName: string, role: Role, standing?: Standing]

const RETAIL = 'Retail Banking'
const PAYMENTS = 'Payments'

export const CAST: readonly CastSubscription[] = [
  subscription({
    platform: 'US1',
    name: 'Acme Bank',
    acronym: 'acme',
    businessUnits: [RETAIL, PAYMENTS],
    tam: TERRY,
    parts: [
      ['manager', 'Jane', 'Doe', 'manager'],
      ['manager2', 'Marcus', 'Lund', 'manager'],
      ['unitManager', 'Ursula', 'Medina', 'unit_manager', 'active', RETAIL],
      ['scanner', 'Sanjay', 'Kapoor', 'scanner', 'active', RETAIL],
      ['reader', 'Rosa', 'Adler', 'reader', 'active', PAYMENTS],
      ['auditor', 'Amara', 'Udo', 'auditor'],
      ['remediation', 'Ruben', 'Moss', 'remediation_user', 'active', RETAIL],
      ['inactive', 'Ines', 'Navarro', 'reader', 'deactivated', PAYMENTS],
      ['frozen', 'Felix', 'Zimmer', 'scanner', 'failed_sign_ins', PAYMENTS],
      ['pending', 'Petra', 'Novak', 'reader', 'pending_activation', RETAIL],
    ],
  }),
  subscription({
    platform: 'US1',
    name: 'Birch Bakery',
    acronym: 'birch',
    businessUnits: [],
    tam: TERRY,
    parts: [['sole', 'Solomon', 'Birch', 'manager']],
  }),
  subscription({
    platform: 'US1',
    name: 'Cedar Clinic',
    acronym: 'cedar',
    businessUnits: [],
    tam: TERRY,
    parts: [['soleInactive', 'Stella', 'Cedar', 'manager', 'failed_sign_ins']],
  }),
  subscription({
    platform: 'US1',
    name: 'Dune Design',
    acronym: 'dune',
    businessUnits: [],
    tam: TERRY,
    parts: [['solePending', 'Simon', 'Dune', 'manager', 'pending_activation']],
  }),
  subscription({
    platform: 'EU1',
    name: 'Elm Energie',
    acronym: 'elm',
    businessUnits: [],
    tam: INGRID,
    parts: [
      ['euManager', 'Emma', 'Ulrich', 'manager'],
      ['euReader', 'Erik', 'Roos', 'reader'],
    ],
  }),
  pciSubscription('Fern Fashion', 'fern', [
    ['pciManager', 'Frida', 'Ek', 'manager'],
    ['pciManager2', 'Farid', 'Nasser', 'manager'],
    ['pciUser', 'Flora', 'Ames', 'user'],
    ['pciPending', 'Frank', 'Olsen', 'user', 'pending_activation'],
    ['pciInactive', 'Fiona', 'Reyes', 'user', 'deactivated'],
  ]),
  pciSubscription('Gale Games', 'gale', [['pciSolePending', 'Gina', 'Park', 'manager', 'pending_activation']]),
  operators([
    ['operator', 'Olga', 'Berg', 'manager'],
    ['operator2', 'Oscar', 'Lindt', 'manager'],
    ['operatorPending', 'Odile', 'Marsh', 'manager', 'pending_activation'],
  ]),
]

/** The operators of the front door: `olga@gatehouse`. */
function operators(parts: readonly PciPart[]): CastSubscription {
  const { name, acronym, tam } = STAFF_SUBSCRIPTION
  const cast = subscription({ platform: CORE_ID, name, acronym, businessUnits: [], tam, parts })
  return { ...cast, members: cast.members.map((one) => ({ ...one, ...staffAddresses(one) })) }
}

function staffAddresses({ firstName, lastName }: CastMember): Pick<CastMember, 'username' | 'email'> {
  return {
    username: `${firstName.toLowerCase()}@gatehouse`,
    email: `${firstName}.${lastName}@gatehouse.example`.toLowerCase(),
  }
}

/** Their user logins are `frida@fern`: chosen, and no e-mail addresses. */
function pciSubscription(name: string, acronym: string, parts: readonly PciPart[]): CastSubscription {
  const cast = subscription({ platform: 'PCI', name, acronym, businessUnits: [], tam: TERRY, parts })
  const members = cast.members.map((one) => ({ ...one, username: `${one.firstName.toLowerCase()}@${acronym}` }))
  return { ...cast, members }
}

function subscription({ parts, ...rest }: Omit<CastSubscription, 'members'> & { parts: readonly Part[] }): CastSubscription {
  return { ...rest, members: parts.map((part) => member(rest.acronym, part)) }
}

function member(acronym: string, [key, firstName, lastName, role, standing = 'active', businessUnit]: Part): CastMember {
  const email = `${firstName}.${lastName}@${acronym}.example`.toLowerCase()
  const isUp = standing === 'active' || standing === 'pending_activation'
  const condition = isUp ? { state: standing, reason: null } : { state: 'inactive' as const, reason: standing }
  return { key, firstName, lastName, email, role, businessUnit: businessUnit ?? null, username: null, ...condition }
}
