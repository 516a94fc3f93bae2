import { POLICY_PROFILES, type PolicyProfile, type ProfileName } from './policy-profile.ts'

/** What an operator may set of a platform's profile, by its key in the configuration. */
export type PolicyKey =
  | 'freeze_threshold'
  | 'lock_minutes'
  | 'password_minimum_length'
  | 'password_remembered'
  | 'password_expiry_days'
  | 'temporary_password_minutes'
  | 'idle_minutes'
  | 'absolute_hours'
  | 'idle_deactivation_days'

/** Keys that are set; the others are as the profile says. */
export type PolicyValues = { readonly [Key in PolicyKey]?: number | undefined }

/** Whole numbers, both included. */
export type PolicyRange = { readonly lowest: number; readonly highest: number }

export type PolicyRule = {
  /** Without the unit, which the key has in its name. */
  readonly words: string
  /** Which numbers are the stricter ones. */
  readonly stricter: 'lower' | 'higher'
  /** Beyond these nothing goes, by no exception. */
  readonly hard: PolicyRange
  /** What the profile says; null: it has no such rule. */
  readonly read: (profile: PolicyProfile) => number | null
  /** The loosest number that meets the profile's standard, where that is not the number itself. */
  readonly standard?: (profile: PolicyProfile) => number
  /** Whether a rule that a profile lacks may be added to it. */
  readonly mayBeAdded?: boolean
  readonly write: (profile: PolicyProfile, value: number) => PolicyProfile
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const NOTICE_DAYS = POLICY_PROFILES.pci.passwordNoticeDays

export const POLICY_RULES: Readonly<Record<PolicyKey, PolicyRule>> = {
  freeze_threshold: {
    words: 'failed sign-ins until an account is frozen or locked',
    stricter: 'lower',
    hard: { lowest: 3, highest: 100 },
    read: ({ freezeThreshold }) => freezeThreshold,
    standard: ({ freezeThresholds }) => freezeThresholds.highest,
    // Subscriptions choose theirs between the same limits (A05).
    write: (profile, value) => ({
      ...profile,
      freezeThreshold: value,
      freezeThresholds: { ...profile.freezeThresholds, highest: Math.max(profile.freezeThresholds.highest, value) },
    }),
  },
  lock_minutes: {
    words: 'how long nobody is let in then',
    stricter: 'higher',
    hard: { lowest: 5, highest: 1_440 },
    read: ({ lockSeconds }) => (lockSeconds === null ? null : lockSeconds / MINUTE),
    write: (profile, value) => ({ ...profile, lockSeconds: value * MINUTE }),
  },
  password_minimum_length: {
    words: 'characters of a password, at least',
    stricter: 'higher',
    hard: { lowest: 8, highest: 64 },
    read: ({ password }) => password.minimumLength,
    write: (profile, value) => ({ ...profile, password: { ...profile.password, minimumLength: value } }),
  },
  password_remembered: {
    words: 'latest own passwords that are refused, the current one included',
    stricter: 'higher',
    hard: { lowest: 1, highest: 24 },
    read: ({ password }) => password.remembered,
    write: (profile, value) => ({ ...profile, password: { ...profile.password, remembered: value } }),
  },
  password_expiry_days: {
    words: 'after which a password has to be changed',
    stricter: 'lower',
    hard: { lowest: 30, highest: 365 },
    read: ({ passwordExpiryDays }) => passwordExpiryDays,
    mayBeAdded: true,
    write: (profile, value) => ({ ...profile, passwordExpiryDays: value, passwordNoticeDays: NOTICE_DAYS }),
  },
  temporary_password_minutes: {
    words: 'for which a revealed password opens the page to choose another',
    stricter: 'lower',
    hard: { lowest: 5, highest: 60 },
    read: ({ temporaryPasswordSeconds }) => temporaryPasswordSeconds / MINUTE,
    write: (profile, value) => ({ ...profile, temporaryPasswordSeconds: value * MINUTE }),
  },
  idle_minutes: {
    words: 'without use until a session ends',
    stricter: 'lower',
    hard: { lowest: 5, highest: 240 },
    read: ({ session }) => session.idleSeconds / MINUTE,
    write: (profile, value) => ({ ...profile, session: { ...profile.session, idleSeconds: value * MINUTE } }),
  },
  absolute_hours: {
    words: 'until a session ends in any case',
    stricter: 'lower',
    hard: { lowest: 1, highest: 24 },
    read: ({ session }) => session.absoluteSeconds / HOUR,
    write: (profile, value) => ({ ...profile, session: { ...profile.session, absoluteSeconds: value * HOUR } }),
  },
  idle_deactivation_days: {
    words: 'without a sign-in until an account becomes Inactive',
    stricter: 'lower',
    hard: { lowest: 30, highest: 400 },
    read: ({ idleDeactivationDays }) => idleDeactivationDays,
    mayBeAdded: true,
    write: (profile, value) => ({ ...profile, idleDeactivationDays: value }),
  },
}

export const POLICY_KEYS = Object.keys(POLICY_RULES) as readonly PolicyKey[]

/**
 * Which numbers a platform of this profile may have: from its standard to the strict side, or, with a written exception,
 * whatever is not beyond the hard limits (N15). Null: the profile has no such rule, and none may be added.
 */
export function policyRange(of: { profile: ProfileName; key: PolicyKey; isExcepted: boolean }): PolicyRange | null {
  const profile = POLICY_PROFILES[of.profile]
  const { hard, read, stricter, standard, mayBeAdded = false } = POLICY_RULES[of.key]
  const said = read(profile)
  if (said === null) return mayBeAdded ? hard : null
  if (of.isExcepted) return hard
  const loosest = standard?.(profile) ?? said
  return stricter === 'lower' ? { ...hard, highest: loosest } : { ...hard, lowest: loosest }
}

/** The keys whose numbers are below the profile's own standard. */
export function loosenedKeys(profile: ProfileName, values: PolicyValues): readonly PolicyKey[] {
  return POLICY_KEYS.filter((key) => {
    const range = policyRange({ profile, key, isExcepted: false })
    const value = values[key]
    return range !== null && value !== undefined && (value < range.lowest || value > range.highest)
  })
}

/** The profile with what an operator has set; what that may be, `policyRange` says. */
export function adjustedProfile(profile: ProfileName, values: PolicyValues): PolicyProfile {
  return POLICY_KEYS.reduce<PolicyProfile>((adjusted, key) => {
    const value = values[key]
    return value === undefined ? adjusted : POLICY_RULES[key].write(adjusted, value)
  }, POLICY_PROFILES[profile])
}
