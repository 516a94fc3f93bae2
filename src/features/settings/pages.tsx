import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { Refusal } from '../../domain/errors.ts'
import { readNetworkList, TRIAL_SECONDS, type SecuritySettings } from '../../domain/security-settings.ts'
import type { Viewer } from '../../domain/viewer.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { changeSettings } from './change-settings.ts'
import { cancelTrial, confirmSettings } from './end-trial.ts'
import { KeptOutView, RunningTrialView } from './trial-views.tsx'
import { viewSettings, type SettingsOverview } from './view-settings.ts'
import { SettingsFormView, type TypedSettings } from './views.tsx'

const TEXTS = ['freezeThreshold', 'idleMinutes', 'absoluteHours', 'allowedNetworks', 'idleDeactivationDays', 'version'] as const

/** Security settings: the form, the trial, and its two ends (A05, N12). */
export function settingsPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PLATFORM.security, async (context) => {
      const viewer = requireViewer(context)
      return viewer instanceof Response ? viewer : showSettings(context, app, viewer, null)
    })
    .post(PLATFORM.security, (context) => postSettings(context, app))
    .post(PLATFORM.keepSettings, (context) => endTrial(context, app, 'keep'))
    .post(PLATFORM.giveSettingsUp, (context) => endTrial(context, app, 'give_up'))
    .get('/subscription/security/trial', (context) => showKeptOut(context, app))
}

/** What was refused; `typed` is null where the form shows what others have saved meanwhile. */
type Tried = { readonly typed: TypedSettings | null; readonly refusal: Refusal }

async function showSettings(context: PlatformContext, app: App, viewer: Viewer, tried: Tried | null): Promise<Response> {
  const overview = await viewSettings(app, actorOf(viewer))
  const { settings, trial, version } = overview
  const authorName = trial?.author ? `${trial.author.firstName} ${trial.author.lastName}` : null
  const children = trial
    ? RunningTrialView({ ...trial, before: settings, tried: trial.settings, authorName, version, now: app.clock.now() })
    : formView(context, app, { viewer, overview, tried })
  const status = tried ? statusOf(tried.refusal) : 200
  return replyPage(context, app, { title: 'Security settings', current: 'subscription', status, children })
}

function formView(context: PlatformContext, app: App, of: { viewer: Viewer; overview: SettingsOverview; tried: Tried | null }) {
  const { viewer, overview, tried } = of
  const { address, network } = context.get('requestContext')
  return SettingsFormView({
    typed: tried?.typed ?? asTyped(overview.settings, overview.version),
    refusal: tried?.refusal ?? null,
    limits: overview.limits,
    activeManagers: overview.activeManagers,
    platformLabel: app.config.platform.label,
    subscriptionName: viewer.subscriptionName,
    address,
    network,
  })
}

async function postSettings(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, [...TEXTS, 'selfUnfreeze', 'despiteLockOut'])
  const typed: TypedSettings = { ...fields, selfUnfreeze: fields.selfUnfreeze !== '' }
  const change = { wanted: wantedOf(typed), version: numberOf(typed.version), despiteLockOut: fields.despiteLockOut !== '' }
  const changed = await attempt(() => changeSettings(app, actorOf(viewer), change, context.get('requestContext')))
  if (changed instanceof Refusal) {
    if (changed.code === 'changed_meanwhile') return showSettings(context, app, viewer, { typed: null, refusal: changed })
    if (changed.code !== 'invalid_fields' && changed.code !== 'shuts_you_out') throw changed
    const allowedNetworks = typed.allowedNetworks.split(/\r?\n/).map(shownText).join('\n')
    return showSettings(context, app, viewer, { typed: { ...typed, allowedNetworks }, refusal: changed })
  }
  if (!changed.trial) {
    return redirectWith(context, PLATFORM.security, flashOf(changed.hasChanged ? 'settings_saved' : 'settings_unchanged'))
  }
  const { endsAt, isStillIn } = changed.trial
  return redirectWith(context, isStillIn ? PLATFORM.security : PLATFORM.settingsTrial(Math.floor(endsAt.getTime() / 1_000)))
}

async function endTrial(context: PlatformContext, app: App, how: 'keep' | 'give_up'): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['version'])
  const version = numberOf(fields.version)
  const end = how === 'keep' ? confirmSettings : cancelTrial
  await end(app, actorOf(viewer), { version }, context.get('requestContext'))
  return redirectWith(context, PLATFORM.security, flashOf(how === 'keep' ? 'settings_kept' : 'settings_given_up'))
}

/** Open to everyone, since whom a trial keeps out is not signed in; it says what its own address says. */
async function showKeptOut(context: PlatformContext, app: App): Promise<Response> {
  const now = app.clock.now()
  const endsAt = new Date(numberOf(context.req.query('until') ?? '') * 1_000)
  const secondsLeft = (endsAt.getTime() - now.getTime()) / 1_000
  if (context.get('viewer')) return redirectWith(context, PLATFORM.security, secondsLeft > 0 ? null : flashOf('trial_over'))
  // Not NaN, and no time that a trial could not have.
  const isTrial = secondsLeft > -TRIAL_SECONDS && secondsLeft < 2 * TRIAL_SECONDS
  if (!isTrial) return redirectWith(context, `${PLATFORM.signIn}?next=${encodeURIComponent(PLATFORM.security)}`)
  const { address } = context.get('requestContext')
  const children = KeptOutView({ endsAt, secondsLeft, address, now })
  return replyPage(context, app, { title: 'Settings on trial', children })
}

function wantedOf({ selfUnfreeze, allowedNetworks, ...numbers }: TypedSettings) {
  const { freezeThreshold, idleMinutes, absoluteHours, idleDeactivationDays } = numbers
  return {
    freezeThreshold: numberOf(freezeThreshold),
    selfUnfreeze,
    idleMinutes: numberOf(idleMinutes),
    absoluteHours: numberOf(absoluteHours),
    allowedNetworks: readNetworkList(allowedNetworks).entries,
    idleDeactivationDays: idleDeactivationDays.trim() === '' ? null : numberOf(idleDeactivationDays),
  }
}

/** NaN where it is none, which no check lets pass. */
function numberOf(typed: string): number {
  return /^\s*\d{1,10}\s*$/.test(typed) ? Number(typed) : Number.NaN
}

function asTyped({ allowedNetworks, selfUnfreeze, ...numbers }: SecuritySettings, version: number): TypedSettings {
  return {
    freezeThreshold: String(numbers.freezeThreshold),
    idleMinutes: String(numbers.idleMinutes),
    absoluteHours: String(numbers.absoluteHours),
    idleDeactivationDays: numbers.idleDeactivationDays === null ? '' : String(numbers.idleDeactivationDays),
    selfUnfreeze,
    allowedNetworks: allowedNetworks.join('\n'),
    version: String(version),
  }
}
