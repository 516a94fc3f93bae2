import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { claimSpreading, findReach, insertDeliveries, listDue, listUnspread, markSpread } from './spread-queries.ts'

const BATCH = 50
const MOST_WOKEN = 10_000

type Due = { readonly id: string; readonly kind: 'mail' | 'webhook' }

/**
 * Makes deliveries of what there is to tell, for each subscriber whose scope it is in, and orders that they be made (A20).
 * Each event once, in the order in which they happened, in however many processes. What is not to be delivered, isn't.
 */
export async function spreadEvents(core: Core): Promise<void> {
  for (let isDone = false; !isDone;) {
    isDone = await core.db.transaction().execute(async (trx) => {
      if (!(await claimSpreading(trx))) return true
      const events = await listUnspread(trx, BATCH)
      if (events.length === 0) return true
      const due = new Map<string, Due>()
      for (const event of events.filter(({ deliver }) => deliver)) {
        const reach = await findReach(trx, event)
        for (const one of reach ? await insertDeliveries(trx, event.id, reach) : []) due.set(one.id, one)
      }
      const ids = events.map(({ id }) => id)
      await markSpread(trx, ids)
      await order(trx, [...due.values()], core.jobs.sendMany)
      return events.length < BATCH
    })
  }
}

/**
 * Each minute: what waits for its time, and what a process left behind that was killed, is ordered again; once, however many
 * minutes it takes until somebody gets to it.
 */
export async function wakeDeliveries(core: Core): Promise<void> {
  await core.db.transaction().execute(async (trx) => order(trx, await listDue(trx, MOST_WOKEN), core.jobs.sendMissing))
}

/** Webhooks have a queue of their own: one that hangs keeps no mail waiting. */
async function order(trx: Trx, due: readonly Due[], send: Core['jobs']['sendMissing']): Promise<void> {
  const of = (kind: Due['kind']) => due.filter((one) => one.kind === kind).map(({ id }) => ({ subscriberId: id }))
  await send(trx, 'deliver-status', of('mail'))
  await send(trx, 'deliver-webhook', of('webhook'))
}
