import type { AccountState } from './account-state.ts'

/** What a right password is: `expired`: the owner's own, older than the policy allows; `temporary`: a revealed one (I-06). */
export type CredentialStanding = 'own' | 'expired' | 'temporary' | 'temporary_ended'

/** Why somebody may choose a password and do nothing else. */
export type RestrictedReason = 'temporary_password' | 'expired_password'

/** What a right password opens: a session, or a restricted one. */
export type Entry = 'session' | RestrictedReason

type AccountAtTheDoor = {
  readonly state: AccountState
  readonly standing: CredentialStanding
  readonly isExpired: boolean
  /** Its subscription lets nobody in from the caller's address (A05). */
  readonly isElsewhere: boolean
}

/** By state and password; all else is refused (S17, I-29). Pending has no password of its own yet. */
const ENTRIES: Readonly<Record<AccountState, Readonly<Partial<Record<CredentialStanding, Entry>>>>> = {
  active: { own: 'session', expired: 'expired_password', temporary: 'temporary_password' },
  pending_activation: { temporary: 'temporary_password' },
  inactive: {},
}

/** Where a right password leads; null: nowhere. */
export function entryOf({ state, standing, isExpired, isElsewhere }: AccountAtTheDoor): Entry | null {
  if (isExpired || isElsewhere) return null
  return ENTRIES[state][standing] ?? null
}
