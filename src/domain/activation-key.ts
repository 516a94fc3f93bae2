/** The purposes of mailed keys, how long each lives, and the page that takes it (S14 to S16). */
export type KeyPurpose =
  | 'welcome'
  | 'reset'
  | 'unfreeze'
  | 'ask_activation'
  | 'confirm_email'
  | 'stop_email_change'
  | 'undo_username_change'

type KeyRule = { readonly lifeSeconds: number; readonly page: string }

const MINUTE = 60
const HOUR = 60 * MINUTE

export const KEY_RULES: Readonly<Record<KeyPurpose, KeyRule>> = {
  welcome: { lifeSeconds: 72 * HOUR, page: '/activate' },
  reset: { lifeSeconds: HOUR, page: '/activate' },
  unfreeze: { lifeSeconds: HOUR, page: '/unfreeze' },
  ask_activation: { lifeSeconds: 72 * HOUR, page: '/request-activation' },
  confirm_email: { lifeSeconds: 72 * HOUR, page: '/account/confirm-email' },
  stop_email_change: { lifeSeconds: 72 * HOUR, page: '/account/stop-email-change' },
  undo_username_change: { lifeSeconds: 7 * 24 * HOUR, page: '/account/undo-login-change' },
}

/** How long a Manager's change of another's address waits, so that its owner can stop it (I-37). */
export const EMAIL_CHANGE_WAIT_SECONDS = 72 * HOUR

/** Both lead to the same page and form: a new password. */
export const PASSWORD_KEY_PURPOSES: readonly KeyPurpose[] = ['welcome', 'reset']

/** Dead keys are remembered, so that "Send me a new link" can explain itself (N02). */
export const DEAD_KEY_MEMORY_SECONDS = 90 * 24 * HOUR

/** While a key younger than this lives, a repeated request sends nothing new; also the pause between mails of a kind. */
export const REPEAT_PAUSE_SECONDS = 2 * MINUTE
export const MAILS_PER_KIND_AND_HOUR = 10

/** Why a key opens nothing any more, as told to its owner by mail. */
export type KeyDeath =
  | 'used'
  | 'expired'
  | 'superseded'
  | 'password_changed'
  | 'email_changed'
  | 'username_changed'
  | 'deactivated'
  | 'frozen'
  | 'idle'
  | 'cancelled'

export const DEATH_WORDS: Readonly<Record<KeyDeath, string>> = {
  used: 'It has been used already.',
  expired: 'It had expired.',
  superseded: 'A newer mail replaced it.',
  password_changed: 'The password was changed since.',
  email_changed: 'The e-mail address was changed since.',
  username_changed: 'The user login was changed since.',
  deactivated: 'The account was deactivated since.',
  frozen: 'The account was frozen after failed sign-ins.',
  idle: 'The account became Inactive since, unused for too long.',
  cancelled: 'It was cancelled.',
}

/**
 * What ends every other key of an account leaves these alone: whoever took an account over would do just that to keep its
 * owner from undoing it (N13). A deactivation ends them, too. Each stands for one change and beside those of others.
 */
const UNDOING: readonly KeyPurpose[] = ['undo_username_change']
const ENDS_ALL: ReadonlySet<KeyDeath> = new Set<KeyDeath>(['deactivated', 'cancelled'])

/** The purposes that live on where all keys of an account die for this reason (I-04). */
export function survivorsOf(reason: KeyDeath): readonly KeyPurpose[] {
  return ENDS_ALL.has(reason) ? [] : UNDOING
}

/** Whether a newer key replaces the one before it. */
export function isReplaced(purpose: KeyPurpose): boolean {
  return !UNDOING.includes(purpose)
}

/** 43 base64url characters: 256 bits. Anything else was never a key of ours. */
export function looksLikeKey(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text)
}

/**
 * The key in what a person typed or pasted: the line of the mail, or the whole link; white space around it doesn't count.
 * Anything else comes back as it is, to be looked up like any key and found in no table (I-03).
 */
export function keyAsTyped(typed: string): string {
  const text = typed.trim()
  return text.slice(text.lastIndexOf('#') + 1)
}

/** Where the link leads: the key in the fragment, which no server, proxy, log or script-less scanner sees (S16, I-08). */
export function activationLink(origin: string, purpose: KeyPurpose, key: string): string {
  return `${origin}${KEY_RULES[purpose].page}#${key}`
}
