import { expect, it } from 'vitest'
import { newCompany } from '../../../test/support/people.ts'
import { revealFor, signInRestricted } from '../../../test/support/reveal.ts'
import { guess } from '../../../test/support/sign-in-attempts.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { useWorld } from '../../../test/support/world.ts'

const QUARTER = 15 * 60
const DAYS_90 = 90 * 24 * 60 * 60

const world = await useWorld({ platformId: 'PCI' })

it.each([
  [QUARTER - 1, 'temporary_password'],
  [QUARTER, 'invalid_credentials'],
  [QUARTER + 1, 'invalid_credentials'],
])('a temporary password, %i seconds old: %s (I-06, S24)', async (seconds, outcome) => {
  await stopClockAt(world.app, 0)
  const shown = await revealFor(world, await newCompany(world.app))
  await stopClockAt(world.app, seconds)
  const { code, tokens } = await guess(world.app, shown)
  expect(tokens?.restricted ?? code).toBe(outcome)
})

it.each([
  [QUARTER - 1, 200, null],
  [QUARTER, 303, '/sign-in'],
  [QUARTER + 1, 303, '/sign-in'],
])('a restricted session, %i seconds old and used all the time, answers %i (I-22)', async (seconds, status, location) => {
  await stopClockAt(world.app, 0)
  const guest = await signInRestricted(world, await revealFor(world, await newCompany(world.app)))
  await stopClockAt(world.app, QUARTER - 30)
  await guest.get('/choose-password')
  await stopClockAt(world.app, seconds)
  const answer = await guest.get('/choose-password')
  expect([answer.status, answer.headers.get('location')]).toEqual([status, location])
})

it('a restricted session of the last second of its password lives as long as any', async () => {
  await stopClockAt(world.app, 0)
  const shown = await revealFor(world, await newCompany(world.app))
  await stopClockAt(world.app, QUARTER - 1)
  const guest = await signInRestricted(world, shown)
  await stopClockAt(world.app, QUARTER - 1 + QUARTER - 1)
  expect((await guest.get('/choose-password')).status).toBe(200)
})

it.each([
  [DAYS_90 - 1, 'session'],
  [DAYS_90, 'expired_password'],
  [DAYS_90 + 1, 'expired_password'],
])('an own password, %i seconds old, opens: %s (PCI DSS 4.0.1 8.3.9)', async (seconds, outcome) => {
  await stopClockAt(world.app, 0)
  const person = await newCompany(world.app)
  await stopClockAt(world.app, seconds)
  const { code, tokens } = await guess(world.app, person)
  expect(tokens?.restricted ?? (tokens ? 'session' : code)).toBe(outcome)
})
