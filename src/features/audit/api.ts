import { z } from '@hono/zod-openapi'
import { cursorText, readCursor, type AuditWish } from '../../domain/audit-trail.ts'
import { AUDIT_GROUPS } from '../../domain/audit-words.ts'
import { refuse } from '../../domain/errors.ts'
import { operation, type Operation } from '../../http/api/operation.ts'
import { askedPairs, AuditEventSchema, nextPagePath, PAGE_PARAMETERS, pageOf } from '../../http/api/schemas.ts'
import { readAuditAddress } from '../../ui/audit-address.ts'
import { API_ROOT } from '../../ui/paths.ts'
import { csvPieces, eventJson, jsonlPieces } from './export-pieces.ts'
import { searchAudit, streamAudit } from './search-audit.ts'

const MOMENT = 'In UTC: `2026-11-23` or `2026-11-23T14:05`'
const SEARCH = {
  who: z.string().max(200).optional().openapi({ description: 'Who did it: a username, words of a name, or an id' }),
  whom: z.string().max(200).optional().openapi({ description: 'Whom it concerns, in the same way' }),
  what: z
    .string()
    .max(60)
    .optional()
    .openapi({ description: `An action, such as \`account.added\`, or one of: ${Object.keys(AUDIT_GROUPS).join(', ')}` }),
  from: z.string().max(30).optional().openapi({ description: MOMENT }),
  to: z
    .string()
    .max(30)
    .optional()
    .openapi({ description: `The last minute, or day, that belongs to it. ${MOMENT}` }),
  network: z.string().max(60).optional().openapi({ description: 'An address or a network in CIDR', example: '192.0.2.0/24' }),
}

/** As the page reads them. Throws Refusal `invalid_fields` for what can't be read: a part must not be taken for all. */
function wishOf(query: Readonly<Record<string, string | undefined>>): AuditWish {
  const { wish, problems } = readAuditAddress(new URLSearchParams(askedPairs(query)))
  if (Object.keys(problems).length > 0) throw refuse('invalid_fields', { fields: problems })
  return wish
}

const AUDIT = {
  method: 'get',
  tag: 'Audit',
  scope: 'audit:read',
  permission: { right: 'read_audit' },
  refusals: ['invalid_fields'],
  status: 200,
} as const

const FILES = [
  { id: 'exportAuditCsv', format: 'csv', type: 'text/csv', write: csvPieces },
  { id: 'exportAuditJsonl', format: 'jsonl', type: 'application/jsonl', write: jsonlPieces },
] as const

/** The audit trail (A04). */
export const AUDIT_OPERATIONS: readonly Operation[] = [
  operation({
    ...AUDIT,
    id: 'listAuditEvents',
    path: '/audit-events',
    summary: 'Search the audit trail',
    query: z.strictObject({ ...SEARCH, ...PAGE_PARAMETERS }),
    reply: z.object(pageOf(AuditEventSchema)).openapi('AuditPage'),
    answers: 'A page of events, the latest first; an Auditor or Unit Manager of a unit sees what concerns it',
    run: async (app, { actor, query }) => {
      const { limit, after, ...search } = query
      const than = after === undefined ? null : readCursor(after)
      if (after !== undefined && !than) throw refuse('invalid_fields', { fields: { after: 'not_a_choice' } })
      const wish = { ...wishOf(search), place: than && { side: 'older' as const, than } }
      const { events, older } = await searchAudit(app, actor, wish, limit === undefined ? {} : { limit })
      const next = older && cursorText(older.than)
      return { body: { items: events.map(eventJson), next }, nextPage: nextPagePath(`${API_ROOT}/audit-events`, query, next) }
    },
  }),
  ...FILES.map(({ id, format, type, write }) =>
    operation({
      ...AUDIT,
      id,
      path: `/exports/audit.${format}`,
      summary: `Export the audit trail as ${format.toUpperCase()}`,
      description: 'All that the search finds, by stream. The export is itself in the trail.',
      query: z.strictObject(SEARCH),
      givesFile: type,
      answers: 'The events, the latest first',
      run: async (app, { actor, query, context }) => {
        const events = await streamAudit(app, actor, { wish: wishOf(query), format }, context)
        return {
          body: null,
          download: { fileName: `audit.${format}`, contentType: `${type}; charset=utf-8`, pieces: write(events) },
        }
      },
    }),
  ),
]
