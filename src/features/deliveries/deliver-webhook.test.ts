import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { deliveriesOf, makeIncident, makeSubscriber, makeUpdate } from '../../../test/support/status-subscribers.ts'
import { idsOf, receiver, typesOf } from '../../../test/support/webhook-receiver.ts'
import type { Core } from '../../core.ts'
import { sendRequest } from '../../outgoing.ts'
import { webhookPayloads } from '../status-feeds/webhook-api.ts'
import { deliverWebhook, LONGEST_FAILURE_SECONDS } from './deliver-webhook.ts'
import { spreadEvents } from './spread-events.ts'

const core = await useCore({ work: false })
const open: Core = { ...core.app, config: { ...core.app.config, status: { ...core.app.config.status, privateWebhooks: true } } }
const payloadOf = webhookPayloads()
const deliverTo = (id: string, app = open) => deliverWebhook(app, id, payloadOf)

describe('webhooks (A20)', () => {
  test('are signed so that the library of Standard Webhooks takes them, and carry the objects of the public API', async () => {
    const { posts, url } = await receiver()
    const hook = await makeSubscriber(open, { kind: 'webhook', address: url })
    const incident = await makeIncident(open, { name: 'Sign-in is slow' })
    await makeUpdate(open, incident, { status: 'identified' })
    await spreadEvents(open)
    await deliverTo(hook.id)
    expect(typesOf(posts)).toEqual(['incident.opened', 'incident.updated'])
    const [post] = posts
    const judged = new Webhook(hook.secret).verify(post?.body ?? '', post?.headers as Record<string, string>)
    expect(judged).toMatchObject({
      type: 'incident.opened',
      data: {
        page: { name: 'Gatehouse Status' },
        incident: { id: incident.incidentId, name: 'Sign-in is slow', impact: 'minor' },
      },
    })
    expect(() => new Webhook(hook.secret).verify(`${post?.body ?? ''} `, post?.headers as Record<string, string>)).toThrow(
      'No matching signature found',
    )
  })

  test('what fails is tried again in its order under the same id, and what waits behind it waits', async () => {
    let isDown = true
    const { posts, url } = await receiver(() => ({ status: isDown ? 500 : 200 }))
    const hook = await makeSubscriber(open, { kind: 'webhook', address: url })
    const incident = await makeIncident(open, { name: 'First' })
    await makeUpdate(open, incident, { status: 'resolved' })
    await spreadEvents(open)
    await deliverTo(hook.id)
    await deliverTo(hook.id)
    expect(typesOf(posts)).toEqual(['incident.opened'])
    await core.passTime(31)
    isDown = false
    await deliverTo(hook.id)
    expect(typesOf(posts)).toEqual(['incident.opened', 'incident.opened', 'incident.resolved'])
    const [first, second, third] = idsOf(posts)
    expect([first === second, second === third]).toEqual([true, false])
    const row = await open.db
      .selectFrom('subscribers')
      .select(['failingSince', 'failures'])
      .where('id', '=', hook.id)
      .executeTakeFirst()
    expect(row).toEqual({ failingSince: null, failures: 0 })
  })

  test('one that fails for three days is ended; one that says 410 at once', async () => {
    const { url } = await receiver(() => ({ status: 503 }))
    const hook = await makeSubscriber(open, { kind: 'webhook', address: url })
    await makeIncident(open, { name: 'Whatever' })
    await spreadEvents(open)
    const stateOf = async (id: string) =>
      open.db.selectFrom('subscribers').select(['state', 'endReason']).where('id', '=', id).executeTakeFirst()
    await deliverTo(hook.id)
    await core.passTime(LONGEST_FAILURE_SECONDS - 5)
    await deliverTo(hook.id)
    expect(await stateOf(hook.id)).toEqual({ state: 'active', endReason: null })
    await core.passTime(3_601)
    await deliverTo(hook.id)
    expect(await stateOf(hook.id)).toEqual({ state: 'ended', endReason: 'unreachable' })
    expect((await deliveriesOf(open, hook.id)).map(({ state }) => state)).toEqual(['obsolete'])

    const gone = await receiver(() => ({ status: 410 }))
    const leaving = await makeSubscriber(open, { kind: 'webhook', address: gone.url })
    await makeIncident(open, { name: 'Again' })
    await spreadEvents(open)
    await deliverTo(leaving.id)
    expect(await stateOf(leaving.id)).toEqual({ state: 'ended', endReason: 'unreachable' })
  })

  test('a redirect is a failure, and is not followed', async () => {
    const target = await receiver()
    const { url, posts } = await receiver(() => ({ status: 307, location: target.url }))
    const hook = await makeSubscriber(open, { kind: 'webhook', address: url })
    await makeIncident(open, { name: 'Moved' })
    await spreadEvents(open)
    await deliverTo(hook.id)
    expect([posts.length, target.posts.length]).toEqual([1, 0])
  })

  test.each([
    'http://example.com/',
    'https://127.0.0.1/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/',
    'https://localhost/',
  ])('without leave nothing is posted to %s', async (address) => {
    const hook = await makeSubscriber(core.app, { kind: 'webhook', address })
    await makeIncident(core.app, { name: 'Inward' })
    await spreadEvents(core.app)
    await deliverTo(hook.id, core.app)
    const row = await core.app.db.selectFrom('subscribers').select('lastError').where('id', '=', hook.id).executeTakeFirst()
    expect(row?.lastError).toMatch(/https only|not one of the Internet/)
  })

  test('a name that leads into a private network is refused as it is looked up, whatever it said before', async () => {
    const url = new URL('https://inward.localhost/')
    const asked = sendRequest({ url, method: 'POST', reach: 'internet', milliseconds: 1_000, mostBytes: 10 })
    await expect(asked).rejects.toThrow('the address is not one of the Internet')
  })

  test('any number of processes post each event once, in its order', async () => {
    const { posts, url } = await receiver()
    const hook = await makeSubscriber(open, { kind: 'webhook', address: url })
    const incident = await makeIncident(open, { name: 'Raced' })
    for (const status of ['identified', 'monitoring', 'resolved']) await makeUpdate(open, incident, { status })
    await Promise.all(Array.from({ length: 8 }, () => spreadEvents(open)))
    await Promise.all(Array.from({ length: 8 }, () => deliverTo(hook.id)))
    expect(typesOf(posts)).toEqual(['incident.opened', 'incident.updated', 'incident.updated', 'incident.resolved'])
    expect(new Set(idsOf(posts)).size).toBe(4)
  })
})
