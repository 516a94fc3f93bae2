import { auditWords } from '../../domain/audit-actions.ts'
import type { AuditEvent, AuditPerson } from '../../domain/audit-trail.ts'
import { csvLine, UTF8_MARK } from '../../domain/user-csv.ts'

type Batches = AsyncIterable<readonly AuditEvent[]>

const COLUMNS = [
  'event',
  'time',
  'action',
  'what',
  'by',
  'who_username',
  'who_name',
  'whom_username',
  'whom_name',
  'address',
  'details',
  'request',
  'seal',
]

/** For spreadsheets: one line for each event, no cell of which is a formula. */
export async function* csvPieces(batches: Batches): AsyncGenerator<string, undefined> {
  yield UTF8_MARK + csvLine(COLUMNS)
  for await (const events of batches) yield events.map(csvOf).join('')
}

function csvOf(event: AuditEvent): string {
  const { id, action, actorKind, who, whom, address, details, requestId, seal } = event
  const people = [who, whom].flatMap((person) => [person?.username ?? null, person?.name ?? null])
  const what = auditWords(action)?.label ?? action
  return csvLine([id, exactTime(event), action, what, actorKind, ...people, address, JSON.stringify(details), requestId, seal])
}

/** For programs: one JSON object on each line. */
export async function* jsonlPieces(batches: Batches): AsyncGenerator<string, undefined> {
  for await (const events of batches) yield events.map((event) => `${JSON.stringify(eventJson(event))}\n`).join('')
}

/** An event as programs read it, in files and by the API. */
export function eventJson(event: AuditEvent) {
  const { id, action, actorKind, who, whom, address, details, requestId, seal } = event
  const person = (of: AuditPerson | null) => of && { id: of.id, username: of.username, name: of.name }
  return {
    id,
    at: exactTime(event),
    action,
    by: actorKind,
    who: person(who),
    whom: person(whom),
    address,
    details,
    requestId,
    seal,
  }
}

/** To the microsecond: `2026-11-23T14:05:09.123456Z`. */
function exactTime({ at, microseconds }: AuditEvent): string {
  return at.toISOString().replace('Z', `${String(microseconds % 1_000).padStart(3, '0')}Z`)
}
