import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'
import { contentDigest } from '../../secrets.ts'
import type { Artefact, LaterArtefact } from './artefact.ts'
import { publishEntry, type Edition } from './edition.ts'
import { sameEntry } from './load-snapshot.ts'
import type { Entry, Stored } from './manifest.ts'
import type { Published } from './published.ts'

/** So long others wait at most while something is drawn. */
const SLICE_MS = 12
/** So long what is rare may hold up what is not: ten thousand pages are drawn in several goes. */
const RARE_MS = 3_000

export type Drawing = Pick<Edition, 'entries' | 'published' | 'whenStale'> & {
  /** Whether everything is drawn; what is not is as it was before, or not there yet. */
  readonly isComplete: boolean
}

/** Takes an object in, and keeps it where it can be read again. */
export type Keep = (stored: Stored, bytes: Uint8Array) => Promise<void>

type Tools = { readonly before: Edition | null; readonly keep: Keep; readonly clock: Clock }
type Progress = {
  readonly entries: Map<string, Entry>
  readonly published: Map<string, Published>
  readonly whenStale: Map<string, Uint8Array>
}

/**
 * Draws an edition, a slice of time after the other, so that requests are answered meanwhile. Only what differs from the one
 * before is drawn, compressed and written; what is rare comes last, and leaves memory at once.
 */
export async function drawAll(artefacts: readonly (Artefact | LaterArtefact)[], tools: Tools): Promise<Drawing> {
  const { clock, before } = tools
  const progress: Progress = { entries: new Map(), published: new Map(), whenStale: new Map() }
  let isComplete = true
  let sliceBegan = clock.monotonic()
  const breathe = async () => {
    if (clock.monotonic() - sliceBegan < SLICE_MS) return
    await turn()
    sliceBegan = clock.monotonic()
  }
  for (const artefact of artefacts.filter(({ isRare }) => !isRare)) {
    await breathe()
    if (!takeOver(artefact, before, progress)) await drawOne(artefact, tools, progress)
  }
  const until = clock.monotonic() + RARE_MS
  for (const artefact of artefacts.filter(({ isRare }) => isRare)) {
    await breathe()
    if (takeOver(artefact, before, progress)) continue
    if (clock.monotonic() < until) await drawOne(artefact, tools, progress)
    else {
      isComplete = false
      keepAsItWas(artefact.path, before, progress)
    }
  }
  return { ...progress, isComplete }
}

/** Whether it is as it was drawn before. */
function takeOver(artefact: Artefact | LaterArtefact, before: Edition | null, progress: Progress): boolean {
  if (!('version' in artefact)) return false
  const entry = before?.entries.get(artefact.path)
  if (entry?.version !== artefact.version || entry.isRare !== (artefact.isRare ?? false)) return false
  keepAsItWas(artefact.path, before, progress)
  return true
}

function keepAsItWas(path: string, before: Edition | null, { entries, published, whenStale }: Progress): void {
  const entry = before?.entries.get(path)
  if (entry) entries.set(path, entry)
  const ready = before?.published.get(path)
  if (ready) published.set(path, ready)
  const stale = before?.whenStale.get(path)
  if (stale) whenStale.set(path, stale)
}

async function drawOne(
  artefact: Artefact | LaterArtefact,
  { before, keep }: Tools,
  { entries, published, whenStale }: Progress,
): Promise<void> {
  const { path } = artefact
  const drawn = 'draw' in artefact ? artefact.draw() : artefact
  const bytes = asBytes(drawn.body)
  const stale = drawn.whenStale === undefined ? null : asBytes(drawn.whenStale)
  const entry = entryOf(artefact, { body: storedAs(bytes), whenStale: stale && storedAs(stale) })
  entries.set(path, entry)
  await keep(entry.body, bytes)
  if (stale && entry.whenStale) await keep(entry.whenStale, stale)
  if (entry.isRare) return
  const known = before?.published.get(path)
  published.set(path, known && sameEntry(before?.entries.get(path), entry) ? known : await publishEntry(entry, bytes))
  if (stale) whenStale.set(path, stale)
}

function entryOf(artefact: Artefact | LaterArtefact, stored: Pick<Entry, 'body' | 'whenStale'>): Entry {
  return {
    path: artefact.path,
    contentType: artefact.contentType,
    ...stored,
    isOpenToAll: artefact.isOpenToAll ?? false,
    isDrawnAnew: artefact.isDrawnAnew ?? false,
    isImmutable: artefact.isImmutable ?? false,
    isRare: artefact.isRare ?? false,
    version: 'version' in artefact ? artefact.version : null,
  }
}

export function storedAs(bytes: Uint8Array): Stored {
  return { object: contentDigest(bytes), size: bytes.length }
}

function asBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content
}
