import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import {
  chown,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** Where one private PostgreSQL lives. All paths are absolute. */
export type Cluster = {
  readonly dataFolder: string
  /** PostgreSQL's own folder, which it also keeps its socket in. */
  readonly folder: string
  /** The same folder by a name short enough for a socket's address. */
  readonly socketFolder: string
  readonly logFile: string
}

/** Whom PostgreSQL runs as when Gatehouse runs as root, which PostgreSQL refuses to. */
export type Owner = { readonly uid: number; readonly gid: number }

/** The first line and the last of postmaster.pid, PostgreSQL's own lock. */
export type Lock = { readonly pid: number; readonly ready: boolean }

export const PORT = 5432
export const SUPERUSER = 'postgres'
/** PostgreSQL's programs see none of our environment, which holds secrets and PG* variables. */
export const BARE_ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC' }

const NOBODY: Owner = { uid: 65534, gid: 65534 }
/** macOS allows the fewest bytes in a socket's address: 104 with the final zero (Linux 108). */
const MAX_ADDRESS_BYTES = 103

/** Creates the data folder if missing and names the places in it. Makes no cluster. */
export async function locateCluster(dataFolder: string): Promise<Cluster> {
  await mkdir(dataFolder, { recursive: true })
  const real = await realpath(dataFolder)
  const folder = join(real, 'postgres')
  return { dataFolder: real, folder, socketFolder: await shorten(real, folder), logFile: join(real, 'postgres.log') }
}

async function shorten(dataFolder: string, folder: string): Promise<string> {
  if (Buffer.byteLength(join(folder, `.s.PGSQL.${PORT}`)) <= MAX_ADDRESS_BYTES) return folder
  const { dev, ino } = await stat(dataFolder)
  const link = join(tmpdir(), `gatehouse-${dev.toString(36)}-${ino.toString(36)}`)
  if ((await readlink(link).catch(() => null)) !== folder) await rm(link, { force: true })
  await symlink(folder, link).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  // The temporary folder is everyone's: a link that is not ours could lead to somebody else's server.
  const { uid } = await lstat(link)
  if (uid !== process.getuid?.() || (await readlink(link)) !== folder) {
    throw new Error(`${link} is in the way: remove it, or choose a data folder with a shorter path than ${dataFolder}`)
  }
  return link
}

/** Null when we are not root: then PostgreSQL runs as oneself. Else the owner of the cluster, `nobody` for a new one. */
export async function clusterOwner(cluster: Cluster): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null
  const found = await stat(cluster.folder).catch(() => null)
  return found === null || found.uid === 0 ? NOBODY : { uid: found.uid, gid: found.gid }
}

/** The major version that made the cluster; null if there is none yet. Throws if the folder holds something else. */
export async function clusterMajor(cluster: Cluster): Promise<number | null> {
  const version = await readFile(join(cluster.folder, 'PG_VERSION'), 'utf8').catch(() => null)
  if (version !== null) return Number(version)
  const entries = await readdir(cluster.folder).catch(() => [])
  if (entries.length === 0) return null
  throw new Error(`${cluster.folder} is neither empty nor a PostgreSQL cluster: move it away`)
}

/**
 * Makes the cluster aside and renames it, so that a half-made one never bears the name. Of several processes that do so
 * at once the first wins and the others throw theirs away. Order is by bytes (collation C) on every machine.
 */
export async function makeCluster(cluster: Cluster, binFolder: string, owner: Owner | null): Promise<void> {
  const making = await mkdtemp(`${cluster.folder}.making-${process.pid}-`)
  try {
    if (owner !== null) await chown(making, owner.uid, owner.gid)
    const unicode = await initdb({ folder: making, binFolder, owner, ctype: process.platform === 'darwin' ? 'UTF-8' : 'C.UTF-8' })
    // A machine without that locale knows the case of ASCII letters only; it still keeps every character.
    const problem = unicode?.includes('invalid locale') ? await initdb({ folder: making, binFolder, owner, ctype: 'C' }) : unicode
    if (problem !== null) throw new Error(`initdb failed: ${problem}`)
    await rename(making, cluster.folder).catch(async (error: unknown) => {
      if ((await clusterMajor(cluster)) === null) throw error
    })
    await syncFolder(cluster.dataFolder)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

/** Answers what went wrong, or null. */
async function initdb(how: { folder: string; binFolder: string; owner: Owner | null; ctype: string }): Promise<string | null> {
  const { folder, binFolder, owner, ctype } = how
  const child = await spawnOn(folder, {
    program: join(binFolder, 'initdb'),
    args: [
      `--username=${SUPERUSER}`,
      '--auth-local=trust',
      '--auth-host=reject',
      '--encoding=UTF8',
      '--locale=C',
      `--lc-ctype=${ctype}`,
      '--wal-segsize=4',
      '--no-instructions',
    ],
    owner,
    output: 'pipe',
  })
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const [code, , complaints] = await Promise.all([ended, child.stdout && text(child.stdout), child.stderr && text(child.stderr)])
  return code === 0 ? null : (complaints?.trim() ?? `exit code ${code}`)
}

/** Clears away what processes killed in `makeCluster` left. */
export async function removeAbandoned(cluster: Cluster): Promise<void> {
  for (const name of await readdir(cluster.dataFolder)) {
    const pid = /^postgres\.making-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(cluster.dataFolder, name), { recursive: true, force: true })
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Starts one of PostgreSQL's programs on its folder: as the owner, in a process group of its own, out of reach of Ctrl-C. */
export async function spawnOn(
  folder: string,
  { program, args, owner, output }: { program: string; args: string[]; owner: Owner | null; output: 'pipe' | number },
): Promise<ChildProcess> {
  const handle = await open(folder)
  try {
    // As root: the folder may stand where its owner may not go, such as below /root. Linux lets a process enter any
    // folder it was handed open, whatever stands above it.
    const name = owner !== null && process.platform === 'linux' ? '/proc/self/fd/3' : folder
    return spawn(program, ['-D', name, ...args], {
      cwd: '/',
      env: BARE_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', output, output, handle.fd],
      ...owner,
    })
  } finally {
    await handle.close()
  }
}

/** PostgreSQL's lock on the cluster, or null if nobody holds it. The lock may be stale. */
export async function readLock(cluster: Cluster): Promise<Lock | null> {
  const lines = (await readFile(join(cluster.folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null
}

/**
 * PostgreSQL takes a lock for live when any process of its owner has the pid in it, as happens when a container starts
 * again: there pids repeat. Where Linux shows that this process works elsewhere, the lock goes. (Two servers on one
 * folder remain impossible: their shared memory would clash.)
 */
export async function removeStaleLock(cluster: Cluster): Promise<void> {
  const lock = process.platform === 'linux' ? await readLock(cluster) : null
  if (lock === null || !isAlive(lock.pid)) return
  const workplace = await readlink(`/proc/${lock.pid}/cwd`).catch(() => null)
  if (workplace === cluster.folder || (await readLock(cluster))?.pid !== lock.pid) return
  for (const name of ['postmaster.pid', `.s.PGSQL.${PORT}.lock`]) await rm(join(cluster.folder, name), { force: true })
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** The `code` of a system error (`ENOENT`) or of an SQL one (`42P04`), or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
