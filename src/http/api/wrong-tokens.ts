import type { Clock } from '../../clock.ts'
import { ApiProblemError } from './api-problem.ts'

/** Look-ups of tokens that turn out to be none, for one network in a minute: a broken program makes some, nobody needs more. */
const MOST_A_MINUTE = 60
const MINUTE_MS = 60_000
/** Networks, and tokens seen to live, that are remembered at a time. */
const MOST_REMEMBERED = 10_000

/**
 * Bounds what wrong tokens cost, by network, in this process's memory; 256 bits need no other guard. A token that was seen
 * to live is looked up whatever others of its network send, so that one colleague's broken program stops nobody else's.
 */
export type WrongTokens = {
  /** Throws ApiProblemError 429 where the network has sent too many. */
  readonly requireRoom: (network: string, tokenHash: string) => void
  readonly note: (network: string, tokenHash: string, isLive: boolean) => void
}

export function createWrongTokens(clock: Clock): WrongTokens {
  const failures = new Map<string, { count: number; endsAt: number }>()
  const live = new Set<string>()
  return {
    requireRoom: (network, tokenHash) => {
      const failed = failures.get(network)
      if (!failed || failed.count < MOST_A_MINUTE || live.has(tokenHash)) return
      const left = failed.endsAt - clock.monotonic()
      if (left <= 0) return
      const headers = { 'Retry-After': String(Math.ceil(left / 1_000)) }
      throw new ApiProblemError('rate_limited', { detail: 'Too many wrong tokens came from your network.', headers })
    },
    note: (network, tokenHash, isLive) => {
      if (isLive) {
        keepBounded(live)
        live.add(tokenHash)
        return
      }
      live.delete(tokenHash)
      const now = clock.monotonic()
      const failed = failures.get(network)
      if (failed && failed.endsAt > now) failed.count += 1
      else {
        keepBounded(failures)
        failures.set(network, { count: 1, endsAt: now + MINUTE_MS })
      }
    },
  }
}

/** The oldest goes first. */
function keepBounded(memory: { readonly size: number; keys: () => Iterator<string>; delete: (key: string) => boolean }): void {
  if (memory.size < MOST_REMEMBERED) return
  const oldest = memory.keys().next()
  if (oldest.done !== true) memory.delete(oldest.value)
}
