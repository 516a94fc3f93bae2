import { operation, type Operation } from '../../http/api/operation.ts'
import { exportUsers } from './export-users.ts'
import { csvPieces, jsonPieces } from './pages.ts'

const FILES = [
  { id: 'exportUsersCsv', format: 'csv', type: 'text/csv', write: csvPieces },
  { id: 'exportUsersJson', format: 'json', type: 'application/json', write: jsonPieces },
] as const

/** All users as a file, by stream (A06). */
export const EXPORT_OPERATIONS: readonly Operation[] = FILES.map(({ id, format, type, write }) =>
  operation({
    id,
    method: 'get',
    path: `/exports/users.${format}`,
    tag: 'Users',
    summary: `Export all users as ${format.toUpperCase()}`,
    description: 'What is exported can be imported again. The export is in the audit trail.',
    scope: 'users:read',
    permission: { right: 'export_users' },
    givesFile: type,
    status: 200,
    answers: 'Everybody whom you may read',
    run: async (app, { actor, context }) => {
      const users = await exportUsers(app, actor, format, context)
      return {
        body: null,
        download: { fileName: `users.${format}`, contentType: `${type}; charset=utf-8`, pieces: write(users) },
      }
    },
  }),
)
