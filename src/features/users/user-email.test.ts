import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { auditTrail, expectNoWords, expectWords, flashAfter, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'
import { answerForgotPassword } from '../recovery/answer-forgot-password.ts'
import { applyEmailChanges } from './apply-email-changes.ts'

const world = await useWorld()
const HOUR = 3_600
const guest = () => visitor(world.site, { origin: world.app.config.origin })

/** A Manager has asked for another address of a user; both mails are out. */
async function asked(state: 'active' | 'inactive' = 'active', by: 'manager' | 'user_administrator' = 'manager') {
  const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
  const asker = by === 'manager' ? manager : await newPerson(world.app, manager.subscriptionId, { role: by })
  const user = await newPerson(world.app, manager.subscriptionId, { state })
  const boss = await signedIn(world, asker)
  const newEmail = `new-${newId()}@mail.test`
  const answer = await boss.post(`/users/${user.accountId}/email`, { email: newEmail })
  const [warning] = await world.mails(user.email)
  const [question] = await world.mails(newEmail)
  return { manager, user, boss, newEmail, answer, warning, question }
}

const addressOf = async ({ accountId }: Person) =>
  (await world.app.db.selectFrom('accounts').select('email').where('id', '=', accountId).executeTakeFirstOrThrow()).email

describe('a Manager’s change of another’s e-mail address', () => {
  it('tells the old address at once, asks the new one, and changes nothing yet (I-37)', async () => {
    const { user, boss, answer, newEmail, warning, question } = await asked()
    expect(await flashAfter(boss, answer)).toContain(`Asked ${newEmail} to confirm`)
    expectWords(warning?.text ?? '', ['Maya Stone', newEmail, 'three days', 'Stop the change'])
    expect(question?.link).toContain('/account/confirm-email#')
    expect(await addressOf(user)).toBe(user.email)
    expectWords(await pageAt(boss, `/users/${user.accountId}`), ['A change of e-mail address is under way', newEmail])
  })

  it('counts once the new address has confirmed and three days are over, not a second earlier (I-37, I-40)', async () => {
    const { manager, user, newEmail, question } = await asked()
    const confirmed = await guest().post('/account/confirm-email', { key: question?.key ?? '', email: newEmail })
    expect(confirmed.status).toBe(303)
    await applyEmailChanges(world.app)
    expect(await addressOf(user)).toBe(user.email)
    await world.passTime(72 * HOUR - 60)
    await applyEmailChanges(world.app)
    expect(await addressOf(user)).toBe(user.email)
    await world.passTime(61)
    await applyEmailChanges(world.app)
    await applyEmailChanges(world.app)
    expect(await addressOf(user)).toBe(newEmail)
    const rows = (await auditTrail(world.app, manager.subscriptionId)).filter(({ action }) => action === 'email.changed')
    expect(rows).toEqual([{ action: 'email.changed', actorId: null, accountId: user.accountId }])
    expect((await world.mails(user.email, 2)).at(-1)?.subject).toContain('was changed')
  })

  it.each([
    ['the user is a Manager by now, and who asked is none', { role: 'manager' }, {}],
    ['who asked is deactivated', {}, { state: 'inactive', inactiveReason: 'deactivated' }],
  ])('comes to nothing where %s (I-27)', async (_, ofUser, ofAsker) => {
    const { manager, user, newEmail, question } = await asked('active', 'user_administrator')
    await guest().post('/account/confirm-email', { key: question?.key ?? '', email: newEmail })
    const { db } = world.app
    if ('role' in ofUser) await db.updateTable('accounts').set(ofUser).where('id', '=', user.accountId).execute()
    if ('state' in ofAsker) await db.updateTable('accounts').set(ofAsker).where('role', '=', 'user_administrator').execute()
    await world.passTime(72 * HOUR + 1)
    await applyEmailChanges(world.app)
    expect(await addressOf(user)).toBe(user.email)
    const trail = await auditTrail(world.app, manager.subscriptionId)
    expect(trail.at(-1)).toEqual({ action: 'email.change_stopped', actorId: null, accountId: user.accountId })
  })

  it('comes to nothing where the new address never confirms (I-37)', async () => {
    const { user } = await asked()
    await world.passTime(72 * HOUR + 1)
    await applyEmailChanges(world.app)
    expect(await addressOf(user)).toBe(user.email)
    expect(
      await world.app.db.selectFrom('emailChanges').select('accountId').where('accountId', '=', user.accountId).execute(),
    ).toEqual([])
  })

  it('is stopped by the owner with the key that went to the old address, confirmed or not; the Manager hears of it', async () => {
    const { manager, user, newEmail, warning, question } = await asked()
    await guest().post('/account/confirm-email', { key: question?.key ?? '', email: newEmail })
    const key = warning?.key ?? ''
    expectWords(await pageAt(guest(), '/account/stop-email-change'), ['Stop the change of address'])
    const wrong = await guest().post('/account/stop-email-change', { key, email: newEmail })
    expect([wrong.status, (await wrong.text()).includes('This is not the address of this account')]).toEqual([422, true])
    expect((await guest().post('/account/stop-email-change', { key, email: user.email })).status).toBe(303)
    await world.passTime(73 * HOUR)
    await applyEmailChanges(world.app)
    expect(await addressOf(user)).toBe(user.email)
    expect((await world.mails(manager.email)).at(-1)?.subject).toContain('was stopped')
    expect((await guest().post('/account/stop-email-change', { key, email: user.email })).status).toBe(422)
  })

  it('lets no reset go to either address meanwhile; its owner can stop it instead (I-37)', async () => {
    const { manager, user, boss, newEmail } = await asked()
    const refused = await boss.post(`/users/${user.accountId}/send-reset`, {})
    expect([refused.status, (await refused.text()).includes('is being changed')]).toEqual([409, true])
    await world.passTime(200)
    for (const email of [user.email, newEmail]) {
      await answerForgotPassword(world.app, { username: user.username, email, address: '192.0.2.1' })
    }
    await world.jobsDone()
    const subjects = (await world.mails(null, 0))
      .filter(({ to }) => [user.email, newEmail].includes(to))
      .map(({ subject }) => subject)
    expect(subjects.filter((subject) => /password|reset/i.test(subject))).toEqual([])
    expect((await world.mails(user.email, 2)).length).toBe(2)
    expect(manager.username).not.toBe('')
  })

  it('is taken back by a Manager, and gives way to what the owner asks for', async () => {
    const { user, boss, newEmail, question } = await asked()
    expect(await flashAfter(boss, await boss.post(`/users/${user.accountId}/email/cancel`, {}))).toContain('is cancelled')
    expectNoWords(await pageAt(boss, `/users/${user.accountId}`), ['is under way'])
    expect((await guest().post('/account/confirm-email', { key: question?.key ?? '', email: newEmail })).status).toBe(422)
    expect((await boss.post(`/users/${user.accountId}/email/cancel`, {})).status).toBe(404)
  })

  it('serves a user who is Inactive as well', async () => {
    const { user, newEmail, question } = await asked('inactive')
    await guest().post('/account/confirm-email', { key: question?.key ?? '', email: newEmail })
    await world.passTime(73 * HOUR)
    await applyEmailChanges(world.app)
    expect(await addressOf(user)).toBe(newEmail)
  })

  it('is not for oneself, and says what is wrong beside the field', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const boss = await signedIn(world, manager)
    expect((await boss.get(`/users/${manager.accountId}/email`)).status).toBe(409)
    const bad = await boss.post(`/users/${user.accountId}/email`, { email: 'nonsense' })
    expect([bad.status, (await bad.text()).includes('value="nonsense"')]).toEqual([422, true])
    expect((await boss.post(`/users/${user.accountId}/email`, { email: user.email })).status).toBe(422)
  })
})
