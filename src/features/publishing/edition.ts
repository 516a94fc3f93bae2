import type { Entry, Manifest } from './manifest.ts'
import { publish, type Published } from './published.ts'

/** One snapshot in memory; what is rare is read when it is asked for. */
export type Edition = {
  readonly manifest: Manifest
  readonly entries: ReadonlyMap<string, Entry>
  /** Of all that is not rare. */
  readonly published: ReadonlyMap<string, Published>
  /** The bytes of those that have something to show in its place once nothing has been heard for too long. */
  readonly whenStale: ReadonlyMap<string, Uint8Array>
  readonly contacts: Uint8Array
  /** Reads an object that is not in memory. Throws where it is not whole. */
  readonly read: (object: string) => Promise<Uint8Array>
}

/** So much of an object's name is enough to tell it from any other. */
const MARK_LENGTH = 22

export async function publishEntry(entry: Entry, bytes: Uint8Array): Promise<Published> {
  const { path, contentType, isOpenToAll, isDrawnAnew, isImmutable, body } = entry
  const mark = body.object.slice(0, MARK_LENGTH)
  return publish({ path, contentType, isOpenToAll, isDrawnAnew, isImmutable, isStale: false, mark, bytes })
}

/** Puts the time of the last sign of life into what says that nothing was heard since. */
export type TellLastHeard = (text: string, at: Date | null) => string

/** The same entry once nothing has been heard for too long. */
export async function publishStale(
  entry: Entry,
  of: { bytes: Uint8Array; lastHeard: Date | null; tell: TellLastHeard },
): Promise<Published> {
  const { path, contentType, isOpenToAll, isDrawnAnew, isImmutable, whenStale, body } = entry
  const bytes = new TextEncoder().encode(of.tell(new TextDecoder().decode(of.bytes), of.lastHeard))
  const mark = `${(whenStale ?? body).object.slice(0, MARK_LENGTH)}-${of.lastHeard?.getTime().toString(36) ?? 'never'}`
  return publish({ path, contentType, isOpenToAll, isDrawnAnew, isImmutable, isStale: true, mark, bytes })
}
