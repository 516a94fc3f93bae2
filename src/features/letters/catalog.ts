import type { Condition } from '../../domain/account-state.ts'
import type { KeyPurpose } from '../../domain/activation-key.ts'
import type { Letter } from '../../mail/letter.ts'
import { importFinishedLetter } from '../imports/letters.ts'
import { passwordExpiringLetter } from '../password-age/letters.ts'
import { confirmEmailLetter, emailChangeAskedLetter, emailChangedLetter, passwordChangedLetter } from '../profile/letters.ts'
import {
  frozenLetter,
  inactiveLetter,
  resetLetter,
  signInBlockedLetter,
  subscriptionExpiredLetter,
  unfrozenLetter,
} from '../recovery/letters.ts'
import { lockedLetter, lockReleasedLetter } from '../recovery/lock-letters.ts'
import { passwordRevealedLetter } from '../recovery/reveal-letters.ts'
import { idledOutLetter, idleWarningLetter } from '../settings/idle-letters.ts'
import {
  settingsChangedLetter,
  settingsRolledBackLetter,
  settingsTriedLetter,
  signInElsewhereLetter,
} from '../settings/letters.ts'
import { pointOfContactGivenLetter, pointOfContactTakenLetter } from '../subscriptions/letters.ts'
import { tokenCreatedLetter, tokenRevokedLetter } from '../tokens/letters.ts'
import { usernameChangedLetter, usernameRestoredLetter } from '../user-logins/letters.ts'
import { usernamesLetter } from '../usernames/letters.ts'
import { confirmEmailByManagerLetter, emailChangeByManagerLetter, emailChangeStoppedLetter } from '../users/email-letters.ts'
import {
  activatedLetter,
  activationDeniedLetter,
  activationRequestedLetter,
  roleChangedLetter,
  welcomeLetter,
} from '../users/letters.ts'
import type { LetterContext } from './letter-context.ts'

/** What decides which keys a letter carries, at the moment of sending. */
export type LetterSituation = Condition & {
  /** The subscription's switch, or nobody else could unfreeze it, or release its lock (N06, N09). */
  readonly mayUnfreeze: boolean
  /** Some other active Manager could decide a request. */
  readonly hasManagers: boolean
}

export type CatalogEntry = {
  readonly keys: (situation: LetterSituation) => readonly KeyPurpose[]
  readonly compose: (context: LetterContext) => Letter
}

const none = () => []

/** The keys that fit where an account stands: each state has one way on, or none. */
function keysOfState({ state, reason, mayUnfreeze, hasManagers }: LetterSituation): readonly KeyPurpose[] {
  if (state === 'pending_activation') return ['welcome']
  if (state === 'active') return []
  const unfreeze: KeyPurpose[] = reason === 'failed_sign_ins' && mayUnfreeze ? ['unfreeze'] : []
  return hasManagers ? [...unfreeze, 'ask_activation'] : unfreeze
}

const onlyIf = (state: Condition['state'], purpose: KeyPurpose) => (situation: Condition) =>
  situation.state === state ? [purpose] : []

/** Every letter that Gatehouse sends. */
export const LETTERS = {
  welcome: { keys: onlyIf('pending_activation', 'welcome'), compose: welcomeLetter },
  reset: { keys: onlyIf('active', 'reset'), compose: resetLetter },
  frozen: { keys: (situation) => keysOfState(situation).filter((purpose) => purpose === 'unfreeze'), compose: frozenLetter },
  locked: { keys: ({ state, mayUnfreeze }) => (state === 'active' && mayUnfreeze ? ['unfreeze'] : []), compose: lockedLetter },
  lock_released: { keys: none, compose: lockReleasedLetter },
  inactive: { keys: keysOfState, compose: inactiveLetter },
  sign_in_blocked: { keys: keysOfState, compose: signInBlockedLetter },
  sign_in_elsewhere: { keys: none, compose: signInElsewhereLetter },
  subscription_expired: { keys: none, compose: subscriptionExpiredLetter },
  unfrozen: { keys: none, compose: unfrozenLetter },
  password_revealed: { keys: none, compose: passwordRevealedLetter },
  password_changed: { keys: none, compose: passwordChangedLetter },
  confirm_email: { keys: onlyIf('active', 'confirm_email'), compose: confirmEmailLetter },
  email_change_asked: { keys: none, compose: emailChangeAskedLetter },
  email_change_by_manager: { keys: () => ['stop_email_change'], compose: emailChangeByManagerLetter },
  confirm_email_by_manager: { keys: () => ['confirm_email'], compose: confirmEmailByManagerLetter },
  email_change_stopped: { keys: none, compose: emailChangeStoppedLetter },
  email_changed: { keys: none, compose: emailChangedLetter },
  usernames: { keys: none, compose: usernamesLetter },
  username_changed: {
    keys: ({ reason }) => (reason === 'deactivated' ? [] : ['undo_username_change']),
    compose: usernameChangedLetter,
  },
  username_restored: { keys: none, compose: usernameRestoredLetter },
  activation_requested: { keys: none, compose: activationRequestedLetter },
  activated: { keys: onlyIf('pending_activation', 'welcome'), compose: activatedLetter },
  role_changed: { keys: none, compose: roleChangedLetter },
  point_of_contact_given: { keys: none, compose: pointOfContactGivenLetter },
  point_of_contact_taken: { keys: none, compose: pointOfContactTakenLetter },
  import_finished: { keys: none, compose: importFinishedLetter },
  activation_denied: { keys: none, compose: activationDeniedLetter },
  settings_tried: { keys: none, compose: settingsTriedLetter },
  settings_changed: { keys: none, compose: settingsChangedLetter },
  settings_rolled_back: { keys: none, compose: settingsRolledBackLetter },
  idle_warning: { keys: none, compose: idleWarningLetter },
  idled_out: { keys: keysOfState, compose: idledOutLetter },
  password_expiring: { keys: none, compose: passwordExpiringLetter },
  token_created: { keys: none, compose: tokenCreatedLetter },
  token_revoked: { keys: none, compose: tokenRevokedLetter },
} as const satisfies Record<string, CatalogEntry>

export type LetterKind = keyof typeof LETTERS

/** Letters that say nothing without their key: where the account has moved on, they are not sent. */
export const NEEDS_KEY: ReadonlySet<LetterKind> = new Set<LetterKind>([
  'welcome',
  'reset',
  'confirm_email',
  'confirm_email_by_manager',
])

export function isLetterKind(text: string): text is LetterKind {
  return Object.hasOwn(LETTERS, text)
}
