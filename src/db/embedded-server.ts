import { once } from 'node:events'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './embedded-binaries.ts'
import { isAlive, PORT, readLock, removeStaleLock, spawnOn } from './embedded-cluster.ts'
import type { Cluster, Owner } from './embedded-cluster.ts'

const MAX_LOG_BYTES = 1_048_576
const POLL_MILLISECONDS = 3
/** A fast shutdown that takes longer is followed by an immediate one, from which PostgreSQL recovers. */
const FAST_SHUTDOWN_POLLS = 10_000
const EXIT_POLLS = 300

/**
 * Starts PostgreSQL on the cluster and waits until it accepts connections, however long its crash recovery takes.
 * `contended`: another one runs on the folder, or parts of a killed one still do; try again soon.
 * Throws with the end of PostgreSQL's log if it won't start.
 */
export async function launch(how: {
  cluster: Cluster
  binaries: Binaries
  owner: Owner | null
  maxConnections: number
}): Promise<'ready' | 'contended'> {
  const { cluster, binaries, owner } = how
  await removeStaleLock(cluster)
  await rotateLog(cluster)
  const log = await open(cluster.logFile, 'a', 0o600)
  try {
    const { size } = await log.stat()
    const args = settings(binaries.major, how.maxConnections).flatMap((setting) => ['-c', setting])
    const child = await spawnOn(cluster.folder, { program: join(binaries.folder, 'postgres'), args, owner, output: log.fd })
    child.unref()
    const failed = once(child, 'error')
    while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const lock = await readLock(cluster)
      if (lock?.pid === child.pid && lock.ready) return 'ready'
      await sleep(POLL_MILLISECONDS)
    }
    if (child.pid === undefined) throw (await failed)[0]
    const said = (await readFile(cluster.logFile)).subarray(size).toString()
    if (/lock file|shared memory block/.test(said)) return 'contended'
    throw new Error(`PostgreSQL did not start; ${cluster.logFile} ends with:\n${said.trim()}`)
  } finally {
    await log.close()
  }
}

/**
 * Modest in memory, reachable by its Unix socket only, and durable: `fsync` and `synchronous_commit` stay on. Failed
 * statements stay out of the log, as they hold personal data, and so it hardly grows between two starts.
 */
function settings(major: number, maxConnections: number): string[] {
  return [
    'listen_addresses=',
    'unix_socket_directories=.',
    'unix_socket_permissions=0700',
    `port=${PORT}`,
    `max_connections=${maxConnections}`,
    // As much as is touched is used: small databases never fill it.
    'shared_buffers=128MB',
    'min_wal_size=16MB',
    'max_wal_size=128MB',
    'wal_level=minimal',
    'max_wal_senders=0',
    'max_logical_replication_workers=0',
    'max_parallel_workers_per_gather=0',
    'jit=off',
    'log_min_messages=log',
    'log_min_error_statement=panic',
    'log_checkpoints=off',
    'logging_collector=off',
    // Reading ahead in processes of its own is for disks and tables larger than these.
    ...(major >= 18 ? ['io_method=sync'] : []),
  ]
}

async function rotateLog({ logFile }: Cluster): Promise<void> {
  const { size } = await stat(logFile).catch(() => ({ size: 0 }))
  if (size > MAX_LOG_BYTES) await rename(logFile, `${logFile}.1`)
}

/** Fast shutdown: sessions are ended, everything is written. Returns when the server is gone. */
export async function shutDown(cluster: Cluster): Promise<void> {
  const lock = await readLock(cluster)
  if (lock === null) return
  const isLocked = async (): Promise<boolean> => (await readLock(cluster))?.pid === lock.pid && isAlive(lock.pid)
  signal(lock.pid, 'SIGINT')
  if (await staysSo(isLocked, FAST_SHUTDOWN_POLLS)) {
    signal(lock.pid, 'SIGQUIT')
    await staysSo(isLocked, FAST_SHUTDOWN_POLLS)
  }
  // Its lock is the last thing it gives up. Where nobody reaps orphans, as in some containers, its pid stays.
  await staysSo(async () => isAlive(lock.pid), EXIT_POLLS)
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  if (isAlive(pid)) process.kill(pid, name)
}

async function staysSo(condition: () => Promise<boolean>, polls: number): Promise<boolean> {
  for (let poll = 0; poll < polls; poll += 1) {
    if (!(await condition())) return false
    await sleep(POLL_MILLISECONDS)
  }
  return true
}
