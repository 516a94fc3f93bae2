import { describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { expectNoWords, expectWords, flashAfter, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'

const world = await useWorld({ platformId: 'PCI' })
const PROFILE = '/profile'

describe('My profile of the PCI platform', () => {
  it('tells its owner who they are, in this platform’s words, and nothing of units or programs', async () => {
    const manager = await newCompany(world.app)
    const page = await pageAt(await signedIn(world, manager), PROFILE)
    expectWords(page, [
      manager.username,
      manager.email.split('@', 1).join(''),
      'User login',
      'Change Password',
      'This session',
      `action="${PROFILE}/email"`,
    ])
    expectNoWords(page, ['Username', 'Business unit', 'API tokens', 'For programs'])
  })

  it('lists one’s sessions and ends them; nobody else’s (A01, I-26)', async () => {
    const manager = await newCompany(world.app)
    const stranger = await newPerson(world.app, manager.subscriptionId)
    const [here, elsewhere, theirs] = [
      await signedIn(world, manager),
      await signedIn(world, manager),
      await signedIn(world, stranger),
    ]
    const end = /action="(\/profile\/sessions\/[0-9a-f-]{36}\/end)"/.exec(await pageAt(here, PROFILE))?.[1] ?? ''
    expect((await theirs.post(end, {})).status).toBe(404)
    expect((await elsewhere.get(PROFILE)).status).toBe(200)
    expect(await flashAfter(here, await here.post(end, {}))).toContain('session has ended')
    expect((await elsewhere.get(PROFILE)).status).toBe(303)
    await signedIn(world, manager)
    const answer = await here.post(`${PROFILE}/sessions/end-others`, {})
    expect(answer.headers.get('location')).toBe(PROFILE)
    expectNoWords(await pageAt(here, PROFILE), ['End all other sessions'])
  })

  it('changes one’s own address once the new one has confirmed, and every link leads to this platform’s pages (I-37)', async () => {
    const manager = await newCompany(world.app)
    const guest = await signedIn(world, manager)
    const email = `moved-${newId()}@mail.test`
    expect(await flashAfter(guest, await guest.post(`${PROFILE}/email`, { email }))).toContain(email)
    expectWords(await pageAt(guest, PROFILE), ['Waiting for confirmation', email])
    const [question] = await world.mails(email)
    expect(question?.link).toContain('/account/confirm-email#')
    expectNoWords(question?.text ?? '', ['Username'])
    const answer = await guest.post('/account/confirm-email', { key: question?.key ?? '', email })
    expect(answer.headers.get('location')).toBe(PROFILE)
    expectWords(await pageAt(guest, PROFILE), [email])
    const outside = visitor(world.site, { origin: world.app.config.origin })
    expectWords(await pageAt(outside, '/account/confirm-email/new-link'), [`href="${PROFILE}"`])
    expect((await outside.get(`${PROFILE}/email`)).headers.get('location')).toBe(PROFILE)
  })
})
