import type { FieldProblem, FieldProblems } from './errors.ts'
import { covers, networkText, readNetwork, type Network } from './network.ts'
import type { PolicyProfile } from './policy-profile.ts'

/** How one subscription's people get in, and when they are kept out (A05). */
export type SecuritySettings = {
  /** Failed sign-ins until an account is frozen. */
  readonly freezeThreshold: number
  /** Whether a frozen account's owner is mailed a key. Never counts for the last active Manager. */
  readonly selfUnfreeze: boolean
  readonly idleMinutes: number
  readonly absoluteHours: number
  /** CIDR, as `networkText` writes it; empty: anywhere. */
  readonly allowedNetworks: readonly string[]
  /** Days without a sign-in until an account becomes Inactive; null: never. */
  readonly idleDeactivationDays: number | null
}

export type SettingName = keyof SecuritySettings

/** What a subscription has chosen itself, as the database keeps it; the rest is as its platform says. */
export type OwnSettings = Partial<SecuritySettings>

/** Some settings, as somebody wants them. */
export type WantedSettings = { readonly [Name in SettingName]?: SecuritySettings[Name] | undefined }

type Range = { readonly minimum: number; readonly maximum: number }
type NumberName = Exclude<SettingName, 'selfUnfreeze' | 'allowedNetworks'>

/** Between which numbers a subscription may choose, and what it gets without choosing. */
export type SettingsLimits = {
  readonly ranges: Readonly<Record<NumberName, Range>>
  readonly defaults: SecuritySettings
  readonly passwordExpiryDays: number | null
}

export const SETTING_WORDS: Readonly<Record<SettingName, string>> = {
  freezeThreshold: 'Failed sign-ins until an account is frozen',
  selfUnfreeze: 'Frozen users may unfreeze themselves by mail',
  idleMinutes: 'Minutes without use until a session ends',
  absoluteHours: 'Hours until a session ends in any case',
  allowedNetworks: 'Allowed networks',
  idleDeactivationDays: 'Days without a sign-in until an account becomes Inactive',
}

export const SETTING_NAMES = Object.keys(SETTING_WORDS) as readonly SettingName[]

export const MOST_NETWORKS = 100
const SHORTEST_IDLE_MINUTES = 5
const SHORTEST_ABSOLUTE_HOURS = 1
const IDLE_DEACTIVATION: Range = { minimum: 30, maximum: 400 }

/** For so long settings that may lock somebody out are tried before they are kept or go (N12). */
export const TRIAL_SECONDS = 5 * 60
/** From the start of one trial by an API token to the next: time for people to come in between and end it. */
export const TOKEN_TRIAL_PAUSE_SECONDS = 3 * TRIAL_SECONDS

/** Never looser than the platform (A05). */
export function settingsLimits(profile: PolicyProfile): SettingsLimits {
  const { freezeThreshold, freezeThresholds, session, passwordExpiryDays, idleDeactivationDays } = profile
  const [idleMinutes, absoluteHours] = [session.idleSeconds / 60, session.absoluteSeconds / 3_600]
  return {
    ranges: {
      freezeThreshold: { minimum: freezeThresholds.lowest, maximum: freezeThresholds.highest },
      idleMinutes: { minimum: SHORTEST_IDLE_MINUTES, maximum: idleMinutes },
      absoluteHours: { minimum: SHORTEST_ABSOLUTE_HOURS, maximum: absoluteHours },
      idleDeactivationDays: { ...IDLE_DEACTIVATION, maximum: idleDeactivationDays ?? IDLE_DEACTIVATION.maximum },
    },
    defaults: { freezeThreshold, selfUnfreeze: true, idleMinutes, absoluteHours, allowedNetworks: [], idleDeactivationDays },
    passwordExpiryDays,
  }
}

/**
 * What a subscription's own choice comes to on its platform: where that has become stricter since, the platform counts.
 * SQL says the same where it decides.
 */
export function settingsOn(profile: PolicyProfile, own: OwnSettings): SecuritySettings {
  const { ranges, defaults } = settingsLimits(profile)
  const chosen = { ...defaults, ...own }
  const atMost = (name: 'freezeThreshold' | 'idleMinutes' | 'absoluteHours') => Math.min(chosen[name], ranges[name].maximum)
  const days = chosen.idleDeactivationDays ?? profile.idleDeactivationDays
  return {
    ...chosen,
    freezeThreshold: atMost('freezeThreshold'),
    idleMinutes: atMost('idleMinutes'),
    absoluteHours: atMost('absoluteHours'),
    idleDeactivationDays: days === null ? null : Math.min(days, ranges.idleDeactivationDays.maximum),
  }
}

/** What differs from the platform's own: only that is kept, so that the rest follows the platform. */
export function ownChoice(profile: PolicyProfile, settings: SecuritySettings): OwnSettings {
  const { defaults } = settingsLimits(profile)
  return Object.fromEntries(changedSettings(defaults, settings).map((name) => [name, settings[name]]))
}

export type CheckedSettings = { readonly settings: SecuritySettings; readonly problems: FieldProblems }

/** The settings with some of them replaced, networks in one spelling; a number that is none comes as NaN. */
export function checkSettings(profile: PolicyProfile, before: SecuritySettings, wanted: WantedSettings): CheckedSettings {
  const { ranges } = settingsLimits(profile)
  const problems: Record<string, FieldProblem> = {}
  const settings = replaced(before, wanted)
  for (const [name, { minimum, maximum }] of Object.entries(ranges) as [NumberName, Range][]) {
    const number = settings[name]
    const isOff = name === 'idleDeactivationDays' && number === null && profile.idleDeactivationDays === null
    const fits = Number.isInteger(number) && Number(number) >= minimum && Number(number) <= maximum
    if (!isOff && !fits) problems[name] = 'not_in_range'
  }
  const networks = settings.allowedNetworks.map(readNetwork)
  if (networks.includes(null)) problems['allowedNetworks'] = 'not_networks'
  const allowedNetworks = [...new Set(networks.flatMap((network) => (network ? [networkText(network)] : [])))]
  if (allowedNetworks.length > MOST_NETWORKS) problems['allowedNetworks'] = 'too_many_networks'
  return { settings: { ...settings, allowedNetworks }, problems }
}

function replaced(before: SecuritySettings, wanted: WantedSettings): SecuritySettings {
  return { ...before, ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)) }
}

/** Which settings differ, in the order of the page. */
export function changedSettings(before: SecuritySettings, after: SecuritySettings): readonly SettingName[] {
  return SETTING_NAMES.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

/** The same with their values, as the trail keeps them. */
export function settingChanges(before: SecuritySettings, after: SecuritySettings): Readonly<Record<string, unknown>> {
  return Object.fromEntries(changedSettings(before, after).map((name) => [name, { from: before[name], to: after[name] }]))
}

/** Whether a change could lock its author out (N12): a network less, or a shorter session. */
export function needsTrial(before: SecuritySettings, after: SecuritySettings): boolean {
  return after.idleMinutes < before.idleMinutes || after.absoluteHours < before.absoluteHours || excludesNetworks(before, after)
}

function excludesNetworks(before: SecuritySettings, after: SecuritySettings): boolean {
  if (after.allowedNetworks.length === 0) return false
  if (before.allowedNetworks.length === 0) return true
  const allowed = networksOf(after)
  return networksOf(before).some((network) => !allowed.some((other) => covers(other, network)))
}

/** Whether somebody at this address gets in. SQL says the same where it decides. */
export function isAllowedAt(settings: Pick<SecuritySettings, 'allowedNetworks'>, address: string): boolean {
  const own = readNetwork(address)
  return settings.allowedNetworks.length === 0 || (own !== null && networksOf(settings).some((network) => covers(network, own)))
}

function networksOf({ allowedNetworks }: Pick<SecuritySettings, 'allowedNetworks'>): readonly Network[] {
  return allowedNetworks.flatMap((text) => readNetwork(text) ?? [])
}

/** The entries of a typed list, one a line or parted by commas, and those of them that are no networks. */
export function readNetworkList(text: string): { readonly entries: readonly string[]; readonly wrong: readonly string[] } {
  const entries = text.split(/[\s,;]+/u).filter((entry) => entry !== '')
  return { entries, wrong: entries.filter((entry) => readNetwork(entry) === null) }
}

/** "10.0.0.0/8, 2001:db8::/32", "off", "60": a setting's value in words. */
export function settingValue(name: SettingName, settings: SecuritySettings): string {
  const value = settings[name]
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(value)
  return value === null ? 'off' : value.length === 0 ? 'anywhere' : value.join(', ')
}

/** One line for each setting that differs: "Allowed networks: anywhere → 10.0.0.0/8". */
export function changeLines(before: SecuritySettings, after: SecuritySettings): readonly string[] {
  const line = (name: SettingName) => `${SETTING_WORDS[name]}: ${settingValue(name, before)} → ${settingValue(name, after)}`
  return changedSettings(before, after).map(line)
}
