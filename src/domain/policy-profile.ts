/**
 * What a platform's policy allows, in numbers (N15). Pure data: a platform names
 * one profile in its configuration and may tighten it.
 */
export type PolicyProfile = {
  readonly name: ProfileName
  readonly password: { readonly minimumLength: number; readonly maximumLength: number }
  /** Failed sign-ins until the account is frozen. */
  readonly freezeThreshold: number
  /** Between these a subscription may choose its own (A05). */
  readonly freezeThresholds: { readonly lowest: number; readonly highest: number }
  /** Failures are forgotten after this many seconds. */
  readonly failureMemorySeconds: number
  /** From this many failures on a captcha is asked of unknown devices. */
  readonly captchaFromFailures: number
  readonly session: { readonly idleSeconds: number; readonly absoluteSeconds: number }
  /** After so many days a password has to be changed; null: it stays good. */
  readonly passwordExpiryDays: number | null
  /** After so many days without a sign-in an account becomes Inactive; null: never, unless its subscription says so. */
  readonly idleDeactivationDays: number | null
}

/** `pci` and `nist` follow with their platforms; a name without its rules would be a promise unkept. */
export type ProfileName = 'faq'

const MINUTE = 60
const HOUR = 60 * MINUTE

export const POLICY_PROFILES: Readonly<Record<ProfileName, PolicyProfile>> = {
  faq: {
    name: 'faq',
    password: { minimumLength: 15, maximumLength: 128 },
    freezeThreshold: 10,
    freezeThresholds: { lowest: 3, highest: 100 },
    failureMemorySeconds: 24 * HOUR,
    captchaFromFailures: 3,
    session: { idleSeconds: 60 * MINUTE, absoluteSeconds: 12 * HOUR },
    passwordExpiryDays: null,
    idleDeactivationDays: null,
  },
}
