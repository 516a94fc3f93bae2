import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findBinaries } from './embedded-binaries.ts'
import { clusterMajor, clusterOwner, locateCluster, makeCluster, PORT, removeAbandoned } from './embedded-cluster.ts'
import type { Cluster } from './embedded-cluster.ts'
import { APPLICATION_ROLE, takeHold, unlessPresent } from './embedded-hold.ts'
import type { Hold } from './embedded-hold.ts'
import { launch, shutDown } from './embedded-server.ts'

/** A private PostgreSQL in the data folder, shared by all processes that hold it, and kept alive while one does. */
export type EmbeddedPostgres = {
  /** Settings for `pg`. The host is the folder of the Unix socket; there is no TCP and no password. */
  connection(database: string): { host: string; port: number; user: string; database: string }
  /** Creates the database if it is missing; safe when several processes do so at once. */
  ensureDatabase(name: string): Promise<void>
  /** Releases this process's hold. The last holder stops the server and waits until it is down. Idempotent. */
  stop(): Promise<void>
}

type Options = {
  /** Absolute; created when missing. The cluster is its `postgres` folder, the server's log `postgres.log`. */
  readonly dataFolder: string
  /** The folder of PostgreSQL's programs, or null for those of the npm package or of the system. */
  readonly binFolder: string | null
  readonly log?: (message: string, level: 'info' | 'warn') => void
  readonly maxConnections?: number
}

/** Long enough for the remains of a killed server to notice, which takes them a minute at most. */
const PATIENCE_MILLISECONDS = 90_000
const FIRST_PAUSE_MILLISECONDS = 10
/** A server that lived this long did not die of its start. */
const STEADY_MILLISECONDS = 10_000
const LONGEST_PAUSE_MILLISECONDS = 2_000

/**
 * Attaches to the private server of the data folder, or starts it, or makes it first. If the server dies, it is started
 * again until `stop()`. Without `stop()` a process may still exit; the server then waits for the next one.
 * Throws an Error fit to be shown if no PostgreSQL is found, or it won't start, or another major version made the cluster.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') throw new Error('The private PostgreSQL needs Linux or macOS: configure the URL of a server')
  const cluster = await locateCluster(options.dataFolder)
  const leaving = new AbortController()
  const holding = keepHold(await hold(cluster, options), { cluster, options, leaving: leaving.signal })
  const connection = (database: string) => ({ host: cluster.socketFolder, port: PORT, user: APPLICATION_ROLE, database })
  let stopped: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    leaving.abort()
    const last = await holding
    await last?.release(async () => shutDown(cluster))
  }
  return {
    connection,
    ensureDatabase: async (name) => ensureDatabase(connection('postgres'), name),
    stop: async () => (stopped ??= stop()),
  }
}

/** Claims the server, starting it as often as it takes. */
async function hold(cluster: Cluster, options: Options): Promise<Hold> {
  const patience = AbortSignal.timeout(PATIENCE_MILLISECONDS)
  for (let pause = FIRST_PAUSE_MILLISECONDS; !patience.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS)) {
    const found = await takeHold(cluster)
    if (typeof found !== 'string') return found
    if (found === 'absent' && (await start(cluster, options)) === 'ready') continue
    await sleep(pause)
  }
  throw new Error(`The private PostgreSQL in ${cluster.folder} does not answer; ${cluster.logFile} may say why`)
}

async function start(cluster: Cluster, options: Options): Promise<'ready' | 'contended'> {
  const owner = await clusterOwner(cluster)
  const binaries = await findBinaries({ binFolder: options.binFolder, cluster, owner })
  await removeAbandoned(cluster)
  const major = await clusterMajor(cluster)
  if (major === null) {
    options.log?.(`Making a private PostgreSQL ${binaries.major} in ${cluster.folder}`, 'info')
    await makeCluster(cluster, binaries.folder, owner)
  } else if (major !== binaries.major) {
    throw new Error(
      `${cluster.folder} was made by PostgreSQL ${major}, and the programs in ${binaries.folder} are of ${binaries.major}. ` +
        `Set GATEHOUSE_POSTGRES_BIN to the programs of PostgreSQL ${major}, or move the data by pg_dump. Nothing was changed.`,
    )
  }
  return launch({ cluster, binaries, owner, maxConnections: options.maxConnections ?? 100 })
}

/** Renews the hold whenever the server dies, after a pause that grows while it won't stay. Answers the last one, if any. */
async function keepHold(
  first: Hold,
  { cluster, options, leaving }: { cluster: Cluster; options: Options; leaving: AbortSignal },
): Promise<Hold | null> {
  const left = new Promise<'left'>((resolve) => leaving.addEventListener('abort', () => resolve('left'), { once: true }))
  let current: Hold | null = first
  for (let failures = 0; ; failures += 1) {
    const steady = AbortSignal.timeout(STEADY_MILLISECONDS)
    if (current !== null && (await Promise.race([current.ended, left])) === 'left') return current
    if (steady.aborted) failures = 0
    const pause = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** failures, LONGEST_PAUSE_MILLISECONDS)
    if ((await Promise.race([sleep(pause, undefined, { ref: false }), left])) === 'left') return null
    options.log?.('The private PostgreSQL is gone: starting it again', 'warn')
    current = await hold(cluster, options).catch((error: unknown) => {
      options.log?.(`The private PostgreSQL did not start: ${error instanceof Error ? error.message : String(error)}`, 'warn')
      return null
    })
  }
}

async function ensureDatabase(connection: pg.ClientConfig, name: string): Promise<void> {
  const client = new pg.Client({ ...connection, ssl: false })
  await client.connect()
  try {
    const found = await client.query('select from pg_database where datname = $1', [name])
    // template0 is never in use: a session in template1 would make this fail.
    if (found.rowCount === 0) await unlessPresent(client.query(`create database ${pg.escapeIdentifier(name)} template template0`))
  } finally {
    await client.end()
  }
}
