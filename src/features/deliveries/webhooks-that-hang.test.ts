import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { deliveriesOf, makeIncident, makeSubscriber } from '../../../test/support/status-subscribers.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { receiver } from '../../../test/support/webhook-receiver.ts'
import { statusConfig } from '../../config/core-config.ts'

const given = { targets: [], privateWebhooks: true }
const core = await useCore({ config: { status: statusConfig({ brandName: 'Gatehouse', dataFolder: tmpdir(), given }) } })

test('webhooks that hang keep no mail and no other webhook waiting', async () => {
  const hanging = await receiver(() => 'hangs')
  const { posts, url } = await receiver()
  await Promise.all(Array.from({ length: 8 }, () => makeSubscriber(core.app, { kind: 'webhook', address: hanging.url })))
  const well = await makeSubscriber(core.app, { kind: 'webhook', address: url })
  const reader = await makeSubscriber(core.app, { address: 'quick@acme.example' })
  await makeIncident(core.app, { name: 'Everybody hears' })
  const startedAt = performance.now()
  await waitFor(
    () => Promise.resolve(posts.length),
    (count) => count > 0,
  )
  await core.mails(reader.address)
  expect(performance.now() - startedAt).toBeLessThan(9_000)
  expect((await deliveriesOf(core.app, well.id)).at(-1)?.state).toBe('sent')
})
