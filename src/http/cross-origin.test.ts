import { describe, expect, it } from 'vitest'
import { isLive } from '../../test/support/owner.ts'
import { newCompany } from '../../test/support/people.ts'
import { signedIn } from '../../test/support/signed-in.ts'
import { visitor } from '../../test/support/visitor.ts'
import { useWorld } from '../../test/support/world.ts'

const world = await useWorld()
const person = await newCompany(world.app)
const owner = await signedIn(world, person)

const OWN = 'https://us1.gatehouse.test'

/** What browsers send along with a form of somebody else's, and what other programs do. Empty: the header is missing. */
const FOREIGN = [
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }],
  ['a sibling platform, which is same-site', { 'sec-fetch-site': 'same-site', origin: 'https://eu1.gatehouse.test' }],
  ['a sibling platform that hides its origin', { 'sec-fetch-site': 'same-site', origin: '' }],
  ['a sandboxed frame or a redirect, of origin null', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
  ['our own name over plain http', { 'sec-fetch-site': '', origin: 'http://us1.gatehouse.test' }],
  ['our own name at another port', { 'sec-fetch-site': '', origin: 'https://us1.gatehouse.test:8443' }],
  ['an older browser at a sibling', { 'sec-fetch-site': '', origin: 'https://eu1.gatehouse.test' }],
  ['an older browser of origin null', { 'sec-fetch-site': '', origin: 'null' }],
  ['the address bar, of no page', { 'sec-fetch-site': 'none', origin: '' }],
  ['a program that says nothing', { 'sec-fetch-site': '', origin: '' }],
  ['headers that contradict each other', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.test' }],
  ['headers that contradict each other the other way', { 'sec-fetch-site': 'cross-site', origin: OWN }],
] as const

describe('a form sent by', () => {
  it.each(FOREIGN)('%s is refused and changes nothing, sign-in and sign-out included (I-24)', async (_, headers) => {
    const guest = visitor(world.site, { origin: OWN })
    const { username, password } = person
    const answers = [
      await guest.post('/sign-in', { username, password }, headers),
      await owner.post('/sign-out', {}, headers),
      await owner.post('/help/change-password', { currentPassword: password, newPassword: 'a', confirmation: 'a' }, headers),
      await owner.post('/account/email', { email: 'mine@evil.test' }, headers),
      await owner.post('/account/sessions/end-others', {}, headers),
      await guest.post('/account/confirm-email', { key: 'A'.repeat(43), email: person.email }, headers),
    ]
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403))
    expect(await answers[0]?.text()).toContain('This came from another page')
    expect(guest.cookies.size).toBe(0)
    expect(await isLive(owner)).toBe(true)
    expect(await world.mails(person.email, 0)).toEqual([])
  })

  it.each([
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: OWN }],
    ['an older browser on our own page', { 'sec-fetch-site': '', origin: OWN }],
    ['a browser that keeps its origin to itself', { 'sec-fetch-site': 'same-origin', origin: '' }],
  ])('%s is taken (I-24)', async (_, headers) => {
    const guest = visitor(world.site, { origin: OWN })
    expect((await guest.post('/sign-in', { username: person.username, password: person.password }, headers)).status).toBe(303)
    expect(await isLive(guest)).toBe(true)
  })

  it('says so as problem+json under /api (I-24)', async () => {
    const answer = await owner.post('/api/v1/session', {}, { 'sec-fetch-site': 'cross-site' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'application/problem+json'])
    expect(await answer.json()).toMatchObject({ status: 403, code: 'cross_origin' })
  })
})
