import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse, requireNoProblems } from '../../domain/errors.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import {
  changedSettings,
  checkSettings,
  isAllowedAt,
  needsTrial,
  ownChoice,
  settingChanges,
  settingsOn,
  TOKEN_TRIAL_PAUSE_SECONDS,
  type SecuritySettings,
  type WantedSettings,
} from '../../domain/security-settings.ts'
import type { Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { isStillIn } from '../sign-in/sessions.ts'
import { actOnSubscription } from '../subscriptions/act-on-subscription.ts'
import { findSettings, wasTriedByToken, writeSettings, writeTrial, type StoredSettings } from './queries.ts'
import { settleEndedTrial } from './settle-trials.ts'
import { tellManagers } from './tell-managers.ts'

export type SettingsChange = {
  /** Only what is named changes. */
  readonly wanted: WantedSettings
  /** What the caller has read; where the settings changed since, nothing is done. */
  readonly version?: number | undefined
  /** The caller knows that the networks don't hold their own address, and wants to try them. */
  readonly despiteLockOut?: boolean | undefined
}

export type ChangedSettings = {
  readonly hasChanged: boolean
  readonly version: number
  /** Null where they are kept at once. `isStillIn`: whether the settings on trial let this very session in. */
  readonly trial: { readonly endsAt: Date; readonly isStillIn: boolean } | null
}

/**
 * Changes security settings of the actor's subscription (A05). What could lock somebody out, a network less or a shorter
 * session, counts for five minutes only unless it is kept from a session that still works (N12); the rest counts at once.
 * Every active Manager is told.
 *
 * Throws Refusal `forbidden`, `invalid_fields`, `changed_meanwhile`, `trial_running`, `shuts_you_out`, and for an API token
 * `too_many_requests` where one began a trial a moment ago.
 */
export async function changeSettings(
  app: App,
  actor: MemberActor,
  change: SettingsChange,
  context: RequestContext,
): Promise<ChangedSettings> {
  return actOnSubscription(app, { actor, right: 'change_settings' }, async (trx, manager) => {
    await settleEndedTrial(app, trx, actor.subscriptionId)
    const stored = await findSettings(trx, actor.subscriptionId)
    const before = settingsOn(app.config.profile, stored.settings)
    const { settings: after, problems } = checkSettings(app.config.profile, before, change.wanted)
    requireNoProblems(problems)
    const repeated = stored.trial && (await sameTrial(app, trx, { stored, after, actor, context }))
    if (repeated) return repeated
    if (stored.trial) throw refuse('trial_running')
    if (change.version !== undefined && change.version !== stored.version) throw refuse('changed_meanwhile')
    if (changedSettings(before, after).length === 0) return { hasChanged: false, version: stored.version, trial: null }
    const isShutOut = !isAllowedAt(after, context.address)
    if (isShutOut && !change.despiteLockOut) throw refuse('shuts_you_out', { address: context.address })
    const apply = needsTrial(before, after) ? startTrial : keepAtOnce
    return apply(app, trx, { manager, actor, context, before, after })
  })
}

type Deed = {
  readonly manager: Account
  readonly actor: MemberActor
  readonly context: RequestContext
  readonly before: SecuritySettings
  readonly after: SecuritySettings
}

async function keepAtOnce(app: App, trx: Trx, { manager, actor, context, before, after }: Deed): Promise<ChangedSettings> {
  const { subscriptionId } = actor
  const version = await writeSettings(trx, { subscriptionId, settings: ownChoice(app.config.profile, after) })
  const details = { changes: settingChanges(before, after) }
  await recordAudit(trx, { action: 'settings.changed', actor, subscriptionId, accountId: null, details, context })
  await tellManagers(app, trx, subscriptionId, { kind: 'settings_changed', before, after, version, by: nameOf(manager) })
  return { hasChanged: true, version, trial: null }
}

async function startTrial(app: App, trx: Trx, { manager, actor, context, before, after }: Deed): Promise<ChangedSettings> {
  const { subscriptionId, accountId } = actor
  // One after the other, a stolen token's trials would keep everybody out for good without being kept themselves (N12).
  if (actor.kind === 'api_token' && (await wasTriedByToken(trx, subscriptionId, TOKEN_TRIAL_PAUSE_SECONDS))) {
    throw refuse('too_many_requests', { retryAfterSeconds: TOKEN_TRIAL_PAUSE_SECONDS })
  }
  const settings = ownChoice(app.config.profile, after)
  const { version, endsAt } = await writeTrial(trx, { subscriptionId, settings, accountId })
  const details = { changes: settingChanges(before, after), endsAt: endsAt.toISOString() }
  await recordAudit(trx, { action: 'settings.trial_started', actor, subscriptionId, accountId: null, details, context })
  const news = { kind: 'settings_tried', before, after, version, by: nameOf(manager), until: endsAt } as const
  await tellManagers(app, trx, subscriptionId, news)
  return { hasChanged: true, version, trial: { endsAt, isStillIn: await isActorIn(app, trx, actor, context) } }
}

/** A form that came twice finds its own trial running, and is answered as the first was. */
async function sameTrial(
  app: App,
  trx: Trx,
  of: { stored: StoredSettings; after: SecuritySettings; actor: MemberActor; context: RequestContext },
): Promise<ChangedSettings | null> {
  const { trial, version } = of.stored
  if (trial?.startedBy !== of.actor.accountId) return null
  if (changedSettings(settingsOn(app.config.profile, trial.settings), of.after).length > 0) return null
  const isIn = await isActorIn(app, trx, of.actor, of.context)
  return { hasChanged: true, version, trial: { endsAt: trial.endsAt, isStillIn: isIn } }
}

async function isActorIn(app: App, trx: Trx, actor: MemberActor, { address }: RequestContext): Promise<boolean> {
  if (actor.kind !== 'account') return true
  return isStillIn(trx, { sessionId: actor.sessionId, address, ...app.config.profile.session })
}

export function nameOf({ firstName, lastName, username }: Pick<Account, 'firstName' | 'lastName' | 'username'>): string {
  return `${firstName} ${lastName} (${username})`
}
