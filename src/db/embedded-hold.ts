import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { codeOf, PORT, SUPERUSER } from './embedded-cluster.ts'
import type { Cluster } from './embedded-cluster.ts'

/**
 * A process's claim on the private server: an open session that shares one of PostgreSQL's advisory locks. It ends with
 * the process, however that ends, and the server's death ends it: nothing to clean up, nothing to poll.
 */
export type Hold = {
  /** Settles when the session ends: the server died, or the hold was released. */
  readonly ended: Promise<void>
  /** Gives the claim back; if nobody else has one, `stopServer` runs while newcomers wait. */
  release(stopServer: () => Promise<void>): Promise<void>
}

export const APPLICATION_ROLE = 'gatehouse'

const LOCK_KEY = 4_740_213
/** PostgreSQL answered, and will answer the same next time: no such role or database, or none of our business. */
const FINAL_CODES = new Set(['28000', '28P01', '3D000'])
/** The session of a process just killed may live a moment longer than the process. */
const SECOND_LOOK_MILLISECONDS = 50

/**
 * Claims the server if one answers on the socket. `absent`: nobody listens; `busy`: it is starting, stopping or full.
 * Throws if the socket is not ours to use.
 */
export async function takeHold(cluster: Cluster): Promise<Hold | 'absent' | 'busy'> {
  const socket = new Socket()
  const client = new pg.Client({
    host: cluster.socketFolder,
    port: PORT,
    user: SUPERUSER,
    database: 'postgres',
    ssl: false,
    stream: () => socket,
    application_name: 'gatehouse hold',
    connectionTimeoutMillis: 5_000,
  })
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()))
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select pg_advisory_lock_shared($1)', [LOCK_KEY])
    await createRole(client)
  } catch (error) {
    socket.destroy()
    const code = codeOf(error)
    if (FINAL_CODES.has(code)) throw error
    if (code === 'EACCES') throw new Error(`${cluster.folder} belongs to another user`, { cause: error })
    return code === 'ENOENT' || code === 'ECONNREFUSED' ? 'absent' : 'busy'
  }
  socket.unref()
  return { ended, release: async (stopServer) => release({ client, socket, stopServer }) }
}

/** Gatehouse itself works with no more rights than on a server that others run: it may create databases and owns them. */
async function createRole(client: pg.Client): Promise<void> {
  const found = await client.query('select from pg_roles where rolname = $1', [APPLICATION_ROLE])
  if (found.rowCount === 1) return
  await unlessPresent(client.query(`create role ${APPLICATION_ROLE} login createdb`))
}

/** Waits for a `create` and takes it for done if another session was first: in sequence, or at the same instant. */
export async function unlessPresent(creation: Promise<unknown>): Promise<void> {
  await creation.catch((error: unknown) => {
    if (!['42710', '42P04', '23505'].includes(codeOf(error))) throw error
  })
}

async function release(how: { client: pg.Client; socket: Socket; stopServer: () => Promise<void> }): Promise<void> {
  const { client, socket, stopServer } = how
  socket.ref()
  // A session that broke by now had a server that died by now: there is nothing to stop.
  if (await isLast(client).catch(() => false)) await stopServer()
  await client.end()
}

/** First gives up, then asks whether others hold on: of several who leave at once, one finds itself the last. */
async function isLast(client: pg.Client): Promise<boolean> {
  await client.query('select pg_advisory_unlock_shared($1)', [LOCK_KEY])
  if (await lockAlone(client)) return true
  await sleep(SECOND_LOOK_MILLISECONDS)
  return lockAlone(client)
}

async function lockAlone(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [LOCK_KEY])
  return rows[0]?.alone === true
}
