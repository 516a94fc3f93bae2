/** A database that has not answered since the start. */
export class DatabaseAwayError extends Error {
  constructor() {
    super('the database has not been reached yet')
    this.name = 'DatabaseAwayError'
  }
}

/**
 * SQLSTATE classes and codes that say "not now": connection, resources, operator intervention, deadlock and lock; and that
 * the database is not there to be used: no entry, closed, dropped, read-only.
 */
const PASSING = /^(08|53|57|40|28|55P03|55000|3D000|25006)/

/** What Node and the pool say of a server that can't be reached or doesn't answer in time. */
const NODE_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
const POOL_WORDS =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error/

/** Whether an error means that the database is down, slow or busy: answered with 503 and Retry-After (I-39). */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof DatabaseAwayError) return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return PASSING.test(code) || NODE_CODES.has(code) || isSocketAway(error, code) || POOL_WORDS.test(error.message)
}

/** A server's socket file that is not there; any other file that is missing is a fault of ours. */
function isSocketAway(error: Error, code: string): boolean {
  return code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect'
}
