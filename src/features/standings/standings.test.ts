import { describe, expect, test } from 'vitest'
import { EU1, minutes, NOW, statusFacts, statusIncident, statusMaintenance, US1 } from '../../../test/support/status-facts.ts'
import {
  closingMaintenance,
  countdownTo,
  maintenanceNoticeOf,
  retryAfterSeconds,
  standingsOf,
  unheard,
} from '../../domain/platform-standing.ts'
import { statusView } from '../../domain/status-view.ts'
import { readStandings } from './read-standings.ts'
import { standingsDocument } from './standings-api.ts'

const FACTS = statusFacts({
  incidents: [statusIncident({ impact: 'major' })],
  maintenances: [
    statusMaintenance({ closes: true, completes: 'by_person', componentIds: [US1.id, EU1.id], actualStartAt: minutes(-59) }),
    statusMaintenance({ id: 'later0000000', scheduledFor: minutes(500), scheduledUntil: minutes(560) }),
  ],
})
const VIEW = statusView(FACTS, NOW)
const DOCUMENT = standingsDocument(VIEW, { isStale: false })

describe('what the front door tells platforms of themselves (N05)', () => {
  test('arrives as it was', () => {
    const heard = readStandings(DOCUMENT)
    expect(heard?.isStale).toBe(false)
    expect(heard?.standings).toEqual(standingsOf(VIEW))
    expect(readStandings(standingsDocument(VIEW, { isStale: true }))?.isStale).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['a page', '<!doctype html><title>Bad gateway</title>'],
    ['half of it', DOCUMENT.slice(0, DOCUMENT.length / 2)],
    ['another version', DOCUMENT.replace('"version":1', '"version":2')],
    ['a state that there is not', DOCUMENT.replace('"under_maintenance"', '"fine"')],
    ['an id that leads astray', DOCUMENT.replaceAll('"incident0000"', '"../../evil"')],
    ['a time that is none', DOCUMENT.replace(NOW.toISOString(), 'yesterday')],
    ['a list', '[]'],
    ['null', 'null'],
  ])('is not believed where it is %s', (_, text) => {
    expect(readStandings(text)).toBeNull()
  })
})

describe('what a platform makes of it', () => {
  const us1 = standingsOf(VIEW).get('US1')
  if (!us1) throw new Error('US1 has a standing')

  test('an open incident hides no maintenance that runs', () => {
    expect(maintenanceNoticeOf(us1, NOW)).toMatchObject({ phase: 'in_progress', overrun: false })
  })

  test('once nothing is heard it is unknown, and no maintenance goes on beyond its planned end (N14)', () => {
    const overrun = minutes(61)
    expect(closingMaintenance(us1, overrun)?.id).toBe('maintenance0')
    const left = unheard(us1)
    expect(left).toMatchObject({ state: 'unknown', incidents: [] })
    expect(closingMaintenance(left, minutes(59))?.id).toBe('maintenance0')
    expect(closingMaintenance(left, overrun)).toBeNull()
  })

  test.each([
    ['an hour and a second before', -3_601, null],
    ['an hour before', -3_600, 3_600],
    ['a second before', -1, 1],
    ['at its start', 0, null],
    ['a second after', 1, null],
  ])('%s it is counted down, or not', (_, seconds, left) => {
    const maintenance = statusMaintenance({ scheduledFor: minutes(0) })
    expect(countdownTo(maintenance, new Date(NOW.getTime() + seconds * 1_000))).toBe(left)
  })

  test.each([
    ['two days before its end', -2 * 86_400, 86_400],
    ['an hour before', -3_600, 3_600],
    ['61 s before', -61, 61],
    ['60 s before', -60, 60],
    ['59 s before', -59, 60],
    ['an hour after', 3_600, 60],
  ])('%s programs are to come again after so many seconds', (_, seconds, wait) => {
    const now = new Date(NOW.getTime() + seconds * 1_000)
    expect(retryAfterSeconds({ scheduledUntil: NOW }, now)).toBe(wait)
  })
})
