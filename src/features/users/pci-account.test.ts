import { describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { auditTrail, expectNoWords, expectWords, flashAfter, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'
import { mintKey } from '../accounts/keys.ts'
import { askActivation } from './ask-activation.ts'

const world = await useWorld({ platformId: 'PCI' })
const PASS_ON = '/account/primary-contact'

const primaryOf = async (id: string) =>
  (await world.app.db.selectFrom('subscriptions').select('pointOfContactId').where('id', '=', id).executeTakeFirstOrThrow())
    .pointOfContactId

describe('Account', () => {
  it('names the subscription, its primary contact and Managers, the TAM with hours, support, and leads to Users (S06, S12)', async () => {
    const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
    const user = await newPerson(world.app, manager.subscriptionId)
    await newPerson(world.app, manager.subscriptionId, { role: 'manager', firstName: 'Olga', lastName: 'Berg' })
    const page = await pageAt(await signedIn(world, user), '/account')
    expectWords(page, ['Primary contact', 'Maya Stone', `mailto:${manager.email}`, 'Olga Berg', 'href="/account/users">Users<'])
    expectWords(page, ['Terry Quill', 'tel:+16508016161', 'Mon to Fri 9 to 17 UTC', '+1 866 801 6161'])
    expectNoWords(page, ['Pass on', 'POC', 'point of contact', 'Username'])
  })

  it('says whom to turn to where nobody else is there (S12)', async () => {
    const page = await pageAt(await signedIn(world, await newCompany(world.app)), '/account')
    expectWords(page, ['Nobody else in your company', 'There is no other Active Manager to pass this on to'])
  })

  it('passes the primary contact on to another active Manager, and tells both, in this platform’s words (A03)', async () => {
    const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
    const { subscriptionId } = manager
    const next = await newPerson(world.app, subscriptionId, { role: 'manager', firstName: 'Olga', lastName: 'Berg' })
    const boss = await signedIn(world, manager)
    const answer = await boss.post(PASS_ON, { accountId: next.accountId })
    expect(await flashAfter(boss, answer)).toMatch(/^Olga Berg is now the primary contact of Company/)
    expect(await primaryOf(subscriptionId)).toBe(next.accountId)
    const mails = [(await world.mails(next.email))[0], (await world.mails(manager.email))[0]]
    expect(mails.map((mail) => mail?.subject.includes('primary contact'))).toEqual([true, true])
    for (const mail of mails) expectNoWords(mail?.text ?? '', ['point of contact', 'POC', 'Username', 'open Subscription'])
    expect((await auditTrail(world.app, subscriptionId)).at(-1)).toMatchObject({
      action: 'subscription.point_of_contact_changed',
    })
    expect((await boss.post(`/account/users/${manager.accountId}/deactivate`, {})).status).toBe(409)
    const second = await signedIn(world, next)
    expect((await second.post(`/account/users/${manager.accountId}/deactivate`, {})).status).toBe(303)
  })

  it('passes it on to nobody else: not a User, not who is inactive, not of another company, and not by a User (I-26, I-27)', async () => {
    const manager = await newCompany(world.app)
    const { subscriptionId } = manager
    const user = await newPerson(world.app, subscriptionId)
    const inactive = await newPerson(world.app, subscriptionId, { role: 'manager', state: 'inactive' })
    const other = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const statusFor = async (accountId: string) => (await boss.post(PASS_ON, { accountId })).status
    expect([await statusFor(user.accountId), await statusFor(inactive.accountId)]).toEqual([409, 409])
    expect([await statusFor(other.accountId), await statusFor(newId()), await statusFor('')]).toEqual([404, 404, 422])
    expectNoWords(await (await boss.post(PASS_ON, { accountId: user.accountId })).text(), ['point of contact', 'POC'])
    const guest = await signedIn(world, user)
    expect((await guest.post(PASS_ON, { accountId: user.accountId })).status).toBe(403)
    expect(await primaryOf(subscriptionId)).toBe(manager.accountId)
  })
})

describe('“please activate me” on the PCI platform', () => {
  async function newRequest() {
    const manager = await newCompany(world.app)
    const wish = { firstName: 'Tom', lastName: 'Okafor', state: 'inactive' } as const
    const user = await newPerson(world.app, manager.subscriptionId, wish)
    const mint = { accountId: user.accountId, purpose: 'ask_activation' } as const
    const { key } = await world.app.db.transaction().execute((trx) => mintKey(trx, mint))
    await askActivation(world.app, { key, email: user.email }, requestFrom('192.0.2.1'))
    const [mail] = await world.mails(manager.email)
    const path = /\/account\/users\/requests\/[0-9a-f-]{36}\/approve/.exec(mail?.text ?? '')?.[0] ?? ''
    return { manager, user, mail, path }
  }

  it('leads from the Manager’s mail, by way of signing in, to the page that decides it (N11)', async () => {
    const { manager, user, mail, path } = await newRequest()
    expectWords(mail?.text ?? '', ['User login', user.username, path.replace('approve', 'deny')])
    const guest = visitor(world.site, { origin: world.app.config.origin })
    const { username, password } = manager
    expect((await guest.get(path)).headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
    await guest.post('/sign-in', { username, password, next: path })
    const page = await pageAt(guest, path)
    expectWords(page, ['Tom Okafor asks to be activated', user.username, `action="${path}"`, 'User login'])
    const answer = await guest.post(path, {})
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account/users'])
    expect((await world.mails(user.email))[0]?.subject).toContain('was activated')
    await signedIn(world, user)
  })

  it('stands above the list and in the inbox, which the list leads to, for Managers (N11)', async () => {
    const { manager, user, path } = await newRequest()
    const boss = await signedIn(world, manager)
    const request = path.replace('/approve', '')
    for (const page of ['/account/users', `/account/users/${user.accountId}/edit`]) {
      expectWords(await pageAt(boss, page), [`href="${request}"`])
    }
    expect(await pageAt(boss, '/account/users')).toContain('href="/account/users/requests"')
    expectWords(await pageAt(boss, '/account/users/requests'), ['Tom Okafor', `action="${request}/deny"`, 'User login'])
    const denied = await boss.post(`${request}/deny`, { from: 'inbox' })
    expect(denied.headers.get('location')).toBe('/account/users/requests')
    const guest = await signedIn(world, await newPerson(world.app, manager.subscriptionId))
    expect([(await guest.get('/account/users/requests')).status, (await guest.get(path)).status]).toEqual([403, 403])
  })
})
