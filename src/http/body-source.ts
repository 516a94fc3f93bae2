import { refuse } from '../domain/errors.ts'
import { BadRequest } from './bad-request.ts'

/** A body as it arrives, read up to one mark after another. */
export type BodySource = {
  /** What stands before the mark, at most so many bytes; the mark is passed over, unless it is left for the next call. */
  readonly readTo: (mark: Buffer, longest: number, leaves?: 'leaves it') => Promise<Buffer>
  /** The same as it arrives, however long; ends before the mark. */
  readonly streamTo: (mark: Buffer) => AsyncIterable<Buffer>
  /** Reads and forgets the rest, for ten seconds at most. */
  readonly drain: () => Promise<void>
}

const DRAIN_MS = 10_000

/** Throws Refusal `bad_file` (`too_large`) beyond so many bytes, and BadRequest 400 where the body ends before a mark. */
export function openBody(body: ReadableStream<Uint8Array> | null, longest: number): BodySource {
  const chunks = (body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() })).values({
    preventCancel: true,
  })
  let held: Buffer = Buffer.alloc(0)
  let received = 0
  const drain = async () => {
    held = Buffer.alloc(0)
    const { promise: late, resolve } = Promise.withResolvers<{ done: true }>()
    const timer = setTimeout(() => resolve({ done: true }), DRAIN_MS)
    for (let isOver = false; !isOver;) {
      const next = await Promise.race([late, chunks.next().catch(() => ({ done: true }))])
      isOver = next.done === true
    }
    clearTimeout(timer)
  }
  const more = async (): Promise<void> => {
    const next = await nextOf(chunks)
    received += next.length
    if (received > longest) {
      await drain()
      throw refuse('bad_file', { problem: { code: 'too_large', line: null, columns: [] } })
    }
    held = held.length === 0 ? next : Buffer.concat([held, next])
  }
  const take = (count: number): Buffer => {
    const taken = held.subarray(0, count)
    held = held.subarray(count)
    return taken
  }
  return {
    drain,
    readTo: async (mark, most, leaves) => {
      for (;;) {
        const at = held.indexOf(mark)
        if (at > most || (at < 0 && held.length > most + mark.length)) throw new BadRequest('malformed_form')
        if (at >= 0) {
          const found = take(at)
          if (leaves === undefined) take(mark.length)
          return found
        }
        await more()
      }
    },
    async *streamTo(mark) {
      for (;;) {
        const at = held.indexOf(mark)
        // What may be the beginning of the mark is kept until more has come.
        const ready = at < 0 ? Math.max(0, held.length - mark.length + 1) : at
        if (ready > 0) yield take(ready)
        if (at >= 0) return
        await more()
      }
    },
  }
}

async function nextOf(chunks: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let next: IteratorResult<Uint8Array>
  try {
    next = await chunks.next()
  } catch {
    // The caller went away in the middle.
    throw new BadRequest('malformed_form')
  }
  if (next.done) throw new BadRequest('malformed_form')
  return Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
}
