/**
 * What a platform's policy allows, in numbers (N15). Pure data: a platform names
 * one profile in its configuration and may tighten it.
 */
export type PolicyProfile = {
  readonly name: ProfileName
  readonly password: { readonly minimumLength: number; readonly maximumLength: number }
  /** Failed sign-ins until the account is frozen. */
  readonly freezeThreshold: number
  /** Failures are forgotten after this many seconds. */
  readonly failureMemorySeconds: number
  /** From this many failures on a captcha is asked of unknown devices. */
  readonly captchaFromFailures: number
  readonly session: { readonly idleSeconds: number; readonly absoluteSeconds: number }
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
    failureMemorySeconds: 24 * HOUR,
    captchaFromFailures: 3,
    session: { idleSeconds: 60 * MINUTE, absoluteSeconds: 12 * HOUR },
  },
}
