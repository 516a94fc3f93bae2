import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../clock.ts'
import { contentDigest, newId } from '../../secrets.ts'
import type { Stored } from './manifest.ts'

/**
 * A snapshot is a folder (N14): `objects/` and `manifests/`, each file named by the SHA-256 of its content and never
 * changed; `current`, the name of the manifest that counts; `heartbeat`, when the database was last heard. It may be copied
 * while it is written to: whatever has not arrived whole is known by its name, and refused.
 */
type Kind = 'objects' | 'manifests'

/** An object that is not there, or is not what its name says. */
class DamagedError extends Error {
  constructor(what: string) {
    super(`the snapshot is damaged: ${what}`)
    this.name = 'DamagedError'
  }
}

/** Whether a file is not there, or not whole; anything else is the disk's own trouble. */
export function isDamage(error: unknown): boolean {
  return error instanceof DamagedError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')
}

export async function prepareFolder(folder: string): Promise<void> {
  for (const kind of ['objects', 'manifests']) await mkdir(join(folder, kind), { recursive: true })
}

/** Throws DamagedError where its content is not what its name says, and whatever the disk says. */
export async function readNamed(folder: string, kind: Kind, name: string): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, kind, name))
  if (contentDigest(bytes) !== name) throw new DamagedError(`${kind}/${name}`)
  return bytes
}

/** Whether it is there in its whole length; what it holds is looked at when it is read. */
export async function isThere(folder: string, { object, size }: Stored): Promise<boolean> {
  const found = await stat(join(folder, 'objects', object)).catch(() => null)
  return found?.size === size
}

/** One that is there already gets a new date, so that no other process takes it away meanwhile. */
export async function keepObject(folder: string, stored: Stored, bytes: Uint8Array): Promise<void> {
  const now = systemClock.now()
  if (await isThere(folder, stored)) await utimes(join(folder, 'objects', stored.object), now, now)
  else await writeAside(join(folder, 'objects', stored.object), bytes, { sync: false })
}

/** Writes a manifest whose objects are all there, and makes it the one that counts, in one step. Returns its name. */
export async function switchTo(folder: string, bytes: Uint8Array): Promise<string> {
  const name = contentDigest(bytes)
  await writeAside(join(folder, 'manifests', name), bytes, { sync: true })
  await writeAside(join(folder, 'current'), `${name}\n`, { sync: true })
  return name
}

/** The name of the manifest that counts; null where there is none yet, or it is half there. */
export async function readCurrent(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, 'current'), 'utf8').catch(() => '')
  return /^(?<name>[0-9a-f]{64})\n$/.exec(text)?.groups?.['name'] ?? null
}

/** Every manifest, the newest first. */
export async function listManifests(folder: string): Promise<readonly { name: string; writtenAt: Date }[]> {
  const names = await readdir(join(folder, 'manifests')).catch(() => [])
  const whole = names.filter((name) => /^[0-9a-f]{64}$/.test(name))
  const dated = await Promise.all(whole.map((name) => dateOf(folder, 'manifests', name)))
  return dated.filter((one) => one !== null).toSorted((one, other) => other.writtenAt.getTime() - one.writtenAt.getTime())
}

export async function dateOf(folder: string, kind: Kind, name: string): Promise<{ name: string; writtenAt: Date } | null> {
  const found = await stat(join(folder, kind, name)).catch(() => null)
  return found && { name, writtenAt: found.mtime }
}

export async function writeHeartbeat(folder: string, at: Date): Promise<void> {
  await writeAside(join(folder, 'heartbeat'), `${at.toISOString()}\n`, { sync: false })
}

/** When the database was last heard; null where nobody knows. */
export async function readHeartbeat(folder: string): Promise<Date | null> {
  const text = await readFile(join(folder, 'heartbeat'), 'utf8').catch(() => '')
  const at = new Date(text.trim())
  return Number.isNaN(at.getTime()) ? null : at
}

/** Whole or not at all, whenever the process ends. `sync`: and there to stay, whenever the machine does. */
async function writeAside(file: string, content: Uint8Array | string, { sync }: { sync: boolean }): Promise<void> {
  const draft = `${file}.${newId()}~`
  try {
    if (sync) await writeSynced(draft, content)
    else await writeFile(draft, content)
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => null)
    throw error
  }
}

async function writeSynced(file: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
