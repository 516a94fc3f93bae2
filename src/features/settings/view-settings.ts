import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { settingsLimits, settingsOn, type SecuritySettings, type SettingsLimits } from '../../domain/security-settings.ts'
import { countActiveManagers, findSettings } from './queries.ts'

/** Settings that count for a few minutes only, unless somebody keeps them (N12). */
export type SettingsTrial = {
  readonly settings: SecuritySettings
  readonly endsAt: Date
  readonly secondsLeft: number
  readonly isOwn: boolean
  readonly author: { readonly firstName: string; readonly lastName: string; readonly username: string } | null
}

export type SettingsOverview = {
  /** What was last kept, and counts where nothing is being tried. */
  readonly settings: SecuritySettings
  readonly limits: SettingsLimits
  readonly trial: SettingsTrial | null
  /** Goes along with a change, so that nobody's is lost. */
  readonly version: number
  readonly activeManagers: number
}

/** The security settings of one's own subscription, for those who may change them (A05). Throws Refusal `forbidden`. */
export async function viewSettings(app: App, actor: MemberActor): Promise<SettingsOverview> {
  if (!mayDo('change_settings', actor)) throw refuse('forbidden')
  const { profile } = app.config
  const [stored, activeManagers] = await Promise.all([
    findSettings(app.db, actor.subscriptionId),
    countActiveManagers(app.db, actor.subscriptionId),
  ])
  const { trial, version } = stored
  const runs = trial !== null && trial.secondsLeft > 0
  return {
    settings: settingsOn(profile, stored.settings),
    limits: settingsLimits(profile),
    trial: runs ? { ...trial, settings: settingsOn(profile, trial.settings), isOwn: trial.startedBy === actor.accountId } : null,
    version,
    activeManagers,
  }
}
