import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { receiver } from '../../../test/support/webhook-receiver.ts'
import type { Core } from '../../core.ts'
import { WHOLE_SCOPE } from '../../domain/subscriber-scope.ts'
import { addWebhook, WEBHOOKS_PER_NETWORK } from './add-webhook.ts'
import { TRIES_PER_HOST, TRIES_PER_WEBHOOK, verifyWebhook } from './verify-webhook.ts'

const core = await useCore()
const open: Core = { ...core.app, config: { ...core.app.config, status: { ...core.app.config.status, privateWebhooks: true } } }

describe('adding one', () => {
  const origin = 'https://gatehouse.test'
  const FORM = '/status/subscriptions/webhooks'
  const wish = { about: 'everything', 'kind-incident': 'yes' }

  test('shows the secret once; it is active after its answer held the challenge, and not before', async () => {
    const guest = visitor(core.frontDoor, { origin })
    const added = await guest.post(FORM, {
      url: 'https://hooks.example.com/a',
      altcha: await guest.captcha('subscribe'),
      ...wish,
    })
    expect(added.status).toBe(200)
    const page = await added.text()
    const secret = /whsec_[\w+/=]+/.exec(page)?.[0] ?? ''
    const key = /manage#([\w-]{43})/.exec(page)?.[1] ?? ''
    const own = await (await guest.get('/status/subscriptions/own')).text()
    expect(own).toContain('Verify now')
    expect(own).not.toContain(secret)

    let answer: (challenge: string) => string = () => 'hello'
    const { posts, url } = await receiver(({ body }) => ({
      status: 200,
      body: answer((JSON.parse(body) as { data: { challenge: string } }).data.challenge),
    }))
    await open.db.updateTable('subscribers').set({ address: url }).where('address', '=', 'https://hooks.example.com/a').execute()
    expect(await verifyWebhook(open, key)).toEqual({ ok: false, reason: 'its answer did not hold the challenge' })
    answer = (challenge) => JSON.stringify({ challenge })
    expect(await verifyWebhook(open, key)).toEqual({ ok: true })
    expect(new Webhook(secret).verify(posts[1]?.body ?? '', posts[1]?.headers as Record<string, string>)).toMatchObject({
      type: 'subscription.verify',
    })
  })

  test('nobody is made to knock at one host all day, whatever the port, and no one webhook spends all tries (A20)', async () => {
    const { posts, url } = await receiver()
    const { port } = new URL(url)
    const add = async (host: string, network: string) =>
      (await addWebhook(open, { url: `http://${host}/`, scope: WHOLE_SCOPE }, { network })).manageKey
    const tries = async (key: string, times: number) => {
      for (let index = 0; index < times; index += 1) await verifyWebhook(open, key)
      return verifyWebhook(open, key).catch((error: unknown) => error)
    }
    const spent = { code: 'too_many_requests' }
    const webhooks = TRIES_PER_HOST / TRIES_PER_WEBHOOK
    for (let index = 1; index < webhooks; index += 1) {
      const key = await add(`knocked.localhost${index % 2 === 0 ? '.' : ''}:${port}`, 'knocking')
      expect(await tries(key, TRIES_PER_WEBHOOK)).toMatchObject(spent)
    }
    const other = await add('knocked.localhost:1', 'another')
    expect(await tries(other, TRIES_PER_WEBHOOK - 1)).toEqual({ ok: false, reason: 'the connection was refused' })
    expect(posts).toHaveLength(TRIES_PER_HOST - TRIES_PER_WEBHOOK)
    expect(await tries(await add(`knocked.localhost:${port}`, 'third'), 0)).toMatchObject(spent)
    expect(posts).toHaveLength(TRIES_PER_HOST - TRIES_PER_WEBHOOK)
  })

  test('a network adds so many in a day, and no more: each may hold up what others wait for (A20)', async () => {
    const add = () => addWebhook(open, { url: 'https://hooks.example.com/', scope: WHOLE_SCOPE }, { network: 'busy' })
    const refused = async () => {
      const twenty = await Promise.allSettled(Array.from({ length: 20 }, add))
      await core.passTime(15 * 60 + 1)
      return twenty.filter(({ status }) => status === 'rejected').length
    }
    expect([await refused(), await refused(), await refused()]).toEqual([0, 0, 60 - WEBHOOKS_PER_NETWORK])
    await core.passTime(24 * 60 * 60)
    expect(await refused()).toBe(0)
  })

  test.each([
    ['http://hooks.example.com/', 'The address has to begin with https://'],
    ['https://10.0.0.1/', 'can be reached from the Internet'],
    ['https://0x7f.1/', 'can be reached from the Internet'],
    ['https://localhost:8080/', 'can be reached from the Internet'],
    ['https://user:secret@hooks.example.com/', 'Enter a whole address'],
    ['not an address', 'Enter a whole address'],
  ])('refuses %s', async (url, words) => {
    const guest = visitor(core.frontDoor, { origin })
    const answer = await guest.post(FORM, { url, altcha: '', ...wish })
    expect([answer.status, (await answer.text()).includes(words)]).toEqual([422, true])
  })
})
