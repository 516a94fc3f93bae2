import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { deliveriesOf, makeSubscriber, OPERATOR } from '../../../test/support/status-subscribers.ts'
import { readDatabaseClock } from '../../clock.ts'
import { newId } from '../../secrets.ts'
import { cancelMaintenance } from '../status/cancel-maintenance.ts'
import { moveMaintenance } from '../status/move-maintenance.ts'
import { scheduleMaintenance } from '../status/schedule-maintenance.ts'
import { deliverMail } from './deliver-mail.ts'
import { giveMaintenanceNotices } from './give-maintenance-notices.ts'
import { spreadEvents } from './spread-events.ts'

const core = await useCore({ work: false })
const HOUR = 3_600

/** So many seconds from now, by the database's clock, as somebody would type it. */
async function inSeconds(seconds: number) {
  const now = await readDatabaseClock(core.app.db)
  return {
    text: new Date(Math.ceil(now.getTime() / 1_000) * 1_000 + seconds * 1_000).toISOString(),
    zone: 'Etc/UTC',
    occurrence: '',
  }
}

async function schedule(of: { startsIn: number; platform: string; deliver?: boolean }) {
  return scheduleMaintenance(core.app, OPERATOR, {
    name: `Patching ${of.platform}`,
    body: 'We patch it.',
    components: [of.platform],
    kind: 'maintenance',
    closes: false,
    from: await inSeconds(of.startsIn),
    until: await inSeconds(of.startsIn + 2 * HOUR),
    completes: 'by_clock',
    deliver: of.deliver ?? true,
  })
}

async function noticesOf(incidentId: string) {
  const rows = await core.app.db
    .selectFrom('statusEvents')
    .select(['event', 'details'])
    .where('incidentId', '=', incidentId)
    .where('event', '=', 'maintenance.notice')
    .orderBy('id')
    .execute()
  return rows.map(({ details }) => details.notice)
}

const look = () => giveMaintenanceNotices(core.app)

describe('notices of a maintenance (S04)', () => {
  test('come 72, 24 and 1 hours before, at the start and at the end, by the database’s clock', async () => {
    const { incidentId } = await schedule({ startsIn: 80 * HOUR, platform: 'US1' })
    await look()
    expect(await noticesOf(incidentId)).toEqual([])
    await core.passTime(8 * HOUR - 60)
    await look()
    expect(await noticesOf(incidentId)).toEqual([])
    await core.passTime(61)
    await look()
    for (const seconds of [48 * HOUR, 23 * HOUR, HOUR, 2 * HOUR]) {
      await core.passTime(seconds)
      await look()
      await look()
    }
    expect(await noticesOf(incidentId)).toEqual(['72h', '24h', '1h', 'start', 'end'])
  })

  test('moved: those of the new window come; of one scheduled late only what is still ahead', async () => {
    const { incidentId } = await schedule({ startsIn: 30 * HOUR, platform: 'US2' })
    await look()
    await core.passTime(6 * HOUR + 1)
    await look()
    expect(await noticesOf(incidentId)).toEqual(['24h'])
    await moveMaintenance(core.app, OPERATOR, {
      id: incidentId,
      version: null,
      body: '',
      deliver: true,
      from: await inSeconds(26 * HOUR),
      until: await inSeconds(28 * HOUR),
    })
    await look()
    await core.passTime(2 * HOUR + 1)
    await look()
    expect(await noticesOf(incidentId)).toEqual(['24h', '24h'])
  })

  test('cancelled, or told to nobody: none', async () => {
    const cancelled = await schedule({ startsIn: 25 * HOUR, platform: 'US3' })
    const silent = await schedule({ startsIn: 25 * HOUR, platform: 'US4', deliver: false })
    await cancelMaintenance(core.app, OPERATOR, { id: cancelled.incidentId, version: null, body: 'Not needed.', deliver: true })
    for (const seconds of [2 * HOUR, 23 * HOUR, HOUR, 3 * HOUR]) {
      await core.passTime(seconds)
      await look()
    }
    expect(await noticesOf(cancelled.incidentId)).toEqual([])
    expect(await noticesOf(silent.incidentId)).toEqual([])
  })

  test('any number of processes give each once', async () => {
    const { incidentId } = await schedule({ startsIn: 2 * HOUR, platform: 'EU1' })
    await core.passTime(HOUR + 1)
    await Promise.all(Array.from({ length: 10 }, look))
    expect(await noticesOf(incidentId)).toEqual(['1h'])
  })

  test('the mail says what, when, and what is next; a move says that it moved', async () => {
    const { id, address } = await makeSubscriber(core.app, {
      address: `${newId()}@acme.example`,
      scope: { platforms: ['EU2'], components: [] },
    })
    const { incidentId } = await schedule({ startsIn: 3 * HOUR, platform: 'EU2' })
    await spreadEvents(core.app)
    await deliverMail(core.app, id)
    await core.passTime(2 * HOUR + 1)
    await look()
    await spreadEvents(core.app)
    await deliverMail(core.app, id)
    const mails = await core.mails(address, 2)
    expect(mails.map(({ subject }) => subject)).toEqual([
      '[EU Platform 2] Scheduled: Patching EU2',
      '[EU Platform 2] In an hour: Patching EU2',
    ])
    expect(mails[1]?.text).toContain('This maintenance begins in an hour.')
    expect(mails[1]?.text).toMatch(/From: .* UTC\nUntil: .* UTC/)
    await cancelMaintenance(core.app, OPERATOR, { id: incidentId, version: null, body: 'Not needed.', deliver: true })
    await spreadEvents(core.app)
    await deliverMail(core.app, id)
    const [, , last] = await core.mails(address, 3)
    expect(last?.subject).toBe('[EU Platform 2] Cancelled: Patching EU2')
    expect(await deliveriesOf(core.app, id)).toHaveLength(3)
  })
})
