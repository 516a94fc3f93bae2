import { cancelMaintenance } from '../../features/status/cancel-maintenance.ts'
import { editMaintenance } from '../../features/status/edit-maintenance.ts'
import { moveMaintenance } from '../../features/status/move-maintenance.ts'
import { scheduleMaintenance } from '../../features/status/schedule-maintenance.ts'
import { defineCommand } from '../command.ts'
import { listOf, MESSAGE_OPTION, readMessage, STATUS_OPTIONS, writeByCommand, ZONE_OPTION } from '../status-options.ts'
import { UsageError } from '../usage-error.ts'

const ID_OPTION = { type: 'string', value: '<id>', about: 'of the maintenance, as its address has it', required: true } as const

const WINDOW_OPTIONS = {
  from: { type: 'string', value: '<time>', about: 'when it begins: 2026-11-23T14:05, or with an offset', required: true },
  until: { type: 'string', value: '<time>', about: 'when it is to end', required: true },
  zone: ZONE_OPTION,
} as const

/** An hour that comes twice is told apart by its offset. */
function windowOf({ from, until, zone }: { from: string; until: string; zone: string | null }) {
  const of = { zone: zone ?? 'UTC', occurrence: '' }
  return { from: { text: from, ...of }, until: { text: until, ...of } }
}

export const maintenanceScheduleCommand = defineCommand({
  summary: 'Plans a maintenance, and prints its id and address. The server may run.',
  options: {
    ...STATUS_OPTIONS,
    name: { type: 'string', value: '<title>', about: 'what is done, in a line', required: true },
    message: { ...MESSAGE_OPTION, required: true },
    component: { type: 'list', value: '<US1>', about: 'what it is of; repeated, or with commas' },
    ...WINDOW_OPTIONS,
    closes: { type: 'boolean', about: 'nobody signs in at its platforms meanwhile' },
    release: { type: 'boolean', about: 'a release without downtime: closes nothing, changes no state' },
    'until-completed': { type: 'boolean', about: 'it goes on beyond its end until somebody completes it' },
  },
  run: async (values, terminal) => {
    const { name, message, component, closes, release, quiet, 'until-completed': byPerson, ...choice } = values
    const input = {
      name,
      body: await readMessage(message),
      components: listOf(component),
      ...windowOf(values),
      kind: release ? 'release' : 'maintenance',
      closes,
      completes: byPerson ? 'by_person' : 'by_clock',
      deliver: !quiet,
    }
    return writeByCommand(choice, terminal, (core, doer) => scheduleMaintenance(core, doer, input))
  },
})

export const maintenanceEditCommand = defineCommand({
  summary: 'Changes a title, and before it begins what a maintenance is of and whether it closes its platforms.',
  options: {
    ...STATUS_OPTIONS,
    id: ID_OPTION,
    name: { type: 'string', value: '<title>', about: 'what is done, in a line, if not as before' },
    component: { type: 'list', value: '<US1>', about: 'all that it is of from now on; repeated, or with commas' },
    closes: { type: 'string', value: '<yes|no>', about: 'whether nobody signs in at its platforms meanwhile' },
    message: MESSAGE_OPTION,
  },
  run: async ({ id, name, component, closes, message, quiet, ...choice }, terminal) => {
    const chosen = listOf(component)
    const components = chosen.length === 0 ? null : chosen
    const said = { version: null, body: await readMessage(message), deliver: !quiet }
    const input = { ...said, id, name, components, closes: yesOrNo(closes) }
    return writeByCommand(choice, terminal, (core, doer) => editMaintenance(core, doer, input))
  },
})

function yesOrNo(typed: string | null): boolean | null {
  if (typed === null || typed === 'yes' || typed === 'no') return typed === null ? null : typed === 'yes'
  throw new UsageError('--closes: say yes or no')
}

export const maintenanceMoveCommand = defineCommand({
  summary: 'Moves a maintenance that has not begun to another time.',
  options: { ...STATUS_OPTIONS, id: ID_OPTION, ...WINDOW_OPTIONS, message: MESSAGE_OPTION },
  run: async ({ id, message, quiet, ...values }, terminal) => {
    const input = { id, version: null, body: await readMessage(message), ...windowOf(values), deliver: !quiet }
    return writeByCommand(values, terminal, (core, doer) => moveMaintenance(core, doer, input))
  },
})

export const maintenanceCancelCommand = defineCommand({
  summary: 'Cancels a maintenance that has not begun.',
  options: { ...STATUS_OPTIONS, id: ID_OPTION, message: MESSAGE_OPTION },
  run: async ({ id, message, quiet, ...choice }, terminal) => {
    const input = { id, version: null, body: await readMessage(message), deliver: !quiet }
    return writeByCommand(choice, terminal, (core, doer) => cancelMaintenance(core, doer, input))
  },
})
