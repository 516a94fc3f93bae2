import { expect, test } from 'vitest'
import { damped, probedState, type ProbeMemory, type ProbeVerdict } from './probe-damping.ts'

const RULES = { failures: 3, successes: 2 }
const start = (state: ProbeMemory['state']): ProbeMemory => ({ state, leaning: 'up', streak: 0 })
const after = (verdicts: readonly ProbeVerdict[], from: ProbeMemory) =>
  verdicts.reduce((memory, verdict) => damped(memory, verdict, RULES), from).state

test.each([
  ['two failures are not enough', 'up', ['down', 'down'], 'up'],
  ['three in a row are', 'up', ['down', 'down', 'down'], 'down'],
  ['a success in between begins anew', 'up', ['down', 'down', 'up', 'down', 'down'], 'up'],
  ['one success does not bring it back', 'down', ['up'], 'down'],
  ['two do', 'down', ['up', 'up'], 'up'],
  ['it flaps and stays down', 'down', ['up', 'down', 'up', 'down'], 'down'],
  ['soon over is not over', 'up', ['degraded', 'degraded', 'degraded'], 'degraded'],
  ['and then it is', 'degraded', ['down', 'down', 'down'], 'down'],
  ['of what is unknown one success is believed', 'unknown', ['up'], 'up'],
  ['and one failure is not', 'unknown', ['down'], 'unknown'],
] as const)('%s', (_, state, verdicts, expected) => {
  expect(after(verdicts, start(state))).toBe(expected)
})

test.each([
  [[], 'operational'],
  [['up', 'up'], 'operational'],
  [['up', 'unknown'], 'unknown'],
  [['unknown', 'degraded'], 'degraded_performance'],
  [['degraded', 'down', 'up'], 'major_outage'],
] as const)('%j together are %s', (states, expected) => {
  expect(probedState(states)).toBe(expected)
})
