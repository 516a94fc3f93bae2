import type { AuditWords } from './audit-words.ts'

/** What operators do at the front door, in the trail of its own (A04). */
export const STAFF_AUDIT_ACTIONS = {
  'incident.opened': { group: 'status', label: 'Incident opened', sentence: '{who} opened an incident', only: 'staff' },
  'incident.updated': { group: 'status', label: 'Incident updated', sentence: '{who} updated an incident', only: 'staff' },
  'incident.resolved': { group: 'status', label: 'Incident resolved', sentence: '{who} resolved an incident', only: 'staff' },
  'incident.reopened': { group: 'status', label: 'Incident reopened', sentence: '{who} reopened an incident', only: 'staff' },
  'incident.postmortem_written': {
    group: 'status',
    label: 'Postmortem written',
    sentence: '{who} wrote the postmortem of an incident',
    only: 'staff',
  },
  'update.corrected': {
    group: 'status',
    label: 'Published text corrected',
    sentence: '{who} corrected a published text',
    only: 'staff',
  },
  'maintenance.scheduled': {
    group: 'status',
    label: 'Maintenance scheduled',
    sentence: '{who} scheduled a maintenance',
    only: 'staff',
  },
  'maintenance.moved': { group: 'status', label: 'Maintenance moved', sentence: '{who} moved a maintenance', only: 'staff' },
  'maintenance.changed': {
    group: 'status',
    label: 'Maintenance changed',
    sentence: '{who} changed what a maintenance is of',
    only: 'staff',
  },
  'maintenance.started': {
    group: 'status',
    label: 'Maintenance started',
    sentence: '{who} started a maintenance',
    only: 'staff',
  },
  'maintenance.extended': {
    group: 'status',
    label: 'Maintenance extended',
    sentence: '{who} extended a maintenance',
    only: 'staff',
  },
  'maintenance.updated': {
    group: 'status',
    label: 'Maintenance updated',
    sentence: '{who} updated a maintenance',
    only: 'staff',
  },
  'maintenance.completed': {
    group: 'status',
    label: 'Maintenance completed',
    sentence: '{who} completed a maintenance',
    only: 'staff',
  },
  'maintenance.cancelled': {
    group: 'status',
    label: 'Maintenance cancelled',
    sentence: '{who} cancelled a maintenance',
    only: 'staff',
  },
  'maintenance.pass_issued': {
    group: 'status',
    label: 'Pass to a closed platform given',
    sentence: '{who} took a pass to a platform that is closed for maintenance',
    only: 'staff',
  },
  'component.state_set': {
    group: 'status',
    label: 'State of a component set',
    sentence: '{who} set the state of a component',
    only: 'staff',
  },
  'component.state_cleared': {
    group: 'status',
    label: 'State of a component left to probes',
    sentence: '{who} took back the state of a component',
    only: 'staff',
  },
  'subscriber.removed': {
    group: 'status',
    label: 'Subscriber removed',
    sentence: '{who} removed a subscriber of the status page',
    only: 'staff',
  },
  'template.created': { group: 'status', label: 'Template created', sentence: '{who} created a template', only: 'staff' },
  'template.changed': { group: 'status', label: 'Template changed', sentence: '{who} changed a template', only: 'staff' },
  'template.removed': { group: 'status', label: 'Template removed', sentence: '{who} removed a template', only: 'staff' },

  'contact.added': {
    group: 'contacts',
    label: 'Support contact added',
    sentence: '{who} added a support contact',
    only: 'staff',
  },
  'contact.changed': {
    group: 'contacts',
    label: 'Support contact changed',
    sentence: '{who} changed a support contact',
    only: 'staff',
  },
  'contact.verified': {
    group: 'contacts',
    label: 'Support contact verified',
    sentence: '{who} called a support contact and found it right',
    only: 'staff',
  },
  'contact.removed': {
    group: 'contacts',
    label: 'Support contact removed',
    sentence: '{who} removed a support contact',
    only: 'staff',
  },
  'contact.restored': {
    group: 'contacts',
    label: 'Support contact restored',
    sentence: '{who} brought a support contact back',
    only: 'staff',
  },
} as const satisfies Readonly<Record<string, AuditWords>>
