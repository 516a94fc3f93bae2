import { afterAll, expect, it } from 'vitest'
import { deadKeys } from '../../../test/support/dead-keys.ts'
import { newCompany } from '../../../test/support/people.ts'
import { arrive } from '../../../test/support/recovery.ts'
import { linkKey, pressReveal } from '../../../test/support/reveal.ts'
import type { Visitor } from '../../../test/support/visitor.ts'
import { watchWork, type Work } from '../../../test/support/watched.ts'
import { useWorld } from '../../../test/support/world.ts'

const OWN = 'quiet harbour 12 noon'

const world = await useWorld({ platformId: 'PCI' })
const main = await useWorld()
const watched = watchWork(world)
afterAll(() => watched.close())

type Answer = { status: number; headers: readonly (readonly [string, string])[]; body: string; work: Work }
type Submit = (guest: Visitor, key: string) => Promise<() => Promise<Response>>

const PAGES: readonly (readonly [page: string, hashes: number, submit: Submit])[] = [
  ['/activate', 0, async (guest, key) => () => pressReveal(guest, { key, email: 'a@mail.test' })],
  [
    '/activate/choose',
    1,
    async (guest, key) => {
      const altcha = await guest.captcha('activate')
      return () => guest.post('/activate/choose', { key, newPassword: OWN, confirmation: OWN, altcha })
    },
  ],
]

it.each(PAGES)(
  'a key that is not valid gets one answer at PCI’s %s, whyever: status, headers, bytes and work (I-03, S14)',
  async (page, hashes, submit) => {
    const answers = new Map<string, Answer>()
    for (const purpose of ['reset', 'welcome'] as const) {
      for (const [kind, key] of await deadKeys(world, main, { purpose, otherPurpose: 'unfreeze' })) {
        const guest = arrive({ app: world.app, site: watched.site })
        const send = await submit(guest, key)
        let answer = new Response()
        const work = await watched.workOf(async () => (answer = await send()))
        const headers = [...answer.headers].filter(([name]) => name !== 'x-request-id')
        answers.set(`${purpose} ${kind}`, {
          status: answer.status,
          headers,
          body: (await answer.text()).replaceAll(key, 'KEY'),
          work,
        })
      }
    }
    const [first, ...others] = answers.values()
    expect(others).toHaveLength(15)
    expect(first).toMatchObject({ status: 422, work: { hashes } })
    expect(first?.body).toContain('The activation key is not valid')
    expect(first?.body).toContain('action="/activate/new-link"')
    expect(first?.body).toContain(`href="${page}"`)
    for (const other of others) expect(other).toEqual(first)
  },
)

it('I-39 a live key buys no hashes by wrong addresses, nor by the right one once its guesses are gone', async () => {
  const person = await newCompany(world.app)
  const key = await linkKey(world, person)
  const before = world.app.hasher.computed()
  for (let wrong = 0; wrong < 10; wrong += 1) {
    expect((await pressReveal(arrive(world), { key, email: `wrong${wrong}@mail.test` })).status).toBe(422)
  }
  expect((await pressReveal(arrive(world), { key, email: person.email })).status).toBe(422)
  expect(world.app.hasher.computed()).toBe(before)
})
