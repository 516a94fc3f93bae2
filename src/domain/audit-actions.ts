import type { AuditWords } from './audit-words.ts'
import type { Product } from './platform-directory.ts'
import { STAFF_AUDIT_ACTIONS } from './staff-audit-actions.ts'

/**
 * Everything that the trail may tell (A04), in the past tense. A new act is one line here; its name starts with what it
 * is done to. Names stay as they are once written: rows are never rewritten.
 */
export const AUDIT_ACTIONS = {
  'sign_in.succeeded': { group: 'sign_ins', label: 'Signed in', sentence: '{who} signed in' },
  'sign_in.refused': { group: 'sign_ins', label: 'Sign-in refused', sentence: 'A sign-in of {whom} was refused' },
  'sessions.ended': {
    group: 'sign_ins',
    label: 'Sessions ended',
    sentence: '{who} ended the sessions of {whom}',
    own: '{who} ended sessions of their own',
  },

  'sign_in.restricted': {
    group: 'sign_ins',
    label: 'Signed in to choose a password',
    sentence: '{who} signed in to choose a password, and for nothing else',
    only: 'pci',
  },

  'password.changed': { group: 'passwords', label: 'Password changed', sentence: '{who} changed their password' },
  'password.change_refused': {
    group: 'passwords',
    label: 'Change of password refused',
    sentence: '{who} tried to change their password, and was refused',
  },
  'password.reset': { group: 'passwords', label: 'Password reset', sentence: '{whom} chose a new password by a mailed key' },
  'password.revealed': {
    group: 'passwords',
    label: 'Temporary password revealed',
    sentence: '{whom} was shown a temporary password by a mailed key',
    only: 'pci',
  },
  'password.reset_started': {
    group: 'passwords',
    label: 'Reset sent',
    sentence: '{who} sent {whom} a mail to choose a new password',
  },
  'welcome.resent': {
    group: 'passwords',
    label: 'Welcome mail sent again',
    sentence: '{who} sent {whom} the welcome mail again',
  },
  'recovery.requested': { group: 'passwords', label: 'Forgot Password', sentence: 'A way back in was asked for {whom}' },
  'recovery.address_mismatch': {
    group: 'passwords',
    label: 'Forgot Password with another address',
    sentence: 'Forgot Password was tried for {whom} with an address that is not theirs',
  },

  'usernames.mailed': {
    group: 'passwords',
    label: 'Usernames mailed',
    sentence: 'The usernames of the address of {whom} were asked for, and mailed there',
  },

  'account.added': { group: 'users', label: 'User added', sentence: '{who} added {whom}' },
  'account.activation_completed': { group: 'users', label: 'Activation completed', sentence: '{whom} completed the activation' },
  'account.activated': { group: 'users', label: 'User activated', sentence: '{who} activated {whom}' },
  'account.deactivated': { group: 'users', label: 'User deactivated', sentence: '{who} deactivated {whom}' },
  'account.frozen': { group: 'users', label: 'User frozen', sentence: '{whom} became Inactive by failed sign-ins' },
  'account.unfrozen': {
    group: 'users',
    label: 'User unfrozen',
    sentence: '{who} unfroze {whom}',
    own: '{who} unfroze the account by a mailed key',
  },
  'account.locked': {
    group: 'users',
    label: 'User locked',
    sentence: '{whom} was locked for a while by failed sign-ins',
  },
  'account.lock_released': {
    group: 'users',
    label: 'Lock released',
    sentence: '{who} released the lock of {whom}',
    own: '{who} released the lock by a mailed key',
  },
  'username.changed': {
    group: 'users',
    label: 'User login changed',
    sentence: '{who} changed their user login',
    only: 'pci',
  },
  'username.change_refused': {
    group: 'users',
    label: 'Change of user login refused',
    sentence: '{who} tried to change their user login, and was refused',
    only: 'pci',
  },
  'username.restored': {
    group: 'users',
    label: 'Change of user login undone',
    sentence: 'The change of the user login of {whom} was undone by a mailed key',
    only: 'pci',
  },
  'account.cancelled': { group: 'users', label: 'User cancelled', sentence: '{who} cancelled {whom}' },
  'account.idled_out': { group: 'users', label: 'User idle', sentence: '{whom} became Inactive, unused for too long' },
  'account.role_changed': { group: 'users', label: 'Role changed', sentence: '{who} changed the role of {whom}' },
  'account.moved': {
    group: 'users',
    label: 'Business unit changed',
    sentence: '{who} moved {whom} to another business unit',
    only: 'platform',
  },
  'account.rights_changed': {
    group: 'users',
    label: 'Extra rights changed',
    sentence: '{who} changed the extra rights of {whom}',
    only: 'platform',
  },
  'profile.changed': {
    group: 'users',
    label: 'Profile changed',
    sentence: '{who} changed the profile of {whom}',
    own: '{who} changed their profile',
  },
  'email.change_requested': {
    group: 'users',
    label: 'Change of e-mail address asked for',
    sentence: '{who} asked for another e-mail address of {whom}',
    own: '{who} asked for another e-mail address',
  },
  'email.changed': {
    group: 'users',
    label: 'E-mail address changed',
    sentence: '{who} changed the e-mail address of {whom}',
    own: '{who} changed their e-mail address',
  },
  'email.change_stopped': {
    group: 'users',
    label: 'Change of e-mail address stopped',
    sentence: 'A change of the e-mail address of {whom} was stopped',
  },
  'activation.requested': { group: 'users', label: 'Asked to be activated', sentence: '{whom} asked to be activated' },
  'activation.request_denied': {
    group: 'users',
    label: 'Request to be activated denied',
    sentence: '{who} denied the request of {whom} to be activated',
  },

  'token.created': {
    group: 'tokens',
    label: 'API token created',
    sentence: '{who} created an API token',
    only: ['platform', 'staff'],
  },
  'token.refused': {
    group: 'tokens',
    label: 'API token refused',
    sentence: '{who} tried to create an API token, and was refused',
    only: ['platform', 'staff'],
  },
  'token.revoked': {
    group: 'tokens',
    label: 'API token revoked',
    sentence: '{who} revoked an API token of {whom}',
    own: '{who} revoked an API token',
    only: ['platform', 'staff'],
  },

  'subscription.created': { group: 'settings', label: 'Subscription opened', sentence: '{who} opened the subscription' },

  'subscription.point_of_contact_changed': {
    group: 'settings',
    label: 'Contact of the subscription changed',
    sentence: '{who} made {whom} the {contact}',
  },
  'settings.trial_started': {
    group: 'settings',
    label: 'Settings on trial',
    sentence: '{who} put new settings on trial',
    only: 'platform',
  },
  'settings.changed': { group: 'settings', label: 'Settings changed', sentence: '{who} changed the settings', only: 'platform' },
  'settings.confirmed': {
    group: 'settings',
    label: 'Settings kept',
    sentence: '{who} kept the settings that were on trial',
    only: 'platform',
  },
  'settings.rolled_back': {
    group: 'settings',
    label: 'Settings rolled back',
    sentence: 'The settings before the trial came back',
    only: 'platform',
  },

  'unit.created': { group: 'units', label: 'Unit created', sentence: '{who} created a business unit', only: 'platform' },
  'unit.changed': { group: 'units', label: 'Unit changed', sentence: '{who} changed a business unit', only: 'platform' },
  'unit.removed': { group: 'units', label: 'Unit removed', sentence: '{who} removed a business unit', only: 'platform' },
  'unit.point_of_contact_changed': {
    group: 'units',
    label: 'Point of contact of a unit changed',
    sentence: '{who} made {whom} the point of contact of a business unit',
    only: 'platform',
  },

  'maintenance.pass_used': {
    group: 'status',
    label: 'Pass used while closed',
    sentence: 'An operator of the front door came in while the platform was closed for maintenance',
  },

  ...STAFF_AUDIT_ACTIONS,

  'import.started': { group: 'files', label: 'Import started', sentence: '{who} started an import of users', only: 'platform' },
  'import.finished': { group: 'files', label: 'Import finished', sentence: 'An import of users was finished', only: 'platform' },
  'import.cancelled': {
    group: 'files',
    label: 'Import cancelled',
    sentence: '{who} cancelled an import of users',
    only: 'platform',
  },
  'users.exported': { group: 'files', label: 'Users exported', sentence: '{who} exported the users', only: 'platform' },

  'audit.exported': { group: 'trail', label: 'Audit trail exported', sentence: '{who} exported the audit trail' },
  'audit.pruned': { group: 'trail', label: 'Audit trail pruned', sentence: 'Events beyond their time were removed' },
} as const satisfies Readonly<Record<string, AuditWords>>

export type AuditAction = keyof typeof AUDIT_ACTIONS

export function isAuditAction(text: string): text is AuditAction {
  return Object.hasOwn(AUDIT_ACTIONS, text)
}

/** What can happen on platforms of a product, in the order in which the search offers it. */
export function auditActionsOf(product: Product): readonly AuditAction[] {
  return Object.keys(AUDIT_ACTIONS)
    .filter(isAuditAction)
    .filter((action) => [auditWords(action)?.only ?? product].flat().includes(product))
}

/** An act as lists name it, the same for those that only a later version knows; who signs in at the front door is an operator. */
export function auditLabel(action: string, product: Product): string {
  const label = auditWords(action)?.label ?? action
  return product === 'staff' ? label.replace(/^User /u, 'Operator ') : label
}

/** The words of an act; null for one that only a later version knows. */
export function auditWords(action: string): AuditWords | null {
  return isAuditAction(action) ? AUDIT_ACTIONS[action] : null
}
