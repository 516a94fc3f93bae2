import type { Context } from 'hono'

/** What is written as it is asked for: however long, no more of it is held than one piece. */
export type Download = {
  /** Plain ASCII, of our own making. */
  readonly fileName: string
  readonly contentType: string
  readonly pieces: AsyncIterable<string>
}

/** A file to keep. Where the other side goes away, nothing more is looked up for it. */
export function replyDownload(context: Context, { fileName, contentType, pieces }: Download): Response {
  const iterator = pieces[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await iterator.next()
        if (next.done) controller.close()
        else controller.enqueue(encoder.encode(next.value))
      },
      cancel: async () => void (await iterator.return?.()),
    },
    // Nothing is looked up before it is asked for: the head of a download costs nothing.
    { highWaterMark: 0 },
  )
  return context.body(body, 200, {
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${fileName}"`,
  })
}
