/** What the demo's status page tells of: invented, like the cast. Days count from the first start, times are UTC. */
export type StoryIncident = {
  readonly component: string
  readonly name: string
  readonly impact: string
  readonly daysAgo: number
  readonly steps: readonly StoryStep[]
}

export type StoryStep = { readonly at: string; readonly status: string; readonly state: string; readonly body: string }

export type StoryMaintenance = {
  readonly component: string
  readonly name: string
  readonly inDays: number
  readonly from: string
  readonly until: string
  readonly kind: 'maintenance' | 'release'
  readonly body: string
}

export const STORY_INCIDENTS: readonly StoryIncident[] = [
  {
    component: 'EU1',
    name: 'Slow sign-in on EU Platform 1',
    impact: 'minor',
    daysAgo: 34,
    steps: [
      {
        at: '06:12',
        status: 'investigating',
        state: 'degraded_performance',
        body: 'Sign-in takes up to 20 seconds on EU Platform 1. We are looking into it.',
      },
      {
        at: '06:41',
        status: 'identified',
        state: 'degraded_performance',
        body: 'A network link between two data centres loses packets. Traffic is being moved to another one.',
      },
      { at: '08:05', status: 'resolved', state: 'operational', body: 'Sign-in is as quick as ever.' },
    ],
  },
  {
    component: 'US1',
    name: 'Sign-in errors on US Platform 1',
    impact: 'major',
    daysAgo: 12,
    steps: [
      {
        at: '14:03',
        status: 'investigating',
        state: 'partial_outage',
        body: 'About a third of the sign-ins on US Platform 1 end with an error. **Nothing is lost**: please try again.',
      },
      {
        at: '14:37',
        status: 'monitoring',
        state: 'degraded_performance',
        body: 'A faulty node was taken out. Errors have stopped; we go on watching.',
      },
      { at: '15:50', status: 'resolved', state: 'operational', body: 'No errors for an hour.' },
    ],
  },
]

export const STORY_MAINTENANCES: readonly StoryMaintenance[] = [
  {
    component: 'US2',
    name: 'New reports on US Platform 2',
    inDays: 2,
    from: '09:00',
    until: '11:00',
    kind: 'release',
    body: 'A release without downtime.',
  },
  {
    component: 'EU2',
    name: 'Database upgrade on EU Platform 2',
    inDays: 6,
    from: '02:00',
    until: '06:00',
    kind: 'maintenance',
    body: 'Nobody can sign in during these hours. Scans that run meanwhile go on.',
  },
]
