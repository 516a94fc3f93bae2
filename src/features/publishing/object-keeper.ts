import type { Keep } from './draw-edition.ts'
import type { Stored } from './manifest.ts'
import { keepObject, prepareFolder, readNamed } from './snapshot-folder.ts'

/** Writes objects, and holds in memory those that could not be written, so that a full disk keeps nothing from being shown. */
export type ObjectKeeper = {
  readonly keep: Keep
  readonly read: (object: string) => Promise<Uint8Array>
  /** Waits until all are written, and tries again what was in trouble. Throws where it still is. */
  readonly settled: () => Promise<void>
  /** That the folder has these already. */
  readonly know: (stored: readonly Stored[]) => void
  /** From now on only these are known to be in the folder. */
  readonly forgetBut: (needed: readonly Stored[]) => void
}

/** So many files are written at a time. */
const AT_A_TIME = 16

export function openObjectKeeper(folder: string): ObjectKeeper {
  let written = new Set<string>()
  const unwritten = new Map<string, { readonly stored: Stored; readonly bytes: Uint8Array }>()
  const writing = new Set<Promise<void>>()
  let trouble: unknown = null
  const write = async (stored: Stored, bytes: Uint8Array): Promise<void> => {
    try {
      await keepObject(folder, stored, bytes)
      written.add(stored.object)
      unwritten.delete(stored.object)
    } catch (error) {
      trouble = error
    }
  }
  const begin = async (stored: Stored, bytes: Uint8Array): Promise<void> => {
    const one = write(stored, bytes).finally(() => writing.delete(one))
    writing.add(one)
    if (writing.size >= AT_A_TIME) await Promise.race(writing)
  }
  return {
    keep: async (stored, bytes) => {
      if (written.has(stored.object) || unwritten.has(stored.object)) return
      unwritten.set(stored.object, { stored, bytes })
      await begin(stored, bytes)
    },
    read: async (object) => unwritten.get(object)?.bytes ?? readNamed(folder, 'objects', object),
    settled: async () => {
      await Promise.all(writing)
      if (unwritten.size === 0) return
      await prepareFolder(folder)
      for (const { stored, bytes } of unwritten.values()) await begin(stored, bytes)
      await Promise.all(writing)
      if (unwritten.size > 0) throw trouble
    },
    know: (stored) => {
      for (const { object } of stored) written.add(object)
    },
    forgetBut: (needed) => {
      const names = new Set(needed.map(({ object }) => object))
      written = new Set([...written].filter((object) => names.has(object)))
      for (const object of unwritten.keys()) if (!names.has(object)) unwritten.delete(object)
    },
  }
}
