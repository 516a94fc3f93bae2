import { afterAll, describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { arrive } from '../../../test/support/recovery.ts'
import { askForLink, linkKey } from '../../../test/support/reveal.ts'
import { expectNoWords, expectWords, pageAt } from '../../../test/support/signed-in.ts'
import { watchWork } from '../../../test/support/watched.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld({ platformId: 'PCI' })
const watched = watchWork(world)
afterAll(() => watched.close())

async function auditOf(accountId: string): Promise<readonly string[]> {
  const rows = await world.app.db.selectFrom('auditEvents').select('action').where('accountId', '=', accountId).execute()
  return rows.map(({ action }) => action)
}

describe('Forgot Password by user login', () => {
  it('asks for the user login alone, in PCI’s words (S23)', async () => {
    const page = await pageAt(arrive(world), '/forgot-password')
    expectWords(page, ['User login', '>Submit<', 'primary contact'])
    expectNoWords(page, ['E-mail address', 'data-captcha', 'Send Email', '>Username<'])
  })

  it('answers everyone alike, with the same work: known, unknown, in any state (S23, I-09)', async () => {
    const manager = await newCompany(world.app)
    const { subscriptionId } = manager
    const names = [
      manager.username,
      (await newPerson(world.app, subscriptionId, { state: 'pending_activation' })).username,
      (await newPerson(world.app, subscriptionId, { state: 'inactive' })).username,
      'nobody@nowhere',
      'no-at-sign',
    ]
    const answers = []
    for (const username of names) {
      const guest = arrive({ app: world.app, site: watched.site })
      let answer = new Response()
      const work = await watched.workOf(async () => (answer = await askForLink(guest, username)))
      const page = await pageAt(guest, answer.headers.get('location') ?? '')
      answers.push({ status: answer.status, cookies: guest.cookies.size, page, work })
    }
    expect(answers[0]).toMatchObject({ status: 303, cookies: 0 })
    expect(answers[0]?.page).toContain('Check your mail')
    for (const other of answers.slice(1)) expect(other).toEqual(answers[0])
  })

  it.each([
    ['', 'Enter: User login'],
    ['x'.repeat(201), 'Use at most 200 characters'],
  ])('says at once what is wrong with %.10j, and queues nothing', async (username, words) => {
    const answer = await askForLink(arrive(world), username)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(words)
  })

  it('mails the active a link to user login and password (S23, S24)', async () => {
    const person = await newCompany(world.app)
    await linkKey(world, person)
    const [mail] = await world.mails(person.email)
    expect(mail?.subject).toBe(`A way back in for ${person.username} on PCI Platform`)
    expect(mail?.link).toMatch(/^https:\/\/pci\.gatehouse\.test\/activate#/u)
    expectWords(mail?.text ?? '', [
      'Forgot Password was used with your user login.',
      'Show my user login and password',
      'User login: ',
    ])
    expectNoWords(mail?.text ?? '', ['Username', 'sername and e-mail address'])
  })

  it('welcomes the pending again; tells the inactive, and those of an expired subscription, whom to ask (S12, S23, S32, N07)', async () => {
    const manager = await newCompany(world.app, { firstName: 'Jane', lastName: 'Doe' })
    const pending = await newPerson(world.app, manager.subscriptionId, { state: 'pending_activation' })
    const inactive = await newPerson(world.app, manager.subscriptionId, { state: 'inactive' })
    for (const { username } of [pending, inactive]) await askForLink(arrive(world), username)
    const [welcome] = await world.mails(pending.email)
    expectWords(welcome?.text ?? '', ['Show my user login and password', 'which activates it'])
    expect(welcome?.link).toContain('/activate#')
    const [why] = await world.mails(inactive.email)
    expectWords(why?.text ?? '', ['Inactive (deactivated)', 'Jane Doe, primary contact'])
    const { subscriptionId } = manager
    await world.app.db
      .updateTable('subscriptions')
      .set({ expiredAt: new Date(0) })
      .where('id', '=', subscriptionId)
      .execute()
    await askForLink(arrive(world), manager.username)
    const [expired] = await world.mails(manager.email)
    expect(expired?.subject).toContain('has expired')
    expect(expired?.key).toBeNull()
  })

  it('sends one mail in two minutes and ten an hour, however often strangers ask, and the trail grows no faster (I-05)', async () => {
    const person = await newCompany(world.app)
    for (let round = 0; round < 12; round += 1) {
      await Promise.all(Array.from({ length: 3 }, () => askForLink(arrive(world), person.username)))
      await world.jobsDone()
      await world.passTime(121)
    }
    const mails = await world.mails(person.email, 10)
    expect(mails).toHaveLength(10)
    expect(await auditOf(person.accountId)).toEqual(Array.from({ length: 10 }, () => 'recovery.requested'))
  })
})
