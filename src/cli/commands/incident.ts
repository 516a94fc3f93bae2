import { openIncident } from '../../features/status/open-incident.ts'
import { reopenIncident } from '../../features/status/reopen-incident.ts'
import { resolveIncident, updateIncident } from '../../features/status/update-incident.ts'
import { defineCommand } from '../command.ts'
import {
  COMPONENT_STATE_OPTION,
  MESSAGE_OPTION,
  readComponentStates,
  readMessage,
  STATUS_OPTIONS,
  typedMoment,
  writeByCommand,
  ZONE_OPTION,
} from '../status-options.ts'

const ID_OPTION = { type: 'string', value: '<id>', about: 'of the incident, as its address has it', required: true } as const
const SHOWN_AT = { type: 'string', value: '<time>', about: 'as of when it is shown, if not now; ISO 8601' } as const

export const incidentOpenCommand = defineCommand({
  summary: 'Opens an incident on the status page, and prints its id and address. The server may run.',
  options: {
    ...STATUS_OPTIONS,
    name: { type: 'string', value: '<title>', about: 'what people notice, in a line', required: true },
    impact: { type: 'string', value: '<impact>', about: 'none, minor, major or critical', required: true },
    status: { type: 'string', value: '<status>', about: 'investigating unless it is identified or monitoring' },
    message: { ...MESSAGE_OPTION, required: true },
    component: COMPONENT_STATE_OPTION,
    at: { type: 'string', value: '<time>', about: 'when it began, if not now; ISO 8601' },
    zone: ZONE_OPTION,
  },
  run: async ({ name, impact, status, message, component, at, zone, quiet, ...choice }, terminal) => {
    const components = readComponentStates(component)
    const body = await readMessage(message)
    const startedAt = typedMoment(at, zone)
    const input = {
      name,
      impact,
      status: status ?? 'investigating',
      body,
      components,
      startedAt,
      displayAt: null,
      deliver: !quiet,
    }
    return writeByCommand(choice, terminal, (core, doer) => openIncident(core, doer, input))
  },
})

/** What an update and a reopening have in common. */
const UPDATE_OPTIONS = {
  ...STATUS_OPTIONS,
  id: ID_OPTION,
  message: { ...MESSAGE_OPTION, required: true },
  component: COMPONENT_STATE_OPTION,
  at: SHOWN_AT,
  zone: ZONE_OPTION,
} as const

type TypedUpdate = {
  readonly id: string
  readonly message: string
  readonly component: readonly string[]
  readonly at: string | null
  readonly zone: string | null
  readonly quiet: boolean
  readonly impact: string | null
}

/** What is not given stays as it is. */
async function changeOf({ id, message, component, at, zone, quiet, impact }: TypedUpdate) {
  const components = readComponentStates(component)
  const said = { body: await readMessage(message), displayAt: typedMoment(at, zone), deliver: !quiet }
  return { ...said, id, components, version: null, name: '', startedAt: null, impact: impact ?? '' }
}

export const incidentUpdateCommand = defineCommand({
  summary: 'Adds an update to an open incident. What is not given stays as it is.',
  options: {
    ...UPDATE_OPTIONS,
    status: { type: 'string', value: '<status>', about: 'investigating, identified, monitoring or resolved' },
    impact: { type: 'string', value: '<impact>', about: 'none, minor, major or critical' },
  },
  run: async ({ status, ...typed }, terminal) => {
    const input = { ...(await changeOf(typed)), status: status ?? '' }
    return writeByCommand(typed, terminal, (core, doer) => updateIncident(core, doer, input))
  },
})

export const incidentReopenCommand = defineCommand({
  summary: 'Opens a resolved incident again. What its components are in has to be said again.',
  options: {
    ...UPDATE_OPTIONS,
    status: { type: 'string', value: '<status>', about: 'investigating unless it is identified or monitoring' },
    impact: { type: 'string', value: '<impact>', about: 'none, minor, major or critical, if not as before' },
  },
  run: async ({ status, ...typed }, terminal) => {
    const input = { ...(await changeOf(typed)), status: status ?? 'investigating' }
    return writeByCommand(typed, terminal, (core, doer) => reopenIncident(core, doer, input))
  },
})

export const incidentResolveCommand = defineCommand({
  summary: 'Resolves an incident: everything that it names is operational again.',
  options: { ...STATUS_OPTIONS, id: ID_OPTION, message: { ...MESSAGE_OPTION, required: true }, at: SHOWN_AT, zone: ZONE_OPTION },
  run: async ({ id, message, at, zone, quiet, ...choice }, terminal) => {
    const input = { id, version: null, body: await readMessage(message), displayAt: typedMoment(at, zone), deliver: !quiet }
    return writeByCommand(choice, terminal, (core, doer) => resolveIncident(core, doer, input))
  },
})
