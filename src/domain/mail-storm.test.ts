import { expect, test } from 'vitest'
import { planMail } from './mail-storm.ts'

test.each([
  ['one alone', 1, [], { kind: 'alone' }],
  ['three one by one', 3, [], { kind: 'alone' }],
  ['more than three together', 4, [], { kind: 'digest' }],
  ['the third within ten minutes alone', 1, [10, 20], { kind: 'alone' }],
  ['two after two together', 2, [10, 20], { kind: 'digest' }],
  ['the fourth once the first is ten minutes old', 1, [10, 20, 599], { kind: 'later', seconds: 1 }],
  ['the fourth, ten minutes after the first', 1, [10, 20, 600], { kind: 'alone' }],
  ['a second digest not at once', 50, [1, 2, 3], { kind: 'later', seconds: 597 }],
] as const)('%s', (_, waiting, sentSecondsAgo, plan) => {
  expect(planMail({ waiting, sentSecondsAgo, waitedSeconds: 0 })).toEqual(plan)
})

test('what was held up for a minute comes together, however little it is', () => {
  const plan = (waiting: number, waitedSeconds: number) => planMail({ waiting, waitedSeconds, sentSecondsAgo: [] }).kind
  expect([plan(2, 59), plan(2, 60), plan(1, 3_600)]).toEqual(['alone', 'digest', 'alone'])
})
