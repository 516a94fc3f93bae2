import type { App } from '../../app.ts'
import { importBatch } from './import-batch.ts'

/** After this long a run hands over to the next job: none is taken for dead, and a process that stops waits for it. */
const SLICE_MS = 4_000
/** In times that a batch took: what is left to everybody else who waits for the database. */
const REST = 1

/**
 * Works through an import, batch by batch, each in a transaction of its own with its progress (I-38): whatever is killed
 * in the middle of one has not happened, and the next run begins there. Two runs at once take turns at the import's row.
 */
export async function runImport(app: App, importId: string): Promise<void> {
  const { clock } = app
  const startedAt = clock.monotonic()
  for (;;) {
    const batchAt = clock.monotonic()
    const isSliceOver = batchAt - startedAt > SLICE_MS
    const goesOn = await app.db.transaction().execute((trx) => importBatch(app, trx, { importId, handsOver: isSliceOver }))
    if (!goesOn || isSliceOver) return
    await clock.sleep((clock.monotonic() - batchAt) * REST)
  }
}
