import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { deliver, newPost } from '../../../test/support/username-posts.ts'
import { watchWork } from '../../../test/support/watched.ts'
import { useWorld } from '../../../test/support/world.ts'
import { signJws } from '../../jws.ts'
import { newId, signingKeyOf } from '../../secrets.ts'
import { siteOf } from '../../sites/site-of.ts'

const core = await useCore({ work: false })
const us1 = await useWorld()
const idle = await useWorld({ work: false })
const pci = await useWorld({ platformId: 'PCI' })
const manager = await newCompany(us1.app)

const post = (email: string, wish = {}) => newPost({ core: core.app, platform: us1.app, email }, wish)

async function shareAddress(people: readonly Person[]): Promise<string> {
  const email = `${newId()}@mail.test`
  const ids = people.map(({ accountId }) => accountId)
  await us1.app.db.updateTable('accounts').set({ email }).where('id', 'in', ids).execute()
  return email
}

async function auditOf(accountId: string): Promise<number> {
  const { count } = await us1.app.db
    .selectFrom('auditEvents')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .where('action', '=', 'usernames.mailed')
    .executeTakeFirstOrThrow()
  return count
}

describe('a platform mails an address its own logins (N04)', () => {
  it('all of them in one mail, with their states and the sign-in page; Contacts left out', async () => {
    const { subscriptionId } = manager
    const active = await newPerson(us1.app, subscriptionId)
    const pending = await newPerson(us1.app, subscriptionId, { state: 'pending_activation' })
    const frozen = await newPerson(us1.app, subscriptionId, { state: 'inactive', reason: 'failed_sign_ins' })
    const contact = await newPerson(us1.app, subscriptionId, { role: 'contact' })
    const email = await shareAddress([active, pending, frozen, contact])
    expect((await deliver(us1, post(email.toUpperCase()))).status).toBe(202)
    const [mail] = await us1.mails(email)
    expect(mail?.subject).toBe('Your 3 usernames on US Platform 1')
    expect(mail?.text).toMatch(new RegExp(`Active, Company.*:\\s+${active.username}`))
    expect(mail?.text).toMatch(new RegExp(`Pending Activation, Company.*:\\s+${pending.username}`))
    expect(mail?.text).toMatch(new RegExp(`Inactive \\(failed sign-ins\\), Company.*:\\s+${frozen.username}`))
    expect(mail?.text).toContain(`${us1.app.config.origin}/sign-in`)
    expect(mail?.text).toContain('/support/numbers')
    expect(mail?.text).not.toContain(contact.username)
    expect([await auditOf(active.accountId), await auditOf(contact.accountId)]).toEqual([1, 0])
  })

  it('one login fills itself in on the sign-in page', async () => {
    const person = await newPerson(us1.app, manager.subscriptionId)
    await deliver(us1, post(person.email))
    const [mail] = await us1.mails(person.email)
    expect(mail?.text).toContain(`${us1.app.config.origin}/sign-in?username=${encodeURIComponent(person.username)}`)
    expect(mail?.key).toBeNull()
  })

  it('on the PCI platform by its own words', async () => {
    const person = await newCompany(pci.app)
    expect((await deliver(pci, newPost({ core: core.app, platform: pci.app, email: person.email }))).status).toBe(202)
    const [mail] = await pci.mails(person.email)
    expect(mail?.subject).toBe(`Your user login on PCI Platform: ${person.username}`)
  })

  it('nothing where there are none', async () => {
    const before = (await us1.mails(null, 0)).length
    const contact = await newPerson(us1.app, manager.subscriptionId, { role: 'contact' })
    expect((await deliver(us1, post(`${newId()}@mail.test`))).status).toBe(202)
    expect((await deliver(us1, post(contact.email))).status).toBe(202)
    await us1.jobsDone()
    expect((await us1.mails(null, 0)).length).toBe(before)
  })

  it('no more than one in two minutes, however many posts come (I-05)', async () => {
    const person = await newPerson(us1.app, manager.subscriptionId)
    await Promise.all(Array.from({ length: 5 }, () => deliver(us1, post(person.email))))
    await us1.jobsDone()
    expect(await us1.mails(person.email)).toHaveLength(1)
    expect(await auditOf(person.accountId)).toBe(1)
  })
})

describe('I-09 the answer tells nothing of an address', () => {
  it('the same bytes and the same work, whether or not it has an account', async () => {
    const owner = await newCompany(idle.app)
    const watched = watchWork(idle)
    const ask = (email: string) => () =>
      deliver({ site: watched.site, app: idle.app }, newPost({ core: core.app, platform: idle.app, email }))
    await ask('warm@mail.test')()
    const known = await watched.workOf(ask(owner.email))
    const unknown = await watched.workOf(ask(`${newId()}@mail.test`))
    expect(known).toEqual(unknown)
    expect(known.statements.length).toBeGreaterThan(0)
    await watched.close()
  })
})

describe('what the front door has not posted, here, just now, changes nothing (I-39)', () => {
  const now = Math.floor(Date.now() / 1_000)
  const email = 'victim@mail.test'
  const other = signingKeyOf(Buffer.from('another secret'))
  const own = signingKeyOf(core.app.config.secret)
  const claims = () => JSON.stringify({ aud: 'US1', iat: now, exp: now + 600, jti: newId(), email })

  const fine = post(email)
  const [header = '', payload = '', signature = ''] = fine.split('.')
  const swapped = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), email: 'x@mail.test' }),
  )

  it.each([
    ['signed by another key', signJws(other, 'gatehouse-forgot-username', claims())],
    ['signed for another use', signJws(own, 'gatehouse-platforms', claims())],
    ['for another platform', post(email, { aud: 'EU1' })],
    ['for no platform', post(email, { aud: '' })],
    ['expired', post(email, { iat: now - 601, exp: now - 1 })],
    ['good for longer than ten minutes', post(email, { exp: now + 86_400 })],
    ['from the future', post(email, { iat: now + 300, exp: now + 600 })],
    ['without a nonce', post(email, { jti: '' })],
    ['with another address put in', `${header}.${swapped.toString('base64url')}.${signature}`],
    ['without its signature', `${header}.${payload}.`],
    ['without an algorithm', `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`],
    ['signed, but of nothing', signJws(own, 'gatehouse-forgot-username', 'null')],
    ['signed, but no JSON', signJws(own, 'gatehouse-forgot-username', '{')],
    ['empty', ''],
    ['nonsense', '\u0000....'],
  ])('%s', async (_, jws) => {
    expect((await deliver(idle, jws)).status).toBe(403)
    expect(await ordered()).toBe(0)
  })

  it('too long, or of another type', async () => {
    expect((await deliver(idle, 'x'.repeat(5_000))).status).toBe(413)
    expect((await deliver(idle, post(email), 'text/plain')).status).toBe(403)
    expect(await ordered()).toBe(0)
  })

  it('the same twice: of any number at once one is taken', async () => {
    const same = post(email)
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(idle, same)))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(7)
    expect(await ordered()).toBe(1)
  })

  it('a second too late, by the database’s clock (I-40)', async () => {
    const late = post(email)
    await idle.passTime(590)
    expect((await deliver(idle, post(email, { iat: now, exp: now + 600 }))).status).toBe(202)
    await idle.passTime(11)
    expect((await deliver(idle, late)).status).toBe(403)
  })

  it('and a platform without the front door’s key takes nothing', async () => {
    expect((await deliver(deafPlatform(), post(email))).status).toBe(403)
  })

  async function ordered(): Promise<number> {
    const { rows } = await sql<{ jobs: string }>`
      select count(*) as jobs from jobs.job where name = 'mail-usernames' and data ->> 'email' = ${email}`.execute(idle.app.db)
    return Number(rows[0]?.jobs)
  }

  function deafPlatform() {
    const app = { ...idle.app, config: { ...idle.app.config, frontDoorKey: null } }
    return { app, site: siteOf(app) }
  }
})
