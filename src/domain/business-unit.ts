import type { Condition } from './account-state.ts'
import type { Placement } from './permissions.ts'

/** A part of a subscription with users of its own (A03). */
export type BusinessUnit = {
  readonly id: string
  readonly name: string
  /** Its people read of no other unit. */
  readonly seesOnlyItself: boolean
  readonly pointOfContact: NamedAccount | null
  /** How many users are in it. */
  readonly people: number
}

export type NamedAccount = { readonly id: string; readonly firstName: string; readonly lastName: string }

/** What is known of one's own subscription, for those who run it. */
export type SubscriptionOverview = {
  readonly name: string
  readonly acronym: string
  readonly pointOfContact: NamedAccount | null
  readonly activeManagers: number
  readonly units: readonly BusinessUnit[]
  /** Who may be the point of contact instead. */
  readonly candidates: readonly NamedAccount[]
}

/** The point of contact of a subscription is an Active Manager; that of a unit, an Active Unit Manager of it. */
export function mayBePointOfContact(of: { readonly unitId: string | null }, account: Condition & Placement): boolean {
  if (account.state !== 'active') return false
  if (of.unitId === null) return account.role === 'manager'
  return account.role === 'unit_manager' && account.businessUnitId === of.unitId
}
