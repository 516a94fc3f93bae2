import { setTimeout as sleep } from 'node:timers/promises'
import type { Core } from '../core.ts'
import { spreadEvents } from '../features/deliveries/spread-events.ts'
import { prepareProbes, probeTargets } from '../features/probes/probe-targets.ts'

export type CoreWork = { readonly stop: () => Promise<void> }

const PAUSE_MS = 1_000
/** After a fault: the database is away, most likely. */
const LONG_PAUSE_MS = 3_000
const STOP_MS = 1_000

/**
 * What a front door's process does all the time, beside its queues: looks at what is due to be probed, and whether there is
 * something to tell. Any number of processes may do so at once.
 */
export function startCoreWork(core: Core): CoreWork {
  const leaving = new AbortController()
  let isPrepared = false
  const probe = async (): Promise<void> => {
    if (!isPrepared) {
      await prepareProbes(core)
      // What this very process is to serve is not there yet.
      await sleep(LONG_PAUSE_MS, undefined, { signal: leaving.signal, ref: false }).catch(() => undefined)
    }
    isPrepared = true
    if (!leaving.signal.aborted) await probeTargets(core)
  }
  const loops = [repeat(core, leaving.signal, 'probes', probe), repeat(core, leaving.signal, 'news', () => spreadEvents(core))]
  return {
    stop: async () => {
      leaving.abort()
      // A check of what hangs is not waited for: what it would have found is found by the next.
      await Promise.race([Promise.all(loops), sleep(STOP_MS, undefined, { ref: false })])
    },
  }
}

async function repeat(core: Core, signal: AbortSignal, what: string, deed: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    const pause = await deed().then(
      () => PAUSE_MS,
      (error: unknown) => {
        if (!signal.aborted) core.log.warn({ what, reason: String(error) }, 'the front door’s work waits')
        return LONG_PAUSE_MS
      },
    )
    await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined)
  }
}
