import { text } from 'node:stream/consumers'
import type { Core } from '../core.ts'
import { isRefusal, refuse } from '../domain/errors.ts'
import type { TypedMoment } from '../domain/zoned-time.ts'
import type { WrittenUpdate } from '../features/status/open-incident.ts'
import type { Doer } from '../features/status/write-status.ts'
import { refusalMessage } from '../ui/messages.ts'
import { FRONT_DOOR, onOrigin } from '../ui/paths.ts'
import type { Terminal } from './command.ts'
import { UsageError } from './usage-error.ts'
import { CORE_OPTIONS, withCore } from './with-core.ts'

/** Options that all commands share which write what the status page tells. */
export const STATUS_OPTIONS = {
  ...CORE_OPTIONS,
  quiet: { type: 'boolean', about: 'write to no subscriber' },
} as const

export const MESSAGE_OPTION = {
  type: 'string',
  value: '<text>',
  about: 'what it says, in Markdown; - reads it from the standard input',
} as const

export const ZONE_OPTION = {
  type: 'string',
  value: '<zone>',
  about: 'of times without an offset, such as Europe/Berlin; UTC unless it is given',
} as const

export const COMPONENT_STATE_OPTION = {
  type: 'list',
  value: '<US1=partial_outage>',
  about: 'what a component is in: operational, degraded_performance, partial_outage or major_outage; repeated, or with commas',
} as const

/** What a field of a verb is called on the command line, where it has another name. */
const OPTION_NAMES: Readonly<Record<string, string>> = {
  body: 'message',
  components: 'component',
  startedAt: 'at',
  displayAt: 'at',
}

/** Does one deed as whoever has the command line, and prints where it can be seen. */
export async function writeByCommand(
  choice: { readonly config: string | null; readonly demo: boolean },
  terminal: Terminal,
  deed: (core: Core, doer: Doer) => Promise<Pick<WrittenUpdate, 'incidentId'>>,
): Promise<number> {
  return withCore(choice, async (core) => {
    try {
      const { incidentId } = await deed(core, { actor: { kind: 'operator' }, context: null })
      terminal.print([incidentId, onOrigin(core.config.frontDoorOrigin, FRONT_DOOR.incident(incidentId))].join('\n'))
      return 0
    } catch (error) {
      throw inOptions(error)
    }
  })
}

function inOptions(error: unknown): unknown {
  if (isRefusal(error, 'invalid_fields')) {
    const named = <Value>(of: Readonly<Record<string, Value>>) =>
      Object.fromEntries(Object.entries(of).map(([field, value]) => [OPTION_NAMES[field] ?? field, value]))
    return refuse('invalid_fields', { fields: named(error.details.fields), wrong: named(error.details.wrong ?? {}) })
  }
  if (isRefusal(error, 'not_found')) return new UsageError('--id: there is none of this kind with this id')
  if (isRefusal(error, 'not_at_this_stage')) return new Error(refusalMessage(error).sentence)
  return error
}

/** Throws UsageError where nothing comes. */
export async function readMessage(typed: string | null): Promise<string> {
  return typed === '-' ? text(process.stdin) : (typed ?? '')
}

export function typedMoment(typed: string | null, zone: string | null): TypedMoment | null {
  return typed === null ? null : { text: typed, zone: zone ?? 'UTC', occurrence: '' }
}

/** `US1=partial_outage,EU1=operational`. Throws UsageError for anything else. */
export function readComponentStates(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    listOf(given).map((pair) => {
      const [, key, state] = /^([^=]+)=([a-z_]+)$/u.exec(pair) ?? []
      if (key === undefined || state === undefined) throw new UsageError(`--component: ${pair} is not like US1=partial_outage`)
      return [key, state]
    }),
  )
}

/** Repeated, or with commas between. */
export function listOf(given: readonly string[]): readonly string[] {
  return given
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
