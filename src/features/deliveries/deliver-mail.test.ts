import { expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { deliveriesOf, makeIncident, makeSubscriber, makeUpdate } from '../../../test/support/status-subscribers.ts'
import type { MailMessage } from '../../mail/compose.ts'
import { MailFailure } from '../../mail/mail-failure.ts'
import { newId } from '../../secrets.ts'
import { deliverMail } from './deliver-mail.ts'
import { spreadEvents } from './spread-events.ts'

const core = await useCore({ work: false })
const freshAddress = () => `${newId()}@acme.example`

async function tell(subscriberId: string): Promise<void> {
  await spreadEvents(core.app)
  await deliverMail(core.app, subscriberId)
}

test('an incident is told at once, with its point in the subject, and both ways to stop (A20)', async () => {
  const { id, address, manageKey, unsubscribeKey } = await makeSubscriber(core.app, { address: freshAddress() })
  await makeIncident(core.app, { name: 'Sign-in is slow', body: 'We see **slow** sign-ins.\n\n- one\n- two' })
  await tell(id)
  const [mail] = await core.mails(address)
  expect(mail?.subject).toBe('[US Platform 1] Investigating: Sign-in is slow')
  expect(mail?.text).toContain('We see slow sign-ins.')
  expect(mail?.text).toContain('- one\n- two')
  const unsubscribe = `https://gatehouse.test/status/subscriptions/unsubscribe?key=${unsubscribeKey}`
  expect(mail?.text).toContain(unsubscribe)
  expect(mail?.text).toContain(`https://gatehouse.test/status/subscriptions/manage#${manageKey}`)
  expect(mail?.headers.get('list-unsubscribe')).toBe(`<${unsubscribe}>`)
  expect(mail?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  expect(await deliveriesOf(core.app, id)).toEqual([{ state: 'sent', event: 'incident.opened' }])
})

test('only what a subscriber asked for is told: by platform, shared service and kind', async () => {
  const [eu, shared, quiet] = await Promise.all([
    makeSubscriber(core.app, { address: freshAddress(), scope: { platforms: ['EU1'], components: [] } }),
    makeSubscriber(core.app, { address: freshAddress(), scope: { platforms: [], components: ['support-portal'] } }),
    makeSubscriber(core.app, { address: freshAddress(), scope: { kinds: ['maintenance'] } }),
  ])
  await makeIncident(core.app, { name: 'In Europe', platforms: ['EU1', 'EU2'] })
  await makeIncident(core.app, { name: 'Portal', platforms: ['support-portal'] })
  await makeIncident(core.app, { name: 'Somewhere else', platforms: ['US2'] })
  await makeIncident(core.app, { name: 'Of nothing in particular', platforms: [] })
  await spreadEvents(core.app)
  expect(await deliveriesOf(core.app, eu.id)).toHaveLength(2)
  expect(await deliveriesOf(core.app, shared.id)).toHaveLength(2)
  expect(await deliveriesOf(core.app, quiet.id)).toHaveLength(0)
})

test('what is not to be delivered reaches nobody', async () => {
  const { id } = await makeSubscriber(core.app, { address: freshAddress() })
  await makeIncident(core.app, { name: 'Quietly', deliver: false })
  await tell(id)
  expect(await deliveriesOf(core.app, id)).toEqual([])
})

test('a storm comes as one digest with the newest state of each thing, and nothing is lost (A20)', async () => {
  const { id, address } = await makeSubscriber(core.app, { address: freshAddress() })
  const first = await makeIncident(core.app, { name: 'Sign-in is slow' })
  for (const status of ['identified', 'monitoring']) {
    await makeUpdate(core.app, first, { status, body: `It is ${status} now.` })
  }
  await makeIncident(core.app, { name: 'Scans are late', platforms: ['US2'] })
  await tell(id)
  const mails = await core.mails(address)
  expect(mails.map(({ subject }) => subject)).toEqual(['[Gatehouse Status] 4 updates about 2 events'])
  const text = mails[0]?.text ?? ''
  expect(text).toContain('Newest state: Monitoring')
  for (const words of ['It is identified now.', 'It is monitoring now.', 'We are looking into it.', 'Scans are late']) {
    expect(text).toContain(words)
  }
  expect((await deliveriesOf(core.app, id)).map(({ state }) => state)).toEqual(['digested', 'digested', 'digested', 'digested'])
})

test('the fourth mail within ten minutes waits until the first is ten minutes old, and then brings all that waits', async () => {
  const { id, address } = await makeSubscriber(core.app, { address: freshAddress() })
  const incident = await makeIncident(core.app, { name: 'It goes on' })
  await tell(id)
  for (const status of ['identified', 'monitoring', 'investigating', 'identified']) {
    await makeUpdate(core.app, incident, { status })
    await tell(id)
  }
  expect(await core.mails(address, 3)).toHaveLength(3)
  await core.passTime(590)
  await tell(id)
  expect(await core.mails(address, 3)).toHaveLength(3)
  await core.passTime(15)
  await tell(id)
  const mails = await core.mails(address, 4)
  expect(mails.map(({ subject }) => subject).at(-1)).toBe('[Gatehouse Status] 2 updates: It goes on')
})

test('any number of processes tell each event once, in its order (I-38)', async () => {
  const { id, address } = await makeSubscriber(core.app, { address: freshAddress() })
  const incident = await makeIncident(core.app, { name: 'Raced' })
  await makeUpdate(core.app, incident, { status: 'identified' })
  await Promise.all(Array.from({ length: 8 }, () => spreadEvents(core.app)))
  await Promise.all(Array.from({ length: 8 }, () => deliverMail(core.app, id)))
  const mails = await core.mails(address, 2)
  expect(mails.map(({ subject }) => subject.split(':')[0])).toEqual([
    '[US Platform 1] Investigating',
    '[US Platform 1] Identified',
  ])
})

test('a process killed between mail and book-keeping says the same again, under the same Message-ID (I-38)', async () => {
  const { id, address } = await makeSubscriber(core.app, { address: freshAddress() })
  await makeIncident(core.app, { name: 'Killed' })
  await spreadEvents(core.app)
  const dying = { ...core.app, db: core.app.db, mailer: { ...core.app.mailer, send: sendAndDie } }
  async function sendAndDie(message: MailMessage): Promise<never> {
    await core.app.mailer.send(message)
    throw new Error('killed')
  }
  await expect(deliverMail(dying, id)).rejects.toThrow('killed')
  await makeIncident(core.app, { name: 'Meanwhile' })
  await tell(id)
  const mails = await core.mails(address, 3)
  const ids = mails.map(({ headers }) => headers.get('message-id'))
  expect([ids[0] === ids[1], ids[1] === ids[2]]).toEqual([true, false])
  expect((await deliveriesOf(core.app, id)).map(({ state }) => state)).toEqual(['sent', 'sent'])
})

const failing = (permanent: boolean) => ({
  ...core.app,
  mailer: { ...core.app.mailer, send: () => Promise.reject(new MailFailure('RCPT TO answered', { permanent })) },
})

test('a mail server that is away ends nobody: it is tried later and later, and then all arrives', async () => {
  const { id, address } = await makeSubscriber(core.app, { address: freshAddress() })
  await makeIncident(core.app, { name: 'Unheard' })
  await spreadEvents(core.app)
  await deliverMail(failing(false), id)
  await core.passTime(29)
  await tell(id)
  expect((await deliveriesOf(core.app, id)).map(({ state }) => state)).toEqual(['queued'])
  await core.passTime(2)
  await tell(id)
  expect(await core.mails(address)).toHaveLength(1)
})

test('an address that refuses three mails for good is subscribed no longer', async () => {
  const { id } = await makeSubscriber(core.app, { address: freshAddress() })
  const stateOf = async () =>
    core.app.db.selectFrom('subscribers').select(['state', 'endReason']).where('id', '=', id).executeTakeFirst()
  for (const name of ['One', 'Two', 'Three']) {
    expect(await stateOf()).toEqual({ state: 'active', endReason: null })
    await makeIncident(core.app, { name })
    await spreadEvents(core.app)
    await deliverMail(failing(true), id)
    await core.passTime(4_000)
  }
  expect(await stateOf()).toEqual({ state: 'ended', endReason: 'bounced' })
  expect((await deliveriesOf(core.app, id)).map(({ state }) => state)).toEqual(['parked', 'parked', 'parked'])
})
