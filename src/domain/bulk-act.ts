import { denialOf, isPlaceable, mayGrant, type Denial, type PermissionTarget, type Standing } from './permissions.ts'

/** What can be done to many users at once (S08): the same verbs as on one. */
export const BULK_ACTS = ['activate', 'deactivate', 'resend_welcome', 'move', 'end_sessions'] as const

export type BulkAct = (typeof BULK_ACTS)[number]

export function isBulkAct(text: string): text is BulkAct {
  return BULK_ACTS.some((act) => act === text)
}

/** Why one of many is left as they are. */
export type BulkRefusal =
  | Denial
  | 'last_manager'
  /** In the unit already into which they were to move. */
  | 'already_there'
  /** A Manager in a unit, or a Unit Manager in none. */
  | 'not_placeable'
  /** A change of their address is not settled yet (I-37). */
  | 'email_changing'
  /** A mail of the kind went out a moment ago (I-05). */
  | 'mail_pause'
  /** Cancelled meanwhile, or not theirs to see any more. */
  | 'gone'

/** What became of one user; null while it has not been their turn. */
export type BulkOutcome = 'done' | BulkRefusal

export type BulkState = 'preview' | 'running' | 'done' | 'cancelled' | 'stopped'

/** Which act; where it moves users, into which unit: null for none. */
export type BulkDeed = { readonly act: BulkAct; readonly businessUnitId: string | null }

/** Whether one user would be refused, and why: first by the rule of the single act, then by what moving asks besides. */
export function bulkRefusal({ act, businessUnitId }: BulkDeed, actor: Standing, target: PermissionTarget): BulkRefusal | null {
  const denial = denialOf(act, actor, target)
  if (denial !== null || act !== 'move') return denial
  if (target.businessUnitId === businessUnitId) return 'already_there'
  const placement = { role: target.role, businessUnitId }
  if (!isPlaceable(placement)) return 'not_placeable'
  return mayGrant(actor, placement) ? null : 'forbidden'
}

/** Users who share everything that the rule asks, and how many they are. */
export type TargetGroup = Omit<PermissionTarget, 'accountId'> & { readonly isOneself: boolean; readonly users: number }

export type JudgedGroup = TargetGroup & { readonly refusal: BulkRefusal | null }

/** Judges a hundred thousand by a few hundred kinds. */
export function judgeGroups(deed: BulkDeed, actor: Standing, groups: readonly TargetGroup[]): readonly JudgedGroup[] {
  return groups.map((group) => ({
    ...group,
    refusal: bulkRefusal(deed, actor, { ...group, accountId: group.isOneself ? actor.accountId : '' }),
  }))
}

export type NamedUser = { readonly id: string; readonly firstName: string; readonly lastName: string; readonly username: string }

/** Those with whom the same happens: how many, and some of their names. */
export type BulkGroup<Fate> = { readonly fate: Fate; readonly users: number; readonly named: readonly NamedUser[] }

/** A bulk act as its page shows it. */
export type BulkActView = BulkDeed & {
  readonly id: string
  readonly unitName: string | null
  readonly state: BulkState
  /** The query of the list that it was asked for on. */
  readonly list: string
  readonly total: number
  readonly done: number
  readonly refused: number
  /** Selected, but not to be found. */
  readonly missing: number
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  /** Before it starts: what would happen; afterwards: what did. */
  readonly groups: readonly BulkGroup<BulkOutcome>[]
  /** For moving: where to. */
  readonly units: readonly { readonly id: string; readonly name: string }[]
  /** Whether it is known where to move. */
  readonly isReady: boolean
}
