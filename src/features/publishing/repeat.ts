import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'

/** Does something again and again until closed; its troubles are logged, once as long as they stay the same. */
export function repeat(
  deed: () => Promise<void>,
  { everyMs, log, trouble }: { everyMs: number; log: Logger; trouble: string },
): { readonly close: () => Promise<void> } {
  const leaving = new AbortController()
  let told = ''
  const once = async () => {
    try {
      await deed()
      if (told !== '') log.info({ trouble }, 'over')
      told = ''
    } catch (error) {
      const reason = String(error)
      if (reason !== told) log.warn({ reason }, trouble)
      told = reason
    }
  }
  const run = async () => {
    while (!leaving.signal.aborted) {
      await once()
      await sleep(everyMs, null, { ref: false, signal: leaving.signal }).catch(() => null)
    }
  }
  const running = run()
  return {
    close: async () => {
      leaving.abort()
      await running
    },
  }
}
