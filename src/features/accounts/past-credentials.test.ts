import { describe, expect, it } from 'vitest'
import { newCompany } from '../../../test/support/people.ts'
import { arrive } from '../../../test/support/recovery.ts'
import { chooseOwn, linkKey, revealFor, signInRestricted } from '../../../test/support/reveal.ts'
import { useWorld } from '../../../test/support/world.ts'
import { isRefusal } from '../../domain/errors.ts'
import { newId } from '../../secrets.ts'
import { COMPARED_CHOICES, COMPARED_SECONDS, requireUnusedPassword } from './past-credentials.ts'
import { findAccount } from './queries.ts'

const world = await useWorld({ platformId: 'PCI' })
const twin = await world.openTwin()

const newPassword = () => `correct staple 7 ${newId()}`
const times = <Result>(count: number, run: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)))

describe('I-14 which passwords an account had', () => {
  it('is told to ten choices in half an hour, however many come at once, in two processes', async () => {
    const person = await newCompany(world.app)
    const account = await findAccount(world.app.db, person.accountId)
    if (!account) throw new Error('the account is gone')
    const codes = await times(25, async (index) => {
      try {
        await requireUnusedPassword(index % 2 === 0 ? world.app : twin.app, { account, newPassword: person.password })
        return 'unused'
      } catch (error) {
        if (isRefusal(error)) return error.code
        throw error
      }
    })
    expect(codes.filter((code) => code === 'invalid_fields')).toHaveLength(COMPARED_CHOICES)
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(25 - COMPARED_CHOICES)
  })

  it('is told to whoever came by a temporary password and to whoever has a key out of the same ten', async () => {
    const person = await newCompany(world.app)
    const guest = await signInRestricted(world, await revealFor(world, person))
    const answers = await times(COMPARED_CHOICES - 1, async () => chooseOwn(guest, person.password))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422]))
    await world.passTime(121)
    const key = await linkKey(world, person)
    const chooseByKey = async (password: string) => {
      const visitor = arrive(world)
      const altcha = await visitor.captcha('activate')
      return visitor.post('/activate/choose', { key, newPassword: password, confirmation: password, altcha })
    }
    expect(await (await chooseByKey(person.password)).text()).toContain('You have used this password lately')
    expect((await chooseByKey(person.password)).status).toBe(429)
    const refused = await chooseOwn(guest, newPassword())
    expect([refused.status, (await refused.text()).includes('Try again in 30 minutes')]).toEqual([429, true])
    await world.passTime(COMPARED_SECONDS)
    expect((await chooseByKey(newPassword())).status).toBe(303)
  })
})
