import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readManifest, objectsOf, readShelf, storedIn } from './manifest.ts'
import { dateOf, isDamage, listManifests, readCurrent, readNamed } from './snapshot-folder.ts'

/** So many manifests stay, for whoever is just copying one. */
const KEPT = 4
/** Younger files stay: another process may be about to need them. */
const YOUNG_MS = 60 * 60 * 1_000

/** Takes away what no manifest that is kept needs any more. Several processes may do so at once. */
export async function collect(folder: string, now: Date): Promise<void> {
  const isOld = (at: Date) => now.getTime() - at.getTime() > YOUNG_MS
  const current = await readCurrent(folder)
  const manifests = await listManifests(folder)
  const kept = manifests.filter(({ name, writtenAt }, index) => index < KEPT || name === current || !isOld(writtenAt))
  const needed = new Set<string>()
  for (const { name } of kept) for (const object of await neededBy(folder, name)) needed.add(object)
  const names = new Set(kept.map(({ name }) => name))
  await removeOthers(folder, 'manifests', { needed: names, isOld })
  await removeOthers(folder, 'objects', { needed, isOld })
}

/** Nothing where it is not whole: it can't be served either. Throws where it can't be told what it needs. */
async function neededBy(folder: string, name: string): Promise<readonly string[]> {
  try {
    const manifest = readManifest(await readNamed(folder, 'manifests', name))
    const rare = readShelf(await readNamed(folder, 'objects', manifest.shelf.object))
    return [...objectsOf(manifest), ...storedIn(rare)].map(({ object }) => object)
  } catch (error) {
    if (isDamage(error)) return []
    throw error
  }
}

async function removeOthers(
  folder: string,
  kind: 'objects' | 'manifests',
  of: { needed: ReadonlySet<string>; isOld: (at: Date) => boolean },
): Promise<void> {
  for (const name of await readdir(join(folder, kind))) {
    if (of.needed.has(name)) continue
    const found = await dateOf(folder, kind, name)
    if (found && of.isOld(found.writtenAt)) await rm(join(folder, kind, name), { force: true })
  }
}
