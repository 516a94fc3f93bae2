import { describe, expect, it } from 'vitest'
import { newCompany } from '../../../test/support/people.ts'
import { arrive } from '../../../test/support/recovery.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { freshAddress, visitor, type Visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { NETWORK_WINDOW_SECONDS } from '../../domain/sign-in-guard.ts'
import { FREE_REQUESTS } from './free-requests.ts'

const world = await useWorld({ platformId: 'PCI', work: false })
const at = (seconds: number) => stopClockAt(world.app, seconds)

const ask = (guest: Visitor, username: string, altcha = '') => guest.post('/forgot-password', { username, altcha })
const from = (address: string) => visitor(world.site, { origin: world.app.config.origin, address })

async function flood(guest: Visitor, times: number): Promise<readonly number[]> {
  const answers = await Promise.all(Array.from({ length: times }, (_, index) => ask(guest, `nobody${index}@c.test`)))
  return answers.map(({ status }) => status)
}

describe('I-15 Forgot Password by user login alone, asked from one network', () => {
  it('is free so many times, at once too; then a captcha is asked, whatever the name (I-09)', async () => {
    await at(0)
    const owner = await newCompany(world.app)
    const robot = arrive(world)
    const statuses = await flood(robot, FREE_REQUESTS + 5)
    expect(statuses.filter((status) => status === 303)).toHaveLength(FREE_REQUESTS)
    const [known, unknown] = [await ask(robot, owner.username), await ask(robot, owner.username.replace('person', 'pers0n'))]
    expect([known.status, unknown.status]).toEqual([422, 422])
    const page = await known.text()
    expect(page).toContain('data-captcha')
    expect(page).toContain('Many such requests came from your network')
    expect(page.replaceAll(owner.username, '')).toBe(
      (await unknown.text()).replaceAll(owner.username.replace('person', 'pers0n'), ''),
    )
  })

  it('goes on there with a solved one, once (I-18); other networks notice nothing', async () => {
    await at(0)
    const address = freshAddress()
    await flood(from(address), FREE_REQUESTS)
    const owner = await newCompany(world.app)
    const person = from(address)
    const altcha = await person.captcha('forgot-password')
    expect((await ask(person, owner.username, altcha)).status).toBe(303)
    const again = await ask(person, owner.username, altcha)
    expect([again.status, (await again.text()).includes('The check did not complete')]).toEqual([422, true])
    expect((await ask(person, owner.username, await person.captcha('sign-in'))).status).toBe(422)
    expect((await ask(arrive(world), owner.username)).status).toBe(303)
  })

  it.each([
    ['a second before', NETWORK_WINDOW_SECONDS - 1, 422],
    ['at', NETWORK_WINDOW_SECONDS, 303],
    ['a second after', NETWORK_WINDOW_SECONDS + 1, 303],
  ])('%s the end of the window it is free again or not', async (_, seconds, status) => {
    await at(0)
    const robot = arrive(world)
    await flood(robot, FREE_REQUESTS)
    await at(seconds)
    expect((await ask(robot, 'nobody@c.test')).status).toBe(status)
  })
})
