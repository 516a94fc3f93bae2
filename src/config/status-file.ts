import { z } from 'zod'
import { originProblem, urlProblem } from './address-rules.ts'
import type { ConfigProblem } from './config-error.ts'
import type { OwnPlatform, ProbeTarget } from './config.ts'
import { SHARED, type GivenStatus } from './core-config.ts'

const text = z.string().trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters')
const seconds = (from: number, to: number) => whole(from, to, 'seconds')
const weight = z.number().min(0, 'must be a number from 0 to 1').max(1, 'must be a number from 0 to 1')
const port = whole(1, 65_535)
const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be small letters, digits and hyphens, a letter first')
const component = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, "must be a platform's id or the key of a shared component")
const host = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i, 'must be the name of a host')

const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), component, origin: address(originProblem) }),
  z.strictObject({ kind: z.literal('http'), component, url: address(urlProblem), status: whole(100, 599).default(200) }),
  z.strictObject({ kind: z.literal('tcp'), component, host, port }),
  z.strictObject({ kind: z.literal('tls'), component, host, port: port.default(443), days: whole(1, 365, 'days').default(14) }),
])

/** `status:` of the file; all of it may be left out. */
export const statusSchema = z.strictObject({
  name: text.optional(),
  stale_after_seconds: seconds(30, 86_400).optional(),
  components: z.array(z.strictObject({ key, name: text, description: text.nullable().default(null) })).optional(),
  weights: z
    .strictObject({
      degraded_performance: weight.default(0),
      partial_outage: weight.default(0.3),
      major_outage: weight.default(1),
    })
    .optional(),
  probes: z
    .strictObject({
      /** Whether our platforms, here and elsewhere, are asked whether they are ready. */
      platforms: z.boolean().default(true),
      interval_seconds: seconds(5, 3_600).optional(),
      timeout_seconds: seconds(1, 60).optional(),
      failures: whole(1, 20).optional(),
      successes: whole(1, 20).optional(),
      targets: z.array(target).default([]),
    })
    .prefault({}),
  webhooks: z.strictObject({ private_networks: z.boolean().default(false) }).prefault({}),
})

/** What can be seen of it where it may be faulty elsewhere: which components there are, and which are named. */
export const statusSight = z
  .object({
    components: z.array(z.object({ key: key.nullable().catch(null) }).catch({ key: null })).catch([]),
    probes: z
      .object({
        targets: z.array(z.object({ component: component.nullable().catch(null) }).catch({ component: null })).catch([]),
      })
      .catch({ targets: [] }),
  })
  .catch({ components: [], probes: { targets: [] } })
  .transform(({ components, probes }) => ({
    components: components.map((one) => one.key),
    targets: probes.targets.map((one) => one.component),
  }))
  .default({ components: [], targets: [] })

export type StatusSight = z.output<typeof statusSight>

/** Keys that stand twice, and probes of what is no component. `platformIds` null: the directory can't be read. */
export function statusProblems(sight: StatusSight, platformIds: readonly string[] | null): ConfigProblem[] {
  const keys = sight.components.filter((one) => one !== null)
  const known = new Set([...(keys.length > 0 ? keys : SHARED.map((shared) => shared.key)), ...(platformIds ?? [])])
  const repeated = sight.components.flatMap((one, index) =>
    one !== null && sight.components.indexOf(one) < index
      ? [{ path: `status.components[${index}].key`, problem: 'stands twice: keep one' }]
      : [],
  )
  const strange = sight.targets.flatMap((one, index) =>
    one === null || platformIds === null || known.has(one)
      ? []
      : [
          {
            path: `status.probes.targets[${index}].component`,
            problem: 'is neither a platform of the directory nor one of status.components',
          },
        ],
  )
  return [...repeated, ...strange]
}

type StatusFile = z.output<typeof statusSchema>

export function givenStatus(file: {
  status: StatusFile
  platforms: readonly OwnPlatform[]
  front_door: { readonly platforms: readonly OwnPlatform[] }
}): GivenStatus {
  const { name, stale_after_seconds: staleAfterSeconds, components: shared, weights, probes, webhooks } = file.status
  const ready = [...file.platforms, ...file.front_door.platforms].map(({ id, origin }): ProbeTarget => ({
    kind: 'ready',
    component: id,
    origin,
  }))
  return {
    name,
    staleAfterSeconds,
    shared,
    weights,
    probes: given({
      intervalSeconds: probes.interval_seconds,
      timeoutSeconds: probes.timeout_seconds,
      failures: probes.failures,
      successes: probes.successes,
    }),
    targets: [...(probes.platforms ? ready : []), ...probes.targets],
    privateWebhooks: webhooks.private_networks,
  }
}

/** Without what is not given, so that it doesn't stand in the way of what goes without saying. */
function given<Values extends Record<string, number | undefined>>(values: Values): { [Name in keyof Values]?: number } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]?: number
  }
}

function whole(from: number, to: number, unit = '') {
  const message = `must be a whole number${unit === '' ? '' : ` of ${unit}`} from ${from} to ${to}`
  return z.int(message).min(from, message).max(to, message)
}

function address(problemOf: (typed: string) => string | null) {
  return z.string().superRefine((typed, context) => {
    const problem = problemOf(typed)
    if (problem !== null) context.addIssue({ code: 'custom', message: problem })
  })
}
