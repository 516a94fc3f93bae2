import { describe, expect, it } from 'vitest'
import { isLive } from '../../../test/support/owner.ts'
import { newCompany, newPerson, newUnit, type Person } from '../../../test/support/people.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'

const world = await useWorld()

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

async function enterFrom(address: string, person: Person): Promise<Visitor> {
  const owner = visitor(world.site, { origin: world.app.config.origin, address })
  await owner.post('/sign-in', { username: person.username, password: person.password }, { 'user-agent': CHROME })
  return owner
}

const sessionIds = async (accountId: string) =>
  (await world.app.db.selectFrom('sessions').select('id').where('accountId', '=', accountId).orderBy('createdAt').execute()).map(
    ({ id }) => id,
  )

const endings = async (accountId: string) =>
  (
    await world.app.db
      .selectFrom('auditEvents')
      .select('details')
      .where('accountId', '=', accountId)
      .where('action', '=', 'sessions.ended')
      .execute()
  ).map(({ details }) => details)

describe('My profile', () => {
  it('says who one is, where one belongs, and where one is signed in (A01)', async () => {
    const manager = await newCompany(world.app)
    const businessUnitId = await newUnit(world.app, manager.subscriptionId, { name: 'Payments' })
    const wish = { role: 'reader', firstName: 'Nadia', lastName: 'Okafor', businessUnitId } as const
    const person = await newPerson(world.app, manager.subscriptionId, wish)
    await enterFrom('198.51.100.7', person)
    const owner = await enterFrom('203.0.113.9', person)

    const page = (await (await owner.get('/account')).text()).replaceAll('<wbr/>', '')
    const facts = ['Nadia Okafor', person.username, person.email, 'Reader', 'Payments', 'Password last changed']
    for (const fact of [...facts, 'Chrome 140 on Windows', '198.51.100.7', '203.0.113.9']) expect(page).toContain(fact)
    expect(page.match(/This session/g)).toHaveLength(1)
    expect(page.match(/End the session of /g)).toHaveLength(1)
    expect(page).not.toContain(owner.cookies.get('__Host-session'))
  })

  it('asks whoever is not signed in to sign in, and leads back (A01)', async () => {
    const guest = visitor(world.site, { origin: world.app.config.origin })
    expect((await guest.get('/account')).headers.get('location')).toBe('/sign-in?next=%2Faccount')
  })
})

describe('ending sessions', () => {
  it('ends the one that was chosen, and leaves one audit row (A01, I-32)', async () => {
    const person = await newCompany(world.app)
    const [lost, kept] = [await signedIn(world, person), await signedIn(world, person)]
    const [lostId = ''] = await sessionIds(person.accountId)
    const answer = await kept.post(`/account/sessions/${lostId}/end`, {})
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account'])
    expect([await isLive(lost), await isLive(kept)]).toEqual([false, true])
    expect(await endings(person.accountId)).toEqual([{ sessions: 1 }])
    expect(await (await kept.get('/account')).text()).toContain('The session has ended.')
  })

  it('ends all but the one that asks (A01)', async () => {
    const person = await newCompany(world.app)
    const others = [await signedIn(world, person), await signedIn(world, person), await signedIn(world, person)]
    const kept = await signedIn(world, person)
    await kept.post('/account/sessions/end-others', {})
    expect(await Promise.all([...others, kept].map(isLive))).toEqual([false, false, false, true])
    expect(await endings(person.accountId)).toEqual([{ sessions: 3 }])
  })

  it("finds nobody else's session: a colleague's, another company's, an invented or malformed one (I-26)", async () => {
    const manager = await newCompany(world.app)
    const colleague = await newPerson(world.app, manager.subscriptionId)
    const stranger = await newCompany(world.app)
    const owner = await signedIn(world, manager)
    const victims = [await signedIn(world, colleague), await signedIn(world, stranger)]
    const ids = [
      ...(await sessionIds(colleague.accountId)),
      ...(await sessionIds(stranger.accountId)),
      newId(),
      'nonsense',
      '%00',
      '1%27',
    ]

    const answers = await Promise.all(ids.map((id) => owner.post(`/account/sessions/${id}/end`, {})))
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 404))
    const pages = new Set(await Promise.all(answers.map((answer) => answer.text())))
    expect(pages.size).toBe(1)
    expect(await Promise.all(victims.map(isLive))).toEqual([true, true])
    expect(await endings(colleague.accountId)).toEqual([])
  })

  it('is nothing that somebody signed out can do (A01)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const [id = ''] = await sessionIds(person.accountId)
    const guest = visitor(world.site, { origin: world.app.config.origin })
    for (const path of [`/account/sessions/${id}/end`, '/account/sessions/end-others', '/account/email']) {
      expect((await guest.post(path, { email: 'mine@mail.test' })).headers.get('location')).toBe('/sign-in')
    }
    expect(await isLive(owner)).toBe(true)
  })
})
