import type { Standing } from '../../domain/permissions.ts'
import type { UserRow } from '../../domain/user-csv.ts'
import {
  decideRow,
  managersAfter,
  type KnownMember,
  type KnownMembers,
  type RowDecision,
  type RowUnit,
} from '../../domain/user-import.ts'
import { newId } from '../../secrets.ts'

/** The business units that rows may name, by name, case aside; and those that are to come into being with them. */
export type UnitBook = {
  /** Null for none; undefined for one that does not exist and may not be made. */
  readonly find: (name: string | null | undefined) => RowUnit | undefined
  /** The name of one that is yet to be made. */
  readonly newNameOf: (id: string) => string | undefined
}

export function openUnitBook(units: readonly { id: string; name: string }[], mayCreate: boolean): UnitBook {
  const fold = (name: string) => name.normalize('NFKC').toLowerCase()
  const byName = new Map(units.map(({ id, name }) => [fold(name), { id, isNew: false }]))
  const names = new Map<string, string>()
  return {
    find: (name) => {
      if (name === null || name === undefined) return null
      const found = byName.get(fold(name))
      if (found || !mayCreate) return found
      const unit = { id: newId(), isNew: true }
      byName.set(fold(name), unit)
      names.set(unit.id, name)
      return unit
    },
    newNameOf: (id) => names.get(id),
  }
}

/** Finds whom a row may mean among those that were looked up for it. */
export type Roster = (row: UserRow) => KnownMembers

export function openRoster(members: readonly KnownMember[]): Roster {
  const byExternalId = new Map(members.map((member) => [member.externalId, member]))
  const byUsername = new Map(members.map((member) => [member.username, member]))
  return ({ externalId, username }) => ({
    byExternalId: byExternalId.get(externalId ?? '') ?? null,
    byUsername: byUsername.get(username ?? '') ?? null,
  })
}

/** What rows are decided by, one after another: each may take a Manager away from those after it, and a key. */
export type Ledger = {
  readonly actor: Standing
  readonly units: UnitBook
  activeManagers: number
  readonly seen: Set<string>
}

export function openLedger(of: Omit<Ledger, 'seen'>): Ledger {
  return { ...of, seen: new Set() }
}

export function decideNext(ledger: Ledger, row: UserRow, known: KnownMembers): RowDecision {
  const member = known.byExternalId ?? known.byUsername
  if (isRepeated(ledger.seen, row, member)) return { fate: 'refused', reasons: ['repeated_key'] }
  const { actor, units, activeManagers } = ledger
  const decision = decideRow({ row, actor, known, unit: units.find(row.unitName), activeManagers })
  ledger.activeManagers += managersAfter(decision, row, member?.state ?? null)
  return decision
}

/** Whether an earlier row of the file had one of its keys, or meant the same person by another. */
function isRepeated(seen: Set<string>, { externalId, username }: UserRow, member: KnownMember | null): boolean {
  const keys = [
    ...(externalId === null ? [] : [`external ${externalId}`]),
    ...(username === null ? [] : [`username ${username}`]),
    ...(member ? [`account ${member.accountId}`] : []),
  ]
  const isSeen = keys.some((key) => seen.has(key))
  for (const key of keys) seen.add(key)
  return isSeen
}

/** All keys of some rows, to look their people up at once. */
export function keysOf(rows: readonly UserRow[]): { externalIds: readonly string[]; usernames: readonly string[] } {
  const present = (keys: readonly (string | null)[]) => keys.filter((key) => key !== null)
  return { externalIds: present(rows.map((row) => row.externalId)), usernames: present(rows.map((row) => row.username)) }
}

/** A decision as it is kept beside its row: what it changes, and why it does not. */
export function recordOf(decision: RowDecision) {
  return {
    fate: decision.fate,
    reasons: decision.fate === 'refused' ? decision.reasons : [],
    notes: decision.fate === 'refused' ? [] : decision.notes,
    changes: decision.fate === 'changed' ? decision.changes : {},
  }
}
