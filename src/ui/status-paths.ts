/** Where what the status page publishes for programs stands at the front door; names are fixed by those who read it (A20). */
const API = '/api/v2'

export const STATUS_API = {
  summary: `${API}/summary.json`,
  status: `${API}/status.json`,
  components: `${API}/components.json`,
  incidents: `${API}/incidents.json`,
  unresolved: `${API}/incidents/unresolved.json`,
  maintenances: `${API}/scheduled-maintenances.json`,
  upcoming: `${API}/scheduled-maintenances/upcoming.json`,
  active: `${API}/scheduled-maintenances/active.json`,
  /** Ours. */
  uptime: `${API}/uptime.json`,
} as const

const segment = (part: string): string => encodeURIComponent(part)

export const STATUS_FEEDS = {
  atom: '/status/history.atom',
  calendar: '/status/maintenance.ics',
  platformCalendar: (platformId: string) => `/status/maintenance/${segment(platformId)}.ics`,
  badge: '/status/badge.svg',
  platformBadge: (platformId: string) => `/status/badge/${segment(platformId)}.svg`,
  /** What platforms ask for, to tell of themselves on their sign-in pages. */
  standings: '/status/platforms.json',
} as const

/** Where operators take a pass to a platform that is closed for maintenance. */
export const STAFF_PASSES = '/staff/passes'
