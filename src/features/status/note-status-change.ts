import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'

/** Counts the page's revision up, in the deed's own transaction: publishers look at it, and draw the page anew. */
export async function noteStatusChange(trx: Trx): Promise<void> {
  await trx
    .updateTable('statusPages')
    .set((eb) => ({ revision: eb('revision', '+', 1), changedAt: databaseNow }))
    .execute()
}
