import type { Core } from '../../core.ts'
import { newId } from '../../secrets.ts'
import { claimRecipient, hasWaiting, release, type Recipient } from './queries.ts'

/** Sends one message of what waits. False: nothing is left, or not now. */
export type DeliveryStep = (core: Core, recipient: Recipient) => Promise<boolean>

/**
 * Delivers what waits for one subscriber, one message after the other. A lease keeps every other process away from them
 * meanwhile; it is looked again after it was given back, so that nothing lies that came in between.
 */
export async function deliver(core: Core, subscriberId: string, step: DeliveryStep): Promise<void> {
  const lease = newId()
  do {
    try {
      await drain(core, { subscriberId, lease }, step)
    } finally {
      await release(core, { id: subscriberId, lease })
    }
  } while (await isDue(core, subscriberId))
}

/** The lease is renewed before each step. */
async function drain(core: Core, of: { subscriberId: string; lease: string }, step: DeliveryStep): Promise<void> {
  for (let goesOn = true; goesOn;) {
    const recipient = await claimRecipient(core, { id: of.subscriberId, lease: of.lease })
    goesOn = recipient !== null && (await step(core, recipient))
  }
}

/** Something may have come while the lease was being given back. */
async function isDue(core: Core, subscriberId: string): Promise<boolean> {
  if (!(await hasWaiting(core, subscriberId))) return false
  const lease = newId()
  const recipient = await claimRecipient(core, { id: subscriberId, lease })
  if (recipient) await release(core, { id: subscriberId, lease })
  return recipient !== null
}
