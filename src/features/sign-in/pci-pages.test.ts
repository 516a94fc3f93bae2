import { describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { arrive, isSignedIn, signIn } from '../../../test/support/recovery.ts'
import { expectNoWords, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld({ platformId: 'PCI' })
const us1 = await useWorld()

const elsewhereIn = (page: string) =>
  [...(/belongs to another platform(.*?)<\/div>/su.exec(page)?.[1] ?? '').matchAll(/<b>([^<]+)<\/b>/gu)].map(([, label]) => label)

describe('the sign-in page of PCI (S22)', () => {
  it('has its own labels, and its own next steps beside the form', async () => {
    const page = await pageAt(arrive(world), '/sign-in')
    expectWords(page, [
      '<label for="field-username">User login</label>',
      '<label for="field-password">Password</label>',
      '<a href="/forgot-password">Forgot Password</a>',
      'Trouble signing in?',
      'User logins of PCI Platform contain an @',
      'Find my platform',
      'User login and password are case-sensitive',
      'an account is locked for 30 minutes. Its owner gets a mail, with a link that ends this early',
      'Inactive accounts and expired subscriptions look the same here',
      'The primary contact or a Manager of your company',
    ])
    expectNoWords(page, ['Username', 'username<', 'point of contact', 'becomes Inactive'])
  })

  it('says the same of every refusal, in its own words, and takes a login’s capitals as they are (S06)', async () => {
    const owner = await newCompany(world.app, { username: 'Frida.Ek@Fern' })
    const said = []
    for (const [username, password] of [
      [owner.username, 'wrong horse battery'],
      ['frida.ek@fern', owner.password],
      ['nobody.ek@fern', owner.password],
    ] as const) {
      const answer = await signIn(arrive(world), { username, password })
      said.push([answer.status, (await answer.text()).replaceAll(username, '').replaceAll(/\bdata-[\w-]+="[^"]*"/gu, '')])
    }
    expect(new Set(said.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(said[0]?.[0]).toBe(422)
    expectWords(String(said[0]?.[1]), [
      'Invalid credentials',
      'The user login and password don’t match. Both are case-sensitive.',
    ])
    expect((await signIn(arrive(world), owner)).status).toBe(303)
  })

  it.each([
    ['PCI', 'acme_jd1', ['US Platform 1']],
    ['PCI', 'acme-jd1', ['EU Platform 1']],
    ['PCI', 'jane@acme', []],
    ['US1', 'jane@acme', ['PCI Platform']],
    ['US1', 'acme_jd1', []],
  ])('at %s a refused %s is told to belong to %j, by its text alone (N03)', async (here, username, labels) => {
    const guest = arrive(here === 'PCI' ? world : us1)
    const answer = await signIn(guest, { username, password: 'wrong horse battery' })
    expect(elsewhereIn(await answer.text())).toEqual(labels)
  })

  it('says on other platforms that a refused e-mail address is one, and where its usernames are mailed (N03, N04)', async () => {
    const password = 'wrong horse battery'
    const told = ['This may be your e-mail address', 'href="https://gatehouse.test/forgot-username">mail you your usernames<']
    expectWords(await (await signIn(arrive(us1), { username: 'jane@acme.example', password })).text(), told)
    expectNoWords(await (await signIn(arrive(world), { username: 'jane@acme.example', password })).text(), told)
  })
})

describe('the home page of PCI', () => {
  it('tells whose it is, and the last sign-in with a way to act on a strange one', async () => {
    const manager = await newCompany(world.app, { firstName: 'Frida' })
    const owner = await newPerson(world.app, manager.subscriptionId, { firstName: 'Flora' })
    expectWords(await pageAt(await signedIn(world, owner), '/'), ['Last sign-in: never'])
    const page = await pageAt(await signedIn(world, owner), '/')
    expectWords(page, [
      'Welcome, Flora',
      'User login',
      owner.username,
      'Last sign-in:',
      'Not you? <a href="/account/change-password">Choose a new password</a>',
      'href="/account/users"',
      'href="/profile"',
    ])
    expectNoWords(page, ['Username', 'You are the only Manager'])
  })

  it('warns the only Manager, with the way to a second (N09)', async () => {
    const owner = await newCompany(world.app)
    expectWords(await pageAt(await signedIn(world, owner), '/'), [
      'You are the only Manager who can sign in',
      '<a href="/account/users/new?role=manager">Add a second Manager</a>',
    ])
  })

  it('asks who is not signed in to do so', async () => {
    const guest = arrive(world)
    expect((await guest.get('/')).headers.get('location')).toBe('/sign-in')
    expect(await isSignedIn(guest)).toBe(false)
  })
})
