import { describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { expectNoWords, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'
import { LETTERS } from '../letters/catalog.ts'
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
    const forManagers = [user.email, 'Open sessions', 'No mail has been sent yet', 'show-modal']
    expectWords(await pageAt(boss, path), [...forAll, ...forManagers])
    const colleague = await signedIn(world, await newPerson(world.app, manager.subscriptionId))
    expectWords(await pageAt(colleague, path), forAll)
    expectNoWords(await pageAt(colleague, path), forManagers)
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
})
