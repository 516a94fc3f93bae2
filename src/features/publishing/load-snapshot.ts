import { setImmediate as turn } from 'node:timers/promises'
import { publishEntry, type Edition } from './edition.ts'
import { readManifest, readShelf, storedIn, type Entry } from './manifest.ts'
import type { Published } from './published.ts'
import { isThere, listManifests, readCurrent, readNamed } from './snapshot-folder.ts'

/** So many files are looked at at a time. */
const AT_A_TIME = 32

/**
 * Loads a snapshot: all of it has to be there, and whatever is kept in memory has to be what its name says. Throws where
 * it is not, as while it is still being copied.
 */
export async function loadSnapshot(folder: string, name: string, { before }: { before: Edition | null }): Promise<Edition> {
  const manifest = readManifest(await readNamed(folder, 'manifests', name))
  const rare = readShelf(await readNamed(folder, 'objects', manifest.shelf.object))
  await requireAll(folder, rare, before)
  const read = (object: string) => readNamed(folder, 'objects', object)
  const published = new Map<string, Published>()
  const whenStale = new Map<string, Uint8Array>()
  const contacts = await readNamed(folder, 'objects', manifest.contacts.object)
  await inGroups(manifest.entries, async (entry) => {
    const known = before?.published.get(entry.path)
    const isSame = known !== undefined && sameEntry(before?.entries.get(entry.path), entry)
    published.set(entry.path, isSame ? known : await publishEntry(entry, await read(entry.body.object)))
    if (entry.whenStale) whenStale.set(entry.path, await read(entry.whenStale.object))
  })
  const entries = new Map([...manifest.entries, ...rare].map((entry) => [entry.path, entry]))
  return { manifest, entries, published, whenStale, contacts, read }
}

/** The one that counts, or else the newest that is whole; null where there is none. What is refused is told to `refused`. */
export async function loadNewest(
  folder: string,
  refused: (name: string, error: unknown) => void,
): Promise<{ name: string; edition: Edition } | null> {
  const current = await readCurrent(folder)
  const others = (await listManifests(folder)).map(({ name }) => name)
  for (const name of new Set(current === null ? others : [current, ...others])) {
    try {
      return { name, edition: await loadSnapshot(folder, name, { before: null }) }
    } catch (error) {
      refused(name, error)
    }
  }
  return null
}

/** Whether the same is answered by both. */
export function sameEntry(one: Entry | undefined, other: Entry): boolean {
  return one !== undefined && JSON.stringify({ ...one, version: null }) === JSON.stringify({ ...other, version: null })
}

async function requireAll(folder: string, rare: readonly Entry[], before: Edition | null): Promise<void> {
  const known = new Set(before ? storedIn([...before.entries.values()]).map(({ object }) => object) : [])
  const unknown = storedIn(rare).filter(({ object }) => !known.has(object))
  await inGroups(unknown, async (stored) => {
    if (!(await isThere(folder, stored))) throw new Error(`the snapshot is not whole: objects/${stored.object}`)
  })
}

async function inGroups<Item>(items: readonly Item[], deed: (item: Item) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    await Promise.all(items.slice(start, start + AT_A_TIME).map(deed))
    // Others have their turn, too, where there are ten thousand.
    await turn()
  }
}
