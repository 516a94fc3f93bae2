import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { settingChanges, settingsOn, type SecuritySettings } from '../../domain/security-settings.ts'
import { recordAudit } from '../audit/record.ts'
import { isStillIn } from '../sign-in/sessions.ts'
import { actOnSubscription } from '../subscriptions/act-on-subscription.ts'
import { nameOf } from './change-settings.ts'
import { findSettings, giveTrialUp, keepTrial } from './queries.ts'
import { tellManagers } from './tell-managers.ts'

/**
 * Keeps the settings that are being tried, as somebody who still gets in under them (N12): the session that asks must be
 * one that they accept, asked once more in the transaction. `version`: of the trial that the caller has seen.
 *
 * Throws Refusal `forbidden`, `no_trial` where the time is up, another ended it or the session is not accepted, and
 * `session_needed` for an API token, which would show nothing about people.
 */
export async function confirmSettings(
  app: App,
  actor: MemberActor,
  { version }: { version: number },
  context: RequestContext,
): Promise<void> {
  if (actor.kind !== 'account') throw refuse('session_needed')
  const { subscriptionId, sessionId } = actor
  await actOnSubscription(app, { actor, right: 'change_settings' }, async (trx, manager) => {
    const { before, after } = await tried(app, trx, { subscriptionId, version })
    const isIn = await isStillIn(trx, { sessionId, address: context.address, ...app.config.profile.session })
    if (!isIn || !(await keepTrial(trx, subscriptionId))) throw refuse('no_trial')
    const details = { changes: settingChanges(before, after) }
    await recordAudit(trx, { action: 'settings.confirmed', actor, subscriptionId, accountId: null, details, context })
    await tellManagers(app, trx, subscriptionId, { kind: 'settings_changed', before, after, version, by: nameOf(manager) })
  })
}

/** Goes back to the settings before the trial. Throws Refusal `forbidden`, or `no_trial` where it is over already. */
export async function cancelTrial(
  app: App,
  actor: MemberActor,
  { version }: { version: number },
  context: RequestContext,
): Promise<void> {
  const { subscriptionId } = actor
  await actOnSubscription(app, { actor, right: 'change_settings' }, async (trx, manager) => {
    const { before, after } = await tried(app, trx, { subscriptionId, version })
    if (!(await giveTrialUp(trx, subscriptionId))) throw refuse('no_trial')
    const details = { changes: settingChanges(before, after) }
    await recordAudit(trx, { action: 'settings.rolled_back', actor, subscriptionId, accountId: null, details, context })
    await tellManagers(app, trx, subscriptionId, { kind: 'settings_rolled_back', before, after, version, by: nameOf(manager) })
  })
}

/** What counted before the trial, and what is tried. Whether it still runs, the deed itself asks the clock. */
async function tried(
  app: App,
  trx: Trx,
  { subscriptionId, version }: { subscriptionId: string; version: number },
): Promise<{ before: SecuritySettings; after: SecuritySettings }> {
  const { settings, trial, ...stored } = await findSettings(trx, subscriptionId)
  if (!trial || stored.version !== version) throw refuse('no_trial')
  return { before: settingsOn(app.config.profile, settings), after: settingsOn(app.config.profile, trial.settings) }
}
