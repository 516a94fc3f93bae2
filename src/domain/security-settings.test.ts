import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { POLICY_PROFILES, type PolicyProfile } from './policy-profile.ts'
import {
  changeLines,
  checkSettings,
  isAllowedAt,
  MOST_NETWORKS,
  needsTrial,
  ownChoice,
  readNetworkList,
  settingChanges,
  settingsLimits,
  settingsOn,
  type OwnSettings,
  type SecuritySettings,
  type WantedSettings,
} from './security-settings.ts'

const { faq } = POLICY_PROFILES
/** A platform that is stricter in everything, as a profile may be. */
const strict: PolicyProfile = {
  ...faq,
  freezeThreshold: 5,
  freezeThresholds: { lowest: 3, highest: 10 },
  session: { idleSeconds: 15 * 60, absoluteSeconds: 8 * 3_600 },
  passwordExpiryDays: 90,
  idleDeactivationDays: 90,
}
const DEFAULTS = settingsOn(faq, {})

const problemsOf = (wanted: WantedSettings, profile = faq) => checkSettings(profile, settingsOn(profile, {}), wanted).problems

describe('settings without a choice', () => {
  it('are those of the platform', () => {
    expect(DEFAULTS).toEqual({
      freezeThreshold: 10,
      selfUnfreeze: true,
      idleMinutes: 60,
      absoluteHours: 12,
      allowedNetworks: [],
      idleDeactivationDays: null,
    })
    expect(settingsOn(strict, {})).toMatchObject({
      freezeThreshold: 5,
      idleMinutes: 15,
      absoluteHours: 8,
      idleDeactivationDays: 90,
    })
    expect([settingsLimits(faq).passwordExpiryDays, settingsLimits(strict).passwordExpiryDays]).toEqual([null, 90])
  })
})

describe('a choice', () => {
  it.each<[keyof WantedSettings, WantedSettings, string | undefined]>([
    ['freezeThreshold', { freezeThreshold: 2 }, 'not_in_range'],
    ['freezeThreshold', { freezeThreshold: 3 }, undefined],
    ['freezeThreshold', { freezeThreshold: 100 }, undefined],
    ['freezeThreshold', { freezeThreshold: 101 }, 'not_in_range'],
    ['freezeThreshold', { freezeThreshold: 4.5 }, 'not_in_range'],
    ['freezeThreshold', { freezeThreshold: Number.NaN }, 'not_in_range'],
    ['idleMinutes', { idleMinutes: 4 }, 'not_in_range'],
    ['idleMinutes', { idleMinutes: 5 }, undefined],
    ['idleMinutes', { idleMinutes: 60 }, undefined],
    ['idleMinutes', { idleMinutes: 61 }, 'not_in_range'],
    ['absoluteHours', { absoluteHours: 0 }, 'not_in_range'],
    ['absoluteHours', { absoluteHours: 12 }, undefined],
    ['absoluteHours', { absoluteHours: 13 }, 'not_in_range'],
    ['idleDeactivationDays', { idleDeactivationDays: 29 }, 'not_in_range'],
    ['idleDeactivationDays', { idleDeactivationDays: 30 }, undefined],
    ['idleDeactivationDays', { idleDeactivationDays: 400 }, undefined],
    ['idleDeactivationDays', { idleDeactivationDays: 401 }, 'not_in_range'],
    ['idleDeactivationDays', { idleDeactivationDays: null }, undefined],
    ['allowedNetworks', { allowedNetworks: ['10.0.0.0/8', '2001:db8::/32'] }, undefined],
    ['allowedNetworks', { allowedNetworks: ['10.0.0.0/8', 'home'] }, 'not_networks'],
    [
      'allowedNetworks',
      { allowedNetworks: Array.from({ length: MOST_NETWORKS + 1 }, (_, n) => `10.0.${n}.0/24`) },
      'too_many_networks',
    ],
  ])('of %s: %j has the problem %s', (name, wanted, problem) => {
    expect(problemsOf(wanted)).toEqual(problem === undefined ? {} : { [name]: problem })
  })

  it('is never looser than its platform (A05)', () => {
    const looser = { freezeThreshold: 11, idleMinutes: 16, absoluteHours: 9, idleDeactivationDays: 91 }
    expect(Object.values(problemsOf(looser, strict))).toEqual(Array.from({ length: 4 }, () => 'not_in_range'))
    expect(problemsOf({ idleDeactivationDays: null }, strict)).toEqual({ idleDeactivationDays: 'not_in_range' })
    const kept: OwnSettings = { freezeThreshold: 100, idleMinutes: 60, absoluteHours: 12, idleDeactivationDays: 400 }
    expect(settingsOn(strict, kept)).toMatchObject({
      freezeThreshold: 10,
      idleMinutes: 15,
      absoluteHours: 8,
      idleDeactivationDays: 90,
    })
  })

  it('keeps what it does not name, and spells networks in one way, each once', () => {
    const before = settingsOn(faq, { freezeThreshold: 5, allowedNetworks: ['10.0.0.0/8'] })
    const { settings } = checkSettings(faq, before, {
      allowedNetworks: ['10.1.2.3/8', '10.0.0.0/8', '2001:DB8::1'],
      idleMinutes: undefined,
    })
    expect(settings).toEqual({ ...before, allowedNetworks: ['10.0.0.0/8', '2001:db8::1/128'] })
  })

  it('leaves only what differs from the platform, and comes to the same', () => {
    expect(ownChoice(faq, DEFAULTS)).toEqual({})
    const choice = fc.record({
      freezeThreshold: fc.integer({ min: 3, max: 100 }),
      selfUnfreeze: fc.boolean(),
      idleMinutes: fc.integer({ min: 5, max: 60 }),
      absoluteHours: fc.integer({ min: 1, max: 12 }),
      allowedNetworks: fc.constantFrom([], ['10.0.0.0/8']),
      idleDeactivationDays: fc.constantFrom(null, 30, 400),
    })
    fc.assert(
      fc.property(choice, (settings) => {
        expect(settingsOn(faq, ownChoice(faq, settings))).toEqual(settings)
      }),
    )
  })
})

describe('a change that could lock its author out is tried first (N12)', () => {
  const settings = (own: OwnSettings): SecuritySettings => settingsOn(faq, own)
  const networks = (...allowedNetworks: string[]) => ({ allowedNetworks })
  it.each<[OwnSettings, OwnSettings, boolean]>([
    [{}, networks('10.0.0.0/8'), true],
    [networks('10.0.0.0/8'), {}, false],
    [networks('10.0.0.0/8'), networks('10.0.0.0/8', '192.0.2.0/24'), false],
    [networks('10.0.0.0/8', '192.0.2.0/24'), networks('10.0.0.0/8'), true],
    [networks('10.0.0.0/8'), networks('10.0.0.0/9'), true],
    [networks('10.0.0.0/9'), networks('10.0.0.0/8'), false],
    [networks('10.0.0.0/8'), networks('11.0.0.0/8'), true],
    [networks('10.0.0.0/8'), networks('::/0'), true],
    [{ idleMinutes: 30 }, { idleMinutes: 29 }, true],
    [{ idleMinutes: 30 }, { idleMinutes: 31 }, false],
    [{}, { absoluteHours: 11 }, true],
    [{ absoluteHours: 11 }, {}, false],
    [{}, { freezeThreshold: 3, selfUnfreeze: false, idleDeactivationDays: 30 }, false],
  ])('%j -> %j: %s', (before, after, expected) => {
    expect(needsTrial(settings(before), settings(after))).toBe(expected)
  })

  it('knows whether an address is among the networks', () => {
    expect(isAllowedAt(DEFAULTS, '192.0.2.1')).toBe(true)
    expect(isAllowedAt(networks('10.0.0.0/8', '2001:db8::/32'), '2001:db8:9::1')).toBe(true)
    expect(isAllowedAt(networks('10.0.0.0/8'), '11.0.0.1')).toBe(false)
  })
})

describe('a change in words', () => {
  it('is a line for each setting that differs', () => {
    const after = settingsOn(faq, { allowedNetworks: ['10.0.0.0/8'], selfUnfreeze: false, idleDeactivationDays: 90 })
    expect(changeLines(DEFAULTS, after)).toEqual([
      'Frozen users may unfreeze themselves by mail: yes → no',
      'Allowed networks: anywhere → 10.0.0.0/8',
      'Days without a sign-in until an account becomes Inactive: off → 90',
    ])
    expect(settingChanges(DEFAULTS, after)).toEqual({
      selfUnfreeze: { from: true, to: false },
      allowedNetworks: { from: [], to: ['10.0.0.0/8'] },
      idleDeactivationDays: { from: null, to: 90 },
    })
  })

  it('starts from a list as people type it', () => {
    expect(readNetworkList(' 10.0.0.0/8,\r\n\n home; 2001:db8::/32\t')).toEqual({
      entries: ['10.0.0.0/8', 'home', '2001:db8::/32'],
      wrong: ['home'],
    })
  })
})
