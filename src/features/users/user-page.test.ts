import { describe, expect, it } from 'vitest'
import { actorFor, newCompany, newPerson, newUnit } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { expectNoWords, expectWords, pageAt, signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'
import { LETTERS } from '../letters/catalog.ts'
import { passUnitPointOfContact } from '../subscriptions/pass-point-of-contact.ts'
import { MAIL_WORDS } from './mail-views.tsx'

const world = await useWorld()

describe('a user’s page', () => {
  it('tells everybody who it is and how it stands, and Managers also the address, sessions and mails', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId, { role: 'auditor', firstName: 'Mei', lastName: 'Tanaka' })
    const boss = await signedIn(world, manager)
    await boss.post(`/users/${user.accountId}/deactivate`, {})
    const path = `/users/${user.accountId}`
    const forAll = ['Mei Tanaka', user.username, 'Auditor', 'deactivated', `by ${manager.username}`]
    const forManagers = [user.email, 'Sessions', 'Links that still work', 'No mail has been sent yet', 'show-modal']
    expectWords(await pageAt(boss, path), [...forAll, ...forManagers])
    const colleague = await signedIn(world, await newPerson(world.app, manager.subscriptionId))
    expectWords(await pageAt(colleague, path), forAll)
    expectNoWords(await pageAt(colleague, path), forManagers)
  })

  it('tells those who act on a user how it came to be as it is, by whom and when, and what failed at the door (A04)', async () => {
    const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
    const user = await newPerson(world.app, manager.subscriptionId)
    const boss = await signedIn(world, manager)
    await trySignIn(world, { username: user.username, password: 'not this one at all' })
    await boss.post(`/users/${user.accountId}/deactivate`, {})
    await trySignIn(world, user)
    await boss.post(`/users/${user.accountId}/activate`, {})
    const page = await pageAt(boss, `/users/${user.accountId}`)
    expectWords(page, [
      'User deactivated',
      'User activated',
      'Maya Stone',
      'Wrong password',
      'Right password, but the account was Inactive',
    ])
    expect(page.indexOf('User activated')).toBeLessThan(page.indexOf('User deactivated'))
    const colleague = await signedIn(world, await newPerson(world.app, manager.subscriptionId))
    expectNoWords(await pageAt(colleague, `/users/${user.accountId}`), ['User deactivated', 'Wrong password'])
  })

  it('lists the links that still work by what they are for and how long, never the keys (I-28)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const boss = await signedIn(world, manager)
    await boss.post(`/users/${user.accountId}/send-reset`, {})
    const [mail] = await world.mails(user.email)
    const page = await pageAt(boss, `/users/${user.accountId}`)
    expectWords(page, ['Choose a new password', 'Expires', 'Password reset', 'Sent'])
    expectNoWords(page, [mail?.key ?? 'no key came'])
    await boss.post(`/users/${user.accountId}/deactivate`, {})
    expectWords(await pageAt(boss, `/users/${user.accountId}`), ['No link is waiting to be used'])
  })

  it('shows no Manager a key or password of another, nor mails them one (I-28)', async () => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const email = `canary-${newId()}@mail.test`
    const added = await boss.post('/users/new', { firstName: 'Lucía', lastName: 'Ortega', email, role: 'scanner' })
    const [welcome] = await world.mails(email)
    const key = welcome?.key ?? ''
    const path = added.headers.get('location') ?? ''
    expect(key).toHaveLength(43)
    for (const page of ['/users', path, '/users/new']) expectNoWords(await pageAt(boss, page), [key, 'type="password"'])
    expectNoWords((await world.mails(manager.email, 0)).map(({ text }) => text).join(''), [key])
  })

  it('has words for every letter that we send', () => {
    expect(Object.keys(MAIL_WORDS).toSorted()).toEqual(Object.keys(LETTERS).toSorted())
  })
})

describe('Account Info', () => {
  it('names the point of contact, Managers, TAM with hours, and support (S06, S12)', async () => {
    const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
    const vendors = ['Terry Quill', 'tel:+16508016161', 'Mon to Fri 9 to 17 UTC', '+1 866 801 6161']
    const alone = await pageAt(await signedIn(world, manager), '/help/account')
    expectWords(alone, ['Maya Stone (you)', 'Nobody else in your company', ...vendors])
    const user = await newPerson(world.app, manager.subscriptionId)
    const page = await pageAt(await signedIn(world, user), '/help/account')
    expectWords(page, ['Point of contact (POC)', 'Maya Stone', `mailto:${manager.email}`, ...vendors])
    expectNoWords(page, ['Nobody else in your company'])
  })

  it('names the point of contact of one’s own unit first, on the page and in mails (A03, S06)', async () => {
    const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
    const { subscriptionId } = manager
    const [here, there] = [await newUnit(world.app, subscriptionId), await newUnit(world.app, subscriptionId)]
    const wish = { role: 'unit_manager', businessUnitId: here, firstName: 'Uma', lastName: 'Medina' } as const
    const unitManager = await newPerson(world.app, subscriptionId, wish)
    await passUnitPointOfContact(
      world.app,
      actorFor(manager),
      { unitId: here, accountId: unitManager.accountId },
      requestFrom('192.0.2.3'),
    )
    const [near, far] = [
      await newPerson(world.app, subscriptionId, { businessUnitId: here }),
      await newPerson(world.app, subscriptionId, { businessUnitId: there }),
    ]
    const page = await pageAt(await signedIn(world, near), '/help/account')
    expectWords(page, ['Point of contact of your business unit', 'Uma Medina'])
    expect(page.indexOf('Uma Medina')).toBeLessThan(page.indexOf('Maya Stone'))
    expectNoWords(await pageAt(await signedIn(world, far), '/help/account'), ['Uma Medina'])
    const boss = await signedIn(world, manager)
    await boss.post(`/users/${near.accountId}/deactivate`, {})
    await trySignIn(world, near)
    expect((await world.mails(near.email))[0]?.text).toContain('Uma Medina, point of contact of your business unit')
  })
})
