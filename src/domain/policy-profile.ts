/**
 * What a platform's policy allows, in numbers (N15). Pure data: a platform names
 * one profile in its configuration and may tighten it.
 */
export type PolicyProfile = {
  readonly name: ProfileName
  readonly password: PasswordPolicy
  /** Failed sign-ins until the account is frozen, or locked. */
  readonly freezeThreshold: number
  /** Between these a subscription may choose its own (A05). */
  readonly freezeThresholds: { readonly lowest: number; readonly highest: number }
  /** What the last of them does: nobody is let in for so many seconds, and the account stays Active; null: it is frozen. */
  readonly lockSeconds: number | null
  /** Failures are forgotten after this many seconds. */
  readonly failureMemorySeconds: number
  /** From this many failures on a captcha is asked of unknown devices. */
  readonly captchaFromFailures: number
  readonly session: { readonly idleSeconds: number; readonly absoluteSeconds: number }
  /** After so many days a password has to be changed; null: it stays good. */
  readonly passwordExpiryDays: number | null
  /** So many days before that its owner is told, the earliest first. */
  readonly passwordNoticeDays: readonly number[]
  /** After so many days without a sign-in an account becomes Inactive; null: never, unless its subscription says so. */
  readonly idleDeactivationDays: number | null
  /** For so long a revealed password lets its owner choose another (I-06). */
  readonly temporaryPasswordSeconds: number
}

export type PasswordPolicy = {
  /** In characters. */
  readonly minimumLength: number
  readonly maximumLength: number
  /** Both have to be in it. */
  readonly lettersAndDigits: boolean
  /** So many of an account's own latest passwords are refused, the current one included. 1: that one, where it is typed. */
  readonly remembered: number
}

/** `nist` follows with its features; a name without its rules would be a promise unkept. */
export type ProfileName = 'faq' | 'pci'

const MINUTE = 60
const HOUR = 60 * MINUTE

export const POLICY_PROFILES: Readonly<Record<ProfileName, PolicyProfile>> = {
  faq: {
    name: 'faq',
    password: { minimumLength: 15, maximumLength: 128, lettersAndDigits: false, remembered: 1 },
    freezeThreshold: 10,
    freezeThresholds: { lowest: 3, highest: 100 },
    lockSeconds: null,
    failureMemorySeconds: 24 * HOUR,
    captchaFromFailures: 3,
    session: { idleSeconds: 60 * MINUTE, absoluteSeconds: 12 * HOUR },
    passwordExpiryDays: null,
    passwordNoticeDays: [],
    idleDeactivationDays: null,
    temporaryPasswordSeconds: 15 * MINUTE,
  },
  /** PCI DSS 4.0.1: 8.2.6, 8.2.8, 8.3.4, 8.3.6, 8.3.7, 8.3.9. */
  pci: {
    name: 'pci',
    password: { minimumLength: 12, maximumLength: 128, lettersAndDigits: true, remembered: 4 },
    freezeThreshold: 10,
    freezeThresholds: { lowest: 3, highest: 10 },
    lockSeconds: 30 * MINUTE,
    failureMemorySeconds: 24 * HOUR,
    captchaFromFailures: 3,
    session: { idleSeconds: 15 * MINUTE, absoluteSeconds: 12 * HOUR },
    passwordExpiryDays: 90,
    passwordNoticeDays: [14, 7, 1],
    idleDeactivationDays: 90,
    temporaryPasswordSeconds: 15 * MINUTE,
  },
}
