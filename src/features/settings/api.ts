import { z } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { SETTING_WORDS, type SecuritySettings } from '../../domain/security-settings.ts'
import { operation, type ApiAnswer, type Operation } from '../../http/api/operation.ts'
import { MomentSchema } from '../../http/api/schemas.ts'
import { changeSettings } from './change-settings.ts'
import { cancelTrial, confirmSettings } from './end-trial.ts'
import { viewSettings } from './view-settings.ts'

const SETTINGS = {
  freezeThreshold: z.int().openapi({ description: SETTING_WORDS.freezeThreshold, example: 10 }),
  selfUnfreeze: z.boolean().openapi({ description: SETTING_WORDS.selfUnfreeze }),
  idleMinutes: z.int().openapi({ description: SETTING_WORDS.idleMinutes, example: 60 }),
  absoluteHours: z.int().openapi({ description: SETTING_WORDS.absoluteHours, example: 12 }),
  allowedNetworks: z.array(z.string()).openapi({
    description: `${SETTING_WORDS.allowedNetworks}, in CIDR; empty: anywhere`,
    example: ['192.0.2.0/24', '2001:db8::/48'],
  }),
  idleDeactivationDays: z
    .int()
    .nullable()
    .openapi({ description: `${SETTING_WORDS.idleDeactivationDays}; null: never` }),
}

const SettingsSchema = z.object(SETTINGS).openapi('Settings')

const OverviewSchema = z
  .object({
    settings: SettingsSchema,
    trial: z.object({ settings: SettingsSchema, endsAt: MomentSchema, isOwn: z.boolean() }).nullable().openapi({
      description: 'Settings that could lock somebody out count until then only, unless somebody who still gets in keeps them',
    }),
    version: z.int(),
  })
  .openapi('SecuritySettings')

const ChangeSchema = z
  .strictObject({
    ...SettingsSchema.partial().shape,
    despiteLockOut: z
      .boolean()
      .optional()
      .openapi({ description: 'You know that the networks don’t hold your own address, and want to try them' }),
  })
  .openapi('SettingsChange', { description: 'What is left out stays as it is' })

const VersionSchema = z.strictObject({ version: z.int().openapi({ description: 'Of the trial that you have seen' }) })

const settingsJson = (settings: SecuritySettings) => ({ ...settings, allowedNetworks: [...settings.allowedNetworks] })

async function answerSettings(app: App, actor: MemberActor): Promise<ApiAnswer<z.input<typeof OverviewSchema>>> {
  const { settings, trial, version } = await viewSettings(app, actor)
  const tried = trial && { settings: settingsJson(trial.settings), endsAt: trial.endsAt.toISOString(), isOwn: trial.isOwn }
  return { body: { settings: settingsJson(settings), trial: tried, version }, version }
}

const CHANGE = {
  tag: 'Settings',
  scope: 'settings:write',
  permission: { right: 'change_settings' },
  reply: OverviewSchema,
  status: 200,
  answers: 'The settings as they are now',
} as const

/** The security settings of a subscription (A05). */
export const SETTINGS_OPERATIONS: readonly Operation[] = [
  operation({
    ...CHANGE,
    id: 'getSettings',
    method: 'get',
    path: '/settings',
    summary: 'Read the security settings',
    scope: 'settings:read',
    manner: 'read',
    run: (app, { actor }) => answerSettings(app, actor),
  }),
  operation({
    ...CHANGE,
    id: 'changeSettings',
    method: 'patch',
    path: '/settings',
    summary: 'Change security settings',
    description:
      'What could lock somebody out, a network less or a shorter session, is tried for five minutes and rolled back unless somebody who is signed in keeps it. A token begins such a trial at most every fifteen minutes.',
    manner: 'edit',
    refusals: ['trial_running', 'shuts_you_out', 'too_many_requests'],
    body: ChangeSchema,
    run: async (app, { actor, body, version, context }) => {
      const { despiteLockOut, ...wanted } = body
      await changeSettings(app, actor, { wanted, version: version ?? undefined, despiteLockOut }, context)
      return answerSettings(app, actor)
    },
  }),
  operation({
    ...CHANGE,
    id: 'keepSettings',
    method: 'post',
    path: '/settings/trial/keep',
    summary: 'Keep the settings that are being tried',
    description: 'From a session that they accept: a token shows nothing about people.',
    refusals: ['no_trial', 'session_needed'],
    sessionOnly: true,
    body: VersionSchema,
    run: async (app, { actor, body, context }) => {
      await confirmSettings(app, actor, body, context)
      return answerSettings(app, actor)
    },
  }),
  operation({
    ...CHANGE,
    id: 'cancelTrial',
    method: 'post',
    path: '/settings/trial/cancel',
    summary: 'Go back to the settings before the trial',
    refusals: ['no_trial'],
    body: VersionSchema,
    run: async (app, { actor, body, context }) => {
      await cancelTrial(app, actor, body, context)
      return answerSettings(app, actor)
    },
  }),
]
