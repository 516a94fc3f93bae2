import { describe, expect, test } from 'vitest'
import { decideAttempt, inFlightPauseMs, networkWaitMs, type GuardReading } from './sign-in-guard.ts'

const READING: GuardReading = {
  charged: false,
  isKnownDevice: false,
  isChallenged: false,
  captchaSolved: false,
  failures: 0,
  limit: 10,
  isStalled: false,
  locks: false,
}

describe('the guard', () => {
  test.each<[string, Partial<GuardReading>, ReturnType<typeof decideAttempt>]>([
    ['verifies what was charged', { charged: true }, 'verify'],
    ['verifies what was charged after a solved captcha', { charged: true, isChallenged: true, captchaSolved: true }, 'verify'],
    ['asks strangers for a captcha', { isChallenged: true }, 'challenge'],
    ['asks for it of a full budget as of any other', { isChallenged: true, failures: 10 }, 'challenge'],
    ['asks no known device', { isChallenged: true, isKnownDevice: true, failures: 10 }, 'as_stranger'],
    ['refuses a budget full of failures', { failures: 10 }, 'refuse'],
    ['refuses it with a solved captcha, too', { failures: 10, isChallenged: true, captchaSolved: true }, 'refuse'],
    ['waits while checks in flight fill the budget', { failures: 9 }, 'wait'],
    ['waits with none failed yet', { failures: 0 }, 'wait'],
    ['waits on a known device, too', { failures: 9, isKnownDevice: true }, 'wait'],
    ['takes a known device for a stranger once its own budget is gone', { failures: 10, isKnownDevice: true }, 'as_stranger'],
    ['waits for nobody where nothing can be in flight', { failures: 9, isStalled: true }, 'refuse'],
    ['takes a known device for a stranger there', { failures: 9, isStalled: true, isKnownDevice: true }, 'as_stranger'],
    ['refuses a known device where the policy locks', { failures: 10, isKnownDevice: true, locks: true }, 'refuse'],
    ['waits there while checks are in flight', { failures: 9, isKnownDevice: true, locks: true }, 'wait'],
    ['holds a budget that a lower threshold has overtaken for full', { failures: 10, limit: 3 }, 'refuse'],
  ])('%s', (_, reading, decision) => {
    expect(decideAttempt({ ...READING, ...reading })).toBe(decision)
  })

  test('looks again after growing pauses', () => {
    expect([0, 1, 2, 3, 4, 1_000].map(inFlightPauseMs)).toEqual([25, 50, 100, 200, 200, 200])
  })

  test.each([
    [0, 0],
    [99, 0],
    [100, 20],
    [101, 40],
    [198, 1_980],
    [199, 2_000],
    [1_000_000, 2_000],
  ])('I-15 a network with %i failures waits %i ms', (failures, milliseconds) => {
    expect(networkWaitMs(failures)).toBe(milliseconds)
  })
})
