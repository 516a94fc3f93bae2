import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { changed, configFolder, type ConfigFolder } from '../../test/support/config-folder.ts'
import { POLICY_KEYS, type PolicyKey } from '../domain/policy-limits.ts'
import { POLICY_PROFILES, type PolicyProfile, type ProfileName } from '../domain/policy-profile.ts'
import { settingsLimits, settingsOn } from '../domain/security-settings.ts'
import type { PlatformConfig } from './config.ts'

let folder: ConfigFolder
beforeEach(() => {
  folder = configFolder()
})
afterEach(() => folder.remove())

const REASON = 'Agreed with our assessor on 12 October 2026.'

/** The platform of a product with this policy, in YAML. */
const yaml = (id: 'US1' | 'PCI', policy: string) =>
  changed(
    'id: US1, origin: https://us1.example.com }',
    `id: ${id}, origin: https://${id.toLowerCase()}.example.com, policy: ${policy} }`,
  )
const IDS = { faq: 'US1', pci: 'PCI' } as const

function served(id: 'US1' | 'PCI', policy: string): PlatformConfig {
  const [platform] = folder.load(yaml(id, policy)).platforms
  if (!platform) throw new Error('a platform was configured')
  return platform
}

const problemsOf = (id: 'US1' | 'PCI', policy: string) => folder.problemsOf(yaml(id, policy))

type Limits = readonly [lowest: number, highest: number]

/** What may be set, and what with an exception; null where the profile has no such rule. */
const LIMITS: Readonly<Record<ProfileName, Readonly<Record<PolicyKey, readonly [Limits, Limits] | null>>>> = {
  faq: {
    freeze_threshold: [
      [3, 100],
      [3, 100],
    ],
    lock_minutes: null,
    password_minimum_length: [
      [15, 64],
      [8, 64],
    ],
    password_remembered: [
      [1, 24],
      [1, 24],
    ],
    password_expiry_days: [
      [30, 365],
      [30, 365],
    ],
    temporary_password_minutes: [
      [5, 15],
      [5, 60],
    ],
    idle_minutes: [
      [5, 60],
      [5, 240],
    ],
    absolute_hours: [
      [1, 12],
      [1, 24],
    ],
    idle_deactivation_days: [
      [30, 400],
      [30, 400],
    ],
  },
  pci: {
    freeze_threshold: [
      [3, 10],
      [3, 100],
    ],
    lock_minutes: [
      [30, 1440],
      [5, 1440],
    ],
    password_minimum_length: [
      [12, 64],
      [8, 64],
    ],
    password_remembered: [
      [4, 24],
      [1, 24],
    ],
    password_expiry_days: [
      [30, 90],
      [30, 365],
    ],
    temporary_password_minutes: [
      [5, 15],
      [5, 60],
    ],
    idle_minutes: [
      [5, 15],
      [5, 240],
    ],
    absolute_hours: [
      [1, 12],
      [1, 24],
    ],
    idle_deactivation_days: [
      [30, 90],
      [30, 400],
    ],
  },
}

const KEYS = (['faq', 'pci'] as const).flatMap((profile) =>
  POLICY_KEYS.flatMap((key) => {
    const limits = LIMITS[profile][key]
    return limits === null ? [] : [{ profile, key, limits }]
  }),
)

describe('what a profile promises may be tightened, never loosened (N15, I-22)', () => {
  test.each(KEYS)('$profile: $key', ({ profile, key, limits }) => {
    const set = (value: number, more = '') => problemsOf(IDS[profile], `{ ${key}: ${value}${more} }`)
    const [[lowest, highest], hard] = limits
    const words = `platforms[0].policy.${key}: must be a whole number from ${lowest} to ${highest}`
    for (const value of [lowest, highest]) expect([value, set(value)]).toEqual([value, []])
    for (const value of [lowest - 1, highest + 1, lowest + 0.5]) {
      expect([value, set(value)]).toEqual([value, [expect.stringContaining(words)]])
    }
    const exception = `, exception: '${REASON}'`
    for (const value of hard) expect([value, set(value, exception)]).toEqual([value, []])
    for (const value of [hard[0] - 1, hard[1] + 1]) {
      expect(set(value, exception)).toEqual([`platforms[0].policy.${key}: must be a whole number from ${hard[0]} to ${hard[1]}`])
    }
  })

  test('what a profile doesn’t have at all can’t be set', () => {
    expect(problemsOf('US1', '{ lock_minutes: 30 }')).toEqual([
      'platforms[0].policy.lock_minutes: has no meaning in the profile faq: remove it',
    ])
  })

  test('what is refused says how it could be had', () => {
    expect(problemsOf('PCI', '{ idle_minutes: 16 }')).toEqual([
      'platforms[0].policy.idle_minutes: must be a whole number from 5 to 15 in the profile pci; 5 to 240 only if policy.exception says why',
    ])
  })

  test('a number that is none is refused', () => {
    expect(problemsOf('PCI', '{ idle_minutes: ten }')).toEqual(['platforms[0].policy.idle_minutes: must be a whole number'])
  })
})

describe('the profile of a platform', () => {
  test.each([
    ['US1', 'faq'],
    ['PCI', 'pci'],
  ] as const)('is by default that of its product: %s has %s', (id, profile) => {
    expect(served(id, '{}').profile).toEqual(POLICY_PROFILES[profile])
  })

  test('of a main platform may be pci, with all that it holds', () => {
    expect(served('US1', '{ profile: pci }')).toMatchObject({ profile: POLICY_PROFILES.pci, policyException: null })
    expect(problemsOf('US1', '{ profile: pci, idle_minutes: 60 }')).toEqual([expect.stringContaining('from 5 to 15')])
  })

  test('of the PCI platform is another one only with a written exception', () => {
    expect(problemsOf('PCI', '{ profile: faq }')).toEqual([
      'platforms[0].policy.profile: is below the standard of the product pci: remove it, or say why in policy.exception',
    ])
    expect(served('PCI', `{ profile: faq, exception: '${REASON}' }`)).toMatchObject({
      profile: POLICY_PROFILES.faq,
      policyException: { reason: REASON, loosened: ['profile'] },
    })
  })

  test('holds each number where it counts', () => {
    const policy = `{ freeze_threshold: 5, lock_minutes: 60, password_minimum_length: 20, password_remembered: 10,
      password_expiry_days: 60, temporary_password_minutes: 5, idle_minutes: 10, absolute_hours: 8, idle_deactivation_days: 45 }`
    expect(served('PCI', policy)).toEqual(
      expect.objectContaining<Partial<PlatformConfig>>({
        policyException: null,
        profile: {
          ...POLICY_PROFILES.pci,
          freezeThreshold: 5,
          lockSeconds: 3_600,
          password: { minimumLength: 20, maximumLength: 128, lettersAndDigits: true, remembered: 10 },
          passwordExpiryDays: 60,
          temporaryPasswordSeconds: 300,
          session: { idleSeconds: 600, absoluteSeconds: 28_800 },
          idleDeactivationDays: 45,
        },
      }),
    )
  })

  test('faq may be given an end of passwords, with the notices before it', () => {
    const { profile } = served('US1', '{ password_expiry_days: 180 }')
    expect(profile).toMatchObject({ passwordExpiryDays: 180, passwordNoticeDays: [14, 7, 1] })
  })
})

describe('a written exception (N15)', () => {
  test('names the keys that it was needed for', () => {
    const policy = `{ idle_minutes: 30, password_minimum_length: 16, password_expiry_days: 180, exception: '${REASON}' }`
    expect(served('PCI', policy).policyException).toEqual({
      reason: REASON,
      loosened: ['password_expiry_days', 'idle_minutes'],
    })
  })

  test('that nothing needs is none', () => {
    expect(served('PCI', `{ idle_minutes: 15, exception: '${REASON}' }`).policyException).toBeNull()
  })

  test.each(['', 'because', ' '.repeat(40), 'x'.repeat(501)])('of the words %j is refused', (words) => {
    expect(problemsOf('PCI', `{ idle_minutes: 30, exception: '${words}' }`)).toEqual([
      expect.stringMatching(/^platforms\[0\]\.policy\.exception: must /u),
    ])
  })

  test('lets subscriptions go no further than the platform itself goes', () => {
    const { profile } = served('PCI', `{ freeze_threshold: 20, idle_minutes: 30, exception: '${REASON}' }`)
    expect(settingsLimits(profile).ranges).toMatchObject({
      freezeThreshold: { minimum: 3, maximum: 20 },
      idleMinutes: { minimum: 5, maximum: 30 },
    })
    expect(settingsOn(profile, {})).toMatchObject({ freezeThreshold: 20, idleMinutes: 30 })
  })
})

describe('the settings of a subscription on a platform of the profile pci (A05)', () => {
  const { pci } = POLICY_PROFILES

  test('are its platform’s own, where none are chosen', () => {
    expect(settingsOn(pci, {})).toEqual({
      freezeThreshold: 10,
      selfUnfreeze: true,
      idleMinutes: 15,
      absoluteHours: 12,
      allowedNetworks: [],
      idleDeactivationDays: 90,
    })
  })

  test.each(['{}', '{ freeze_threshold: 3, idle_minutes: 5, absolute_hours: 1, idle_deactivation_days: 30 }'])(
    'have limits in which the defaults lie: %s',
    (policy) => {
      const { ranges, defaults } = settingsLimits(served('PCI', policy).profile)
      for (const [name, { minimum, maximum }] of Object.entries(ranges)) {
        const value = Number(defaults[name as keyof typeof ranges])
        expect([name, minimum <= value, value <= maximum]).toEqual([name, true, true])
      }
    },
  )

  test('never go beyond them, whatever is kept from before', () => {
    const kept = { freezeThreshold: 100, idleMinutes: 60, absoluteHours: 24, idleDeactivationDays: null }
    const within = (profile: PolicyProfile) => settingsOn(profile, kept)
    expect(within(pci)).toMatchObject({ freezeThreshold: 10, idleMinutes: 15, absoluteHours: 12, idleDeactivationDays: 90 })
  })
})
