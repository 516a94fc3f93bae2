import type { Clock } from '../../clock.ts'
import type { Showcase } from './showcase.ts'

/** Since when nothing has been heard: by a clock that nobody sets. */
export type Silence = {
  /** `at`: by the clock of whoever was heard. `agoMs`: how long that is past already. */
  readonly heard: (at: Date, agoMs?: number) => void
  /** Shows what says that it is unknown once the silence is too long, and what is known again after it. */
  readonly check: () => Promise<void>
}

export function openSilence(of: { showcase: Showcase; clock: Clock; staleAfterSeconds: () => number | null }): Silence {
  const { showcase, clock } = of
  let last: { at: Date; monotonic: number } | null = null
  return {
    heard: (at, agoMs = 0) => {
      last = { at, monotonic: clock.monotonic() - agoMs }
    },
    check: async () => {
      const limit = of.staleAfterSeconds()
      const isSilent = last === null || (limit !== null && clock.monotonic() - last.monotonic > limit * 1_000)
      if (isSilent) await showcase.turnStale(last?.at ?? null)
      else showcase.turnFresh()
    },
  }
}
