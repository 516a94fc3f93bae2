import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { makeIncident, makeSubscriber } from '../../../test/support/status-subscribers.ts'
import { spreadEvents, wakeDeliveries } from './spread-events.ts'

const core = await useCore({ work: false })

const ordered = async (state: string) => {
  const { rows } = await sql<{ name: string; subscriber: string }>`
    select name, data->>'subscriberId' as subscriber from jobs.job
    where name in ('deliver-status', 'deliver-webhook') and state = ${state} order by name`.execute(core.app.db)
  return rows
}

test('what waits is ordered again each minute, and once, however many minutes nobody gets to it (A20)', async () => {
  const reader = await makeSubscriber(core.app, { address: 'reader@people.test' })
  const hook = await makeSubscriber(core.app, { kind: 'webhook', address: 'https://hooks.test/' })
  await makeIncident(core.app, { name: 'Slow' })
  await spreadEvents(core.app)
  const both = [
    { name: 'deliver-status', subscriber: reader.id },
    { name: 'deliver-webhook', subscriber: hook.id },
  ]
  expect(await ordered('created')).toEqual(both)
  for (let minute = 0; minute < 3; minute += 1) await wakeDeliveries(core.app)
  expect(await ordered('created')).toEqual(both)

  // A process took both, and was killed.
  await sql`update jobs.job set state = 'active' where name in ('deliver-status', 'deliver-webhook')`.execute(core.app.db)
  for (let minute = 0; minute < 3; minute += 1) await wakeDeliveries(core.app)
  expect([await ordered('active'), await ordered('created')]).toEqual([both, both])

  await sql`update jobs.job set state = 'retry' where state = 'created'`.execute(core.app.db)
  await wakeDeliveries(core.app)
  expect(await ordered('created')).toEqual([])

  // News is ordered in any case: the one that waits may be taken before this is committed.
  await makeIncident(core.app, { name: 'Slow again' })
  await spreadEvents(core.app)
  expect(await ordered('created')).toEqual(both)
})

test('nine thousand that wait take no second', async () => {
  await sql`insert into subscribers (id, kind, address, address_folded, salt, scope, state)
    select gen_random_uuid(), 'mail', n || '@many.test', n || '@many.test', 'x', '{"platforms":null,"components":null,"kinds":null}', 'active'
    from generate_series(1, 9000) n`.execute(core.app.db)
  await makeIncident(core.app, { name: 'Everything is down' })
  await spreadEvents(core.app)
  await sql`analyze subscribers, deliveries`.execute(core.app.db)
  const before = (await ordered('created')).length
  const start = performance.now()
  await wakeDeliveries(core.app)
  expect(performance.now() - start).toBeLessThan(1_000)
  expect((await ordered('created')).length).toBe(before)
})
