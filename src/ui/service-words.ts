import type { IncidentImpact, Indicator, UpdateStatus } from '../domain/service-status.ts'

/** How bad an incident is, on screen. */
export const IMPACT_WORDS: Readonly<Record<IncidentImpact, string>> = {
  none: 'No impact',
  minor: 'Minor impact',
  major: 'Major impact',
  critical: 'Critical impact',
}

/** The roll-up of the whole page, as its heading says it. */
export const ROLL_UP_WORDS: Readonly<Record<Indicator, string>> = {
  none: 'All systems operational',
  maintenance: 'Service under maintenance',
  minor: 'Partially degraded service',
  major: 'Partial system outage',
  critical: 'Major service outage',
}

/** What an incident or a maintenance has come to, on screen. */
export const UPDATE_WORDS: Readonly<Record<UpdateStatus, string>> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  postmortem: 'Postmortem',
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
}
