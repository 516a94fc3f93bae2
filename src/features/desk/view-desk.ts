import { readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import { refuse } from '../../domain/errors.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { Actor } from '../../domain/request-context.ts'
import { isOverrun, phaseAt } from '../../domain/service-status.ts'
import { listPresentStates } from '../status/present-queries.ts'
import { requireOperator } from '../status/require-operator.ts'
import {
  countPastIncidents,
  findDeskIncident,
  findDeskUpdate,
  listAheadMaintenances,
  listDeskComponents,
  listDeskProbes,
  listDeskUpdates,
  listOpenIncidents,
  listTemplates,
  listWords,
  ROWS_OF_A_PAGE,
  searchPastIncidents,
  searchPastMaintenances,
  type ListPlace,
} from './queries.ts'

/** `after`: the last one of the page before, as `2026-11-23T14:05:00.000Z~id`; anything else is the first page. */
export type DeskSearch = { readonly search: string; readonly after: string }

/** Incidents for operators: those that are open, and one page of the rest. Throws Refusal `forbidden`. */
export async function viewIncidents(core: Core, actor: Actor, wish: DeskSearch) {
  requireOperator(actor)
  const after = readPlace(wish.after)
  const search = wish.search.replaceAll('\0', '').trim().slice(0, 100)
  const [open, past, count] = await Promise.all([
    after === null && search === '' ? listOpenIncidents(core.db) : Promise.resolve([]),
    searchPastIncidents(core.db, { search, after }),
    countPastIncidents(core.db, search),
  ])
  return { open, ...pageOf(past, ({ startedAt, id }) => placeOf(startedAt, id)), count }
}

/** The schedule for operators: what is to come or runs, and one page of the rest. Throws Refusal `forbidden`. */
export async function viewMaintenances(core: Core, actor: Actor, wish: DeskSearch) {
  requireOperator(actor)
  const after = readPlace(wish.after)
  const search = wish.search.replaceAll('\0', '').trim().slice(0, 100)
  const now = await readDatabaseClock(core.db)
  const [ahead, past] = await Promise.all([
    after === null && search === '' ? listAheadMaintenances(core.db) : Promise.resolve([]),
    searchPastMaintenances(core.db, { search, after }),
  ])
  const known = pageOf(past, ({ scheduledFor, id }) => placeOf(scheduledFor ?? now, id))
  const phased = (rows: typeof ahead) => rows.flatMap((row) => withPhase(row, now))
  return { ahead: phased(ahead).filter(({ phase }) => phase !== 'completed'), past: phased(known.past), next: known.next, now }
}

export type DeskMaintenances = Awaited<ReturnType<typeof viewMaintenances>>
export type DeskMaintenanceRow = DeskMaintenances['ahead'][number]

type Windowed = Awaited<ReturnType<typeof listAheadMaintenances>>[number]

function withPhase({ scheduledFor, scheduledUntil, ...row }: Windowed, now: Date) {
  if (scheduledFor === null || scheduledUntil === null) return []
  const known = { ...row, scheduledFor, scheduledUntil }
  return [{ ...known, phase: phaseAt(known, now), overrun: isOverrun(known, now) }]
}

function pageOf<Row>(rows: readonly Row[], place: (row: Row) => string): { past: Row[]; next: string | null } {
  const past = rows.slice(0, ROWS_OF_A_PAGE)
  const last = past.at(-1)
  return { past, next: rows.length > ROWS_OF_A_PAGE && last !== undefined ? place(last) : null }
}

const placeOf = (at: Date, id: string): string => `${at.toISOString()}~${id}`

function readPlace(text: string): ListPlace | null {
  const [, moment, id] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~([a-z0-9]{12})$/u.exec(text) ?? []
  const at = moment === undefined ? null : new Date(moment)
  return at === null || Number.isNaN(at.getTime()) || id === undefined ? null : { at, id }
}

/** One incident with all that was said of it. Throws Refusal `forbidden`, `not_found`. */
export async function viewIncident(core: Core, actor: Actor, id: string) {
  requireOperator(actor)
  const incident = await findDeskIncident(core.db, { id, kind: 'incident' })
  if (!incident) throw refuse('not_found')
  const [updates, parts, components] = await Promise.all([
    listDeskUpdates(core.db, id),
    core.db.selectFrom('incidentComponents').select(['componentId', 'state']).where('incidentId', '=', id).execute(),
    listDeskComponents(core.db),
  ])
  return { ...incident, updates, parts, components }
}

export type DeskIncident = Awaited<ReturnType<typeof viewIncident>>
export type DeskUpdate = DeskIncident['updates'][number]

/** One maintenance with all that was said of it, and its phase now. Throws Refusal `forbidden`, `not_found`. */
export async function viewMaintenance(core: Core, actor: Actor, id: string) {
  requireOperator(actor)
  const now = await readDatabaseClock(core.db)
  const row = await findDeskIncident(core.db, { id, kind: 'maintenance' })
  if (!row || row.scheduledFor === null || row.scheduledUntil === null) throw refuse('not_found')
  const window = { ...row, scheduledFor: row.scheduledFor, scheduledUntil: row.scheduledUntil }
  const [updates, parts, components] = await Promise.all([
    listDeskUpdates(core.db, id),
    core.db.selectFrom('incidentComponents').select('componentId').where('incidentId', '=', id).execute(),
    listDeskComponents(core.db),
  ])
  const named = components.filter((one) => parts.some(({ componentId }) => componentId === one.id))
  return {
    ...window,
    updates,
    components: named,
    choices: components,
    phase: phaseAt(window, now),
    overrun: isOverrun(window, now),
    now,
  }
}

export type DeskMaintenance = Awaited<ReturnType<typeof viewMaintenance>>

/** One update, with what it is of. Throws Refusal `forbidden`, `not_found`. */
export async function viewUpdate(core: Core, actor: Actor, id: string) {
  requireOperator(actor)
  const update = await findDeskUpdate(core.db, id)
  if (!update) throw refuse('not_found')
  return update
}

/** Every component with its state, and what that follows from. Throws Refusal `forbidden`. */
export async function viewComponents(core: Core, actor: Actor) {
  requireOperator(actor)
  const now = await readDatabaseClock(core.db)
  const [components, present, words, probes] = await Promise.all([
    listDeskComponents(core.db),
    listPresentStates(core.db, now),
    listWords(core.db),
    listDeskProbes(core.db),
  ])
  return components.map((component) => ({
    ...component,
    present: present.get(component.id) ?? null,
    state: present.get(component.id)?.state ?? 'operational',
    word: words.find(({ componentId }) => componentId === component.id) ?? null,
    probes: probes.filter(({ componentId }) => componentId === component.id),
  }))
}

export type DeskComponent = Awaited<ReturnType<typeof viewComponents>>[number]

/** What can be named in a form. Throws Refusal `forbidden`. */
export async function viewChoices(core: Core, actor: Actor, kind: 'incident' | 'maintenance') {
  requireOperator(actor)
  const [components, templates] = await Promise.all([listDeskComponents(core.db), listTemplates(core.db, kind)])
  return { components, templates }
}

/** Throws Refusal `forbidden`. */
export async function viewTemplates(core: Core, actor: Actor) {
  requireOperator(actor)
  return listTemplates(core.db, null)
}

export type DeskTemplate = Awaited<ReturnType<typeof viewTemplates>>[number]

/** Throws Refusal `forbidden`, `not_found`. */
export async function viewTemplate(core: Core, actor: Actor, id: string): Promise<DeskTemplate> {
  const found = isRecordId(id) ? (await viewTemplates(core, actor)).find((one) => one.id === id) : undefined
  if (!found) throw refuse('not_found')
  return found
}
