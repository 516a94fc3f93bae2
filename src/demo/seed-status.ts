import { readDatabaseClock } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Database, Trx } from '../db/schema.ts'
import { openingOf } from '../features/status/open-incident.ts'
import { schedulingOf } from '../features/status/schedule-maintenance.ts'
import { updateOf } from '../features/status/update-incident.ts'
import { writeStatus } from '../features/status/write-status.ts'
import { STORY_INCIDENTS, STORY_MAINTENANCES, type StoryIncident, type StoryMaintenance } from './status-story.ts'

const OPERATOR = { actor: { kind: 'operator' }, context: null } as const

/** Gives the status page a past and a future at the first start, in one transaction; once there is any it does nothing. */
export async function seedStatus(core: Core): Promise<void> {
  if (await hasStory(core.db)) return
  await writeStatus(core, async (trx) => {
    // Two demos may start on one data folder: the second has waited for the first.
    if (await hasStory(trx)) return
    const now = await readDatabaseClock(trx)
    // As if it had been watched all the time, so that there is a history to look at.
    const startDate = `${now.getUTCFullYear() - 1}-01-01`
    await trx.updateTable('components').set({ startDate }).execute()
    for (const incident of STORY_INCIDENTS) await tellIncident(trx, incident, now)
    for (const maintenance of STORY_MAINTENANCES) await planMaintenance(trx, maintenance, now)
    // It is history: there is nobody to be told.
    await trx.updateTable('statusEvents').set({ spreadAt: now }).execute()
  })
}

async function hasStory(db: Database | Trx): Promise<boolean> {
  return (await db.selectFrom('incidents').select('id').limit(1).executeTakeFirst()) !== undefined
}

async function tellIncident(trx: Trx, { component, name, impact, daysAgo, steps }: StoryIncident, now: Date): Promise<void> {
  const [first, ...others] = steps
  if (!first) return
  const moment = (time: string) => momentOf(now, -daysAgo, time)
  const { body, status } = first
  const opening = { name, impact, status, body, components: { [component]: first.state }, deliver: false }
  const opened = openingOf(OPERATOR, { ...opening, startedAt: moment(first.at), displayAt: moment(first.at) })
  const { incidentId: id } = await opened(trx)
  for (const step of others) {
    const change = { id, version: null, name: '', impact: '', startedAt: null, deliver: false }
    const components = { [component]: step.state }
    await updateOf(OPERATOR, { ...change, status: step.status, body: step.body, components, displayAt: moment(step.at) })(trx)
  }
}

async function planMaintenance(
  trx: Trx,
  { component, inDays, from, until, ...rest }: StoryMaintenance,
  now: Date,
): Promise<void> {
  const scheduled = schedulingOf(OPERATOR, {
    ...rest,
    components: [component],
    from: momentOf(now, inDays, from),
    until: momentOf(now, inDays, until),
    closes: rest.kind === 'maintenance',
    completes: 'by_clock',
    deliver: false,
  })
  await scheduled(trx)
}

function momentOf(now: Date, days: number, time: string) {
  const day = new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  return { text: `${day}T${time}:00Z`, zone: 'UTC', occurrence: '' }
}
