import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { sendRaw } from '../../../test/support/raw-request.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { failTimes, guess } from '../../../test/support/sign-in-attempts.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld()
const NETWORKS = ['203.0.113.0/24', '2001:db8:7::/48']

async function restricted(): Promise<Person> {
  const boss = await newCompany(world.app)
  await giveSettings(world.app, boss.subscriptionId, { allowedNetworks: NETWORKS })
  return boss
}

const at = (address: string, cookies?: Visitor['cookies']): Visitor => {
  const guest = visitor(world.site, { origin: world.app.config.origin, address })
  for (const [name, value] of cookies ?? []) guest.cookies.set(name, value)
  return guest
}
const isIn = async (guest: Visitor) => (await guest.get('/api/v1/session')).status === 200

async function refusals({ accountId }: Person): Promise<readonly unknown[]> {
  const rows = await world.app.db
    .selectFrom('auditEvents')
    .select('details')
    .where('accountId', '=', accountId)
    .where('action', '=', 'sign_in.refused')
    .orderBy('id')
    .execute()
  return rows.map(({ details }) => details['reason'])
}

describe('allowed networks', () => {
  it.each([
    ['203.0.113.1', 'entered'],
    ['203.0.113.255', 'entered'],
    ['::ffff:203.0.113.9', 'entered'],
    ['2001:db8:7:1::9', 'entered'],
    ['203.0.112.255', 'invalid_credentials'],
    ['203.0.114.0', 'invalid_credentials'],
    ['2001:db8:8::1', 'invalid_credentials'],
    ['::1', 'invalid_credentials'],
  ])('a right password from %s: %s (A05)', async (address, code) => {
    const boss = await restricted()
    const guest = at(address)
    const answer = await guest.post('/sign-in', { username: boss.username, password: boss.password })
    expect([answer.status, await isIn(guest)]).toEqual(code === 'entered' ? [303, true] : [422, false])
  })

  it('the owner of a right password hears by mail where it came from; the page says what it says to everyone (N07, I-09)', async () => {
    const boss = await restricted()
    const answer = await at('198.51.100.23').post('/sign-in', { username: boss.username, password: boss.password })
    expect(await answer.text()).toContain('Invalid credentials')
    const [mail] = await world.mails(boss.email)
    expect(mail?.subject).toBe(`Why ${boss.username} could not sign in to US Platform 1`)
    expect(mail?.text).toContain('lets nobody in from the network address 198.51.100.23')
    expect(await refusals(boss)).toEqual(['elsewhere'])
  })

  it('of an account that could not enter anyway, the owner hears of its state', async () => {
    const boss = await restricted()
    const person = await newPerson(world.app, boss.subscriptionId, { state: 'inactive', reason: 'deactivated' })
    await at('198.51.100.24').post('/sign-in', { username: person.username, password: person.password })
    expect((await world.mails(person.email))[0]?.text).toContain('the account is Inactive (deactivated)')
    expect(await refusals(person)).toEqual(['inactive'])
  })

  it('a wrong password from elsewhere counts as any other does, and freezes at the threshold (I-14)', async () => {
    const boss = await restricted()
    await failTimes(world.app, 10, boss.username)
    expect((await guess(world.app, { ...boss, address: '203.0.113.7' })).code).toBe('invalid_credentials')
    await world.jobsDone()
    const account = await world.app.db
      .selectFrom('accounts')
      .select('inactiveReason')
      .where('id', '=', boss.accountId)
      .executeTakeFirst()
    expect(account).toEqual({ inactiveReason: 'failed_sign_ins' })
    expect(new Set(await refusals(boss))).toEqual(new Set(['wrong_password', 'budget_spent']))
  })

  it('a session that is used from elsewhere is sent to sign in, on pages and by the API, and does not end (A05)', async () => {
    const boss = await restricted()
    const inside = at('203.0.113.7')
    await inside.post('/sign-in', { username: boss.username, password: boss.password })
    const outside = at('198.51.100.25', inside.cookies)
    const page = await outside.get('/users')
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fusers'])
    expect((await outside.get('/api/v1/session')).status).toBe(401)
    expect((await outside.post('/account/sessions/end-others', {})).headers.get('location')).toBe('/sign-in')
    expect(await isIn(inside)).toBe(true)
  })

  it('made-up proxy headers bring nobody in (I-16)', async () => {
    const boss = await restricted()
    const inside = at('203.0.113.7')
    await inside.post('/sign-in', { username: boss.username, password: boss.password })
    // The hop that our own proxy wrote is the last; what stands before it was typed by the caller.
    const outside = at('203.0.113.7, 198.51.100.26', inside.cookies)
    for (const header of ['x-real-ip', 'forwarded', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip']) {
      const value = header === 'forwarded' ? 'for=203.0.113.7' : '203.0.113.7'
      expect((await outside.get('/api/v1/session', { [header]: value })).status).toBe(401)
      const answer = await outside.post('/sign-in', { username: boss.username, password: boss.password }, { [header]: value })
      expect(answer.status).toBe(422)
    }
    const stranger = await sendRaw(world, '/api/v1/session', {
      cookies: inside.cookies,
      headers: { 'x-forwarded-for': '203.0.113.7' },
      socketAddress: '198.51.100.26',
    })
    expect(stranger.status).toBe(401)
  })

  it('of one subscription say nothing about another', async () => {
    await restricted()
    const other = await newCompany(world.app)
    expect((await guess(world.app, { ...other, address: '198.51.100.27' })).code).toBe('entered')
  })
})
