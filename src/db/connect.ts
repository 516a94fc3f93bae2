import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { keyedHash } from '../secrets.ts'
import type { Schema } from './schema.ts'

export type ConnectionSettings = {
  /** A URL, or the private server's socket folder, user and database. */
  readonly target: { readonly connectionString: string } | { host: string; port: number; user: string; database: string }
  readonly poolSize: number
  /** Off behind a transaction pooler, which loses prepared statements between transactions. */
  readonly namedStatements: boolean
}

/**
 * Opens a bounded pool. Every wait has an end: 3 s for a connection, 10 s for a statement, 5 s for a lock, so that a
 * slow database becomes a 503 and never a hanging page (I-39).
 */
export function connect(settings: ConnectionSettings, onIdleError: (error: Error) => void): Kysely<Schema> {
  const pool = new pg.Pool({
    ...settings.target,
    Client: settings.namedStatements ? namingClient() : pg.Client,
    max: settings.poolSize,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 10_000,
    lock_timeout: 5_000,
    query_timeout: 12_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'gatehouse',
    types: { getTypeParser },
  })
  // A pool without this listener ends the process when an idle connection breaks.
  pool.on('error', onIdleError)
  // Nor does it listen to one that it has lent: where that breaks between two statements, the next one fails and says so.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}

const INT8 = 20
const NUMERIC = 1700

/** PostgreSQL's `bigint` and `count(*)` arrive as text; parsed once, here, or refused where they would lose digits. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8 || oid === NUMERIC) return parseExactNumber
  return pg.types.getTypeParser(oid, format) as (value: string) => unknown
}

export function parseExactNumber(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) throw new RangeError(`${text} does not fit a number`)
  return number
}

const MAX_NAMES = 1_000

/**
 * Names each statement, so that PostgreSQL parses and plans it once a connection: 2.5 times the look-ups a second. A pool
 * names so many texts and no more, since each costs memory in every connection.
 */
function namingClient(): typeof pg.Client {
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || names.size >= MAX_NAMES) return known
    const name = keyedHash(new Uint8Array(), text).toString('base64url').slice(0, 24)
    names.set(text, name)
    return name
  }
  // oxlint-disable-next-line house/shape -- pg takes a class
  return class NamingClient extends pg.Client {
    // pg's overloads can't be expressed here; Kysely calls only query(text, values) and query(cursor).
    override query(...parameters: unknown[]): never {
      const [text, values] = parameters
      const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
      const call = super.query.bind(this) as unknown as (...rest: unknown[]) => never
      return name === undefined ? call(...parameters) : call({ name, text, values })
    }
  }
}
