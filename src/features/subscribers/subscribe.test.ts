import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { deliveriesOf, makeIncident, makeSubscriber } from '../../../test/support/status-subscribers.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { newId } from '../../secrets.ts'
import { spreadEvents } from '../deliveries/spread-events.ts'
import { ASKED_PER_DAY } from './ask-to-subscribe.ts'
import { forgetSubscribers } from './forget-subscribers.ts'

const core = await useCore()
const origin = 'https://gatehouse.test'
const FORM = '/status/subscriptions'
const CONFIRM = `${FORM}/confirm`
const EVERYTHING = { about: 'everything', 'kind-incident': 'yes', 'kind-maintenance': 'yes' }

const guestOf = (site = core.frontDoor): Visitor => visitor(site, { origin })
const freshAddress = () => `${newId()}@acme.example`

async function ask(email: string, fields: Record<string, string> = EVERYTHING, guest = guestOf()): Promise<Response> {
  return guest.post(FORM, { email, altcha: await guest.captcha('subscribe'), ...fields })
}

/** From the form to the confirmed subscription. */
async function subscribe(email: string, fields: Record<string, string> = EVERYTHING): Promise<Visitor> {
  const guest = guestOf()
  await ask(email, fields, guest)
  const [mail] = await core.mails(email)
  const confirmed = await guest.post(CONFIRM, { key: mail?.key ?? '', email })
  expect([confirmed.status, confirmed.headers.get('location')]).toEqual([303, `${FORM}/own`])
  return guest
}

async function stateOf(address: string) {
  return core.app.db.selectFrom('subscribers').select(['state', 'endReason', 'scope']).where('address', '=', address).execute()
}

describe('subscribing by mail (A20)', () => {
  test('takes a mail, its key and the typed address; then incidents arrive', async () => {
    const email = freshAddress()
    const guest = await subscribe(email, { about: 'some', 'platform-US1': 'yes', 'kind-incident': 'yes' })
    expect(await stateOf(email)).toEqual([
      { state: 'active', endReason: null, scope: { platforms: ['US1'], components: [], kinds: ['incident'] } },
    ])
    const own = await (await guest.get(`${FORM}/own`)).text()
    expect(own).toContain(email)
    await makeIncident(core.app, { name: 'Scans wait' })
    const [, news] = await core.mails(email, 2)
    expect(news?.subject).toBe('[US Platform 1] Investigating: Scans wait')
  })

  test('opening the link, and posting its form without the address, confirms nothing (I-02)', async () => {
    const email = freshAddress()
    await ask(email)
    const [mail] = await core.mails(email)
    const scanner = guestOf()
    expect((await scanner.get(CONFIRM)).status).toBe(200)
    expect((await scanner.head(CONFIRM)).status).toBe(200)
    expect((await scanner.post(CONFIRM, { key: mail?.key ?? '', email: '' })).status).toBe(422)
    expect((await scanner.post(CONFIRM, { key: mail?.key ?? '', email: 'other@acme.example' })).status).toBe(422)
    expect((await stateOf(email)).map(({ state }) => state)).toEqual(['pending'])
    expect((await scanner.post(CONFIRM, { key: mail?.key ?? '', email: email.toUpperCase() })).status).toBe(303)
    // Its owner presses twice.
    expect((await scanner.post(CONFIRM, { key: mail?.key ?? '', email })).status).toBe(303)
  })

  test('the answer is the same for an address that is new, waits, is subscribed, or has had enough (I-09)', async () => {
    const [fresh, waits, subscribed] = [freshAddress(), freshAddress(), freshAddress()]
    await ask(waits)
    await subscribe(subscribed)
    const answers = []
    for (const email of [fresh, waits, subscribed, ...Array.from({ length: ASKED_PER_DAY }, () => fresh)]) {
      const answer = await ask(email)
      answers.push([answer.status, answer.headers.get('location'), await answer.text()])
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    await core.jobsDone()
    expect(await core.mails(fresh, ASKED_PER_DAY)).toHaveLength(ASKED_PER_DAY)
    const [, already] = await core.mails(subscribed, 2)
    expect(already?.subject).toBe('You are subscribed to Gatehouse Status already')
  })

  test('what a stranger asks for in the name of a subscriber changes nothing; of two mails only the newer key works', async () => {
    const email = freshAddress()
    await subscribe(email)
    await ask(email, { about: 'some', 'platform-EU1': 'yes', 'kind-release': 'yes' })
    await core.mails(email, 2)
    expect((await stateOf(email))[0]?.scope.platforms).toBeNull()

    const other = freshAddress()
    await ask(other)
    await core.mails(other, 1)
    await ask(other)
    const [older, newer] = await core.mails(other, 2)
    const guest = guestOf()
    expect((await guest.post(CONFIRM, { key: older?.key ?? '', email: other })).status).toBe(422)
    expect((await guest.post(CONFIRM, { key: newer?.key ?? '', email: other })).status).toBe(303)
  })

  test('nothing chosen, no address, no check: said beside the field, and what was chosen stays', async () => {
    const guest = guestOf()
    const answer = await guest.post(FORM, { email: 'nobody', about: 'some', 'kind-release': 'yes' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('Choose at least one')
    expect(page).toMatch(/id="field-kind-release-yes"[^>]*checked/)
    const unsolved = await guest.post(FORM, { email: freshAddress(), ...EVERYTHING, altcha: 'nothing' })
    expect(unsolved.status).toBe(422)
  })

  test('a network that asks on and on is refused, whatever it asks for', async () => {
    const guest = guestOf()
    const statuses = []
    for (let index = 0; index < 22; index += 1) statuses.push((await ask(freshAddress(), EVERYTHING, guest)).status)
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 303), 429, 429])
  })

  test('who has not confirmed within seven days is forgotten, and their key with them', async () => {
    const email = freshAddress()
    await ask(email)
    const [mail] = await core.mails(email)
    const day = 24 * 60 * 60
    await core.passTime(7 * day - 5)
    await forgetSubscribers(core.app)
    expect(await stateOf(email)).toHaveLength(1)
    await core.passTime(6)
    expect((await guestOf().post(CONFIRM, { key: mail?.key ?? '', email })).status).toBe(422)
    await forgetSubscribers(core.app)
    expect(await stateOf(email)).toEqual([])
  })
})

describe('leaving (RFC 8058)', () => {
  const UNSUBSCRIBE = `${FORM}/unsubscribe`

  test('a mail program’s POST ends it, without cookie or origin; opening the address does not', async () => {
    const { address, unsubscribeKey, id } = await makeSubscriber(core.app, { address: freshAddress() })
    await makeIncident(core.app, { name: 'Before' })
    await spreadEvents(core.app)
    await core.mails(address)
    const guest = guestOf()
    for (const method of ['get', 'head'] as const) await guest[method](`${UNSUBSCRIBE}?key=${unsubscribeKey}`)
    expect((await stateOf(address))[0]?.state).toBe('active')
    const click = await guest.post(
      `${UNSUBSCRIBE}?key=${unsubscribeKey}`,
      { 'List-Unsubscribe': 'One-Click' },
      { origin: '', 'sec-fetch-site': '' },
    )
    expect(click.status).toBe(200)
    expect(await stateOf(address)).toMatchObject([{ state: 'ended', endReason: 'unsubscribed' }])
    await makeIncident(core.app, { name: 'After' })
    await spreadEvents(core.app)
    expect((await deliveriesOf(core.app, id)).map(({ event }) => event)).toHaveLength(1)
  })

  test('any other key gets the same answer', async () => {
    const { unsubscribeKey } = await makeSubscriber(core.app, { address: freshAddress() })
    const answers = await Promise.all(
      [unsubscribeKey, 'x'.repeat(43), ''].map(async (key) => {
        const answer = await guestOf().post(`${UNSUBSCRIBE}?key=${key}`, {}, { origin: '', 'sec-fetch-site': '' })
        return `${answer.status} ${await answer.text()}`
      }),
    )
    expect(new Set(answers).size).toBe(1)
  })

  test('every other form of a subscription takes nothing from another site (I-24)', async () => {
    const guest = await subscribe(freshAddress())
    for (const path of [FORM, CONFIRM, `${FORM}/manage`, `${FORM}/own/change`, `${FORM}/own/end`, `${FORM}/webhooks`]) {
      const answer = await guest.post(path, {}, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })
      expect([answer.status, path]).toEqual([403, path])
    }
  })

  test('its page changes what one gets, and ends it', async () => {
    const email = freshAddress()
    const guest = await subscribe(email)
    const changed = await guest.post(`${FORM}/own/change`, {
      about: 'some',
      'component-support-portal': 'yes',
      'kind-incident': 'yes',
    })
    expect(changed.status).toBe(303)
    expect((await stateOf(email))[0]?.scope).toEqual({ platforms: [], components: ['support-portal'], kinds: ['incident'] })
    expect((await guest.post(`${FORM}/own/change`, { about: 'some' })).status).toBe(422)
    expect((await guest.post(`${FORM}/own/end`, {})).status).toBe(303)
    expect((await stateOf(email))[0]?.state).toBe('ended')
    expect(await (await guest.get(`${FORM}/own`)).text()).toContain('This subscription has ended')
  })
})

test('nothing that the database holds of a subscriber opens anything (I-34)', async () => {
  const email = freshAddress()
  await subscribe(email)
  const row = await core.app.db.selectFrom('subscribers').selectAll().where('address', '=', email).executeTakeFirstOrThrow()
  const values = [row.confirmHash, row.manageHash, row.unsubscribeHash, row.salt].flatMap((value) =>
    value === null ? [] : [value.toString('base64url'), value.toString('hex'), value.toString('base64')],
  )
  const guest = guestOf()
  for (const key of [...values, row.id]) {
    await guest.post(`${FORM}/unsubscribe?key=${encodeURIComponent(key)}`, {}, { origin: '', 'sec-fetch-site': '' })
    expect((await guest.post(`${FORM}/manage`, { key })).status).toBe(422)
  }
  expect((await stateOf(email))[0]?.state).toBe('active')
})
