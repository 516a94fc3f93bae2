import type { MaintenanceNotice } from '../../domain/maintenance-notice.ts'
import type { StatusEventName } from '../../domain/status-event.ts'
import type { ToldEvent } from '../../domain/told-event.ts'
import { SERVICE_STATE_WORDS } from '../../ui/service-state.tsx'
import { UPDATE_WORDS } from '../../ui/service-words.ts'

const NOTICE_WORDS: Readonly<Record<MaintenanceNotice, string>> = {
  '72h': 'In three days',
  '24h': 'Tomorrow',
  '1h': 'In an hour',
  start: 'Has begun',
  overrun: 'Takes longer than planned',
  end: 'Completed',
}

const EVENT_WORDS: Readonly<Partial<Record<StatusEventName, string>>> = {
  'incident.corrected': 'Corrected',
  'maintenance.corrected': 'Corrected',
  'incident.reopened': 'Reopened',
  'maintenance.scheduled': 'Scheduled',
  'maintenance.moved': 'Moved',
  'maintenance.changed': 'Changed',
  'maintenance.cancelled': 'Cancelled',
}

/** What came of it, in one or two words: "Investigating", "Moved", "Tomorrow". */
export function stageWords({ event, update, details }: ToldEvent): string {
  if (details.notice) return NOTICE_WORDS[details.notice]
  if (details.newState) return details.newState === 'operational' ? 'Operational again' : SERVICE_STATE_WORDS[details.newState]
  return EVENT_WORDS[event] ?? (update ? UPDATE_WORDS[update.status] : 'Changed')
}

/** "US Platform 1", "US Platform 1 and 3 more"; the page's name where it concerns no part, or all. */
export function concernedWords(concerned: readonly string[], pageName: string): string {
  const [first, ...others] = concerned
  if (first === undefined) return pageName
  const [second, ...more] = others
  if (second === undefined) return first
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${others.length} more`
}
