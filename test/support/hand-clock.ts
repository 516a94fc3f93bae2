import { systemClock, type Clock } from '../../src/clock.ts'

/** A process's clock whose durations go on only when they are told to. */
export type HandClock = Clock & { readonly pass: (seconds: number) => void }

export function handClock(): HandClock {
  let passed = 0
  return {
    ...systemClock,
    monotonic: () => passed,
    pass: (seconds) => {
      passed += seconds * 1_000
    },
  }
}
