import { z } from 'zod'

/** An object of the snapshot: named by the SHA-256 of its content, in bytes. */
const stored = z.strictObject({ object: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) })
export type Stored = z.output<typeof stored>

/** What may stand in a header: whatever else a file says is refused before it is answered with (RFC 9110, 5.5). */
const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/)

const entry = z.strictObject({
  path: z.string().startsWith('/').max(1_000),
  contentType: headerValue.max(200),
  body: stored,
  /** What stands in its place once nothing has been heard for too long; null: the body stays. */
  whenStale: stored.nullable(),
  /** Which of the manifest's headers it is answered with. */
  isOpenToAll: z.boolean(),
  isDrawnAnew: z.boolean(),
  isImmutable: z.boolean(),
  isRare: z.boolean(),
  /** Another one where it has to be drawn anew; null: whenever anything is. */
  version: z.string().nullable(),
})
export type Entry = z.output<typeof entry>

const headers = z.record(z.string().regex(/^[\w-]+$/), headerValue)

/** All of one snapshot. `shelf`: an object with the entries of what is rare, which may be very many. */
const manifest = z.strictObject({
  version: z.literal(1),
  drawnAt: z.iso.datetime(),
  revision: z.int(),
  /** After so long without a heartbeat it is no longer believed. */
  staleAfterSeconds: z.number(),
  headers: z.strictObject({ own: headers, openToAll: headers }),
  entries: z.array(entry),
  shelf: stored,
  /** Support numbers, for what is drawn anew for each visitor. */
  contacts: stored,
})
export type Manifest = z.output<typeof manifest>

/** The headers of an answer, but those that its content decides: for pages, and for what any origin may read. */
export type PublishedHeaders = Manifest['headers']

/** Throws where it is none. */
export function readManifest(bytes: Uint8Array): Manifest {
  return manifest.parse(JSON.parse(new TextDecoder().decode(bytes)))
}

const shelf = z.array(entry)

/** Throws where it is none. */
export function readShelf(bytes: Uint8Array): readonly Entry[] {
  return shelf.parse(JSON.parse(new TextDecoder().decode(bytes)))
}

export function asBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

/** Every object that a manifest needs, but what its shelf needs. */
export function objectsOf({ entries, shelf: rare, contacts }: Manifest): readonly Stored[] {
  return [rare, contacts, ...storedIn(entries)]
}

export function storedIn(entries: readonly Entry[]): readonly Stored[] {
  return entries.flatMap(({ body, whenStale }) => (whenStale ? [body, whenStale] : [body]))
}
