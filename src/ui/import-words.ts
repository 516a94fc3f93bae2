import type { ImportState } from '../domain/import-view.ts'
import { PLATFORM_ROLES } from '../domain/roles.ts'
import type { Fate, RowNote, RowReason } from '../domain/user-import.ts'

export const FATE_WORDS: Readonly<Record<Fate, string>> = {
  created: 'Created',
  changed: 'Changed',
  unchanged: 'Unchanged',
  refused: 'Refused',
}

export const IMPORT_STATE_WORDS: Readonly<Record<ImportState, string>> = {
  reading: 'Being read',
  checked: 'Waiting for its start',
  running: 'Running',
  done: 'Done',
  cancelled: 'Cancelled',
}

/** Why a row is refused, and what would help; for the page and for the file of rows. */
export const REASON_WORDS: Readonly<Record<RowReason, string>> = {
  cell_count: 'It has more or fewer cells than the first line: check for a missing quotation mark or separator',
  no_key: 'It has no external ID: give it one, or the username of somebody who is there already',
  external_id_invalid: 'The external ID is longer than 200 characters, or something invisible came along',
  first_name_invalid: 'First name: it is empty, longer than 100 characters, or has a web address in it',
  last_name_invalid: 'Last name: it is empty, longer than 100 characters, or has a web address in it',
  email_invalid: 'E-mail address: one like name@example.com is needed',
  role_unknown: `This role does not exist: use ${Object.values(PLATFORM_ROLES).join(', ')}`,
  unit_name_invalid: 'Business unit: its name is longer than 100 characters, or has a web address in it',
  unit_unknown: 'There is no business unit of this name: create it first, or let this import do it',
  unit_needed: 'A Unit Manager needs a business unit',
  manager_in_unit: 'A Manager stands above the business units: leave the unit empty',
  hash_unknown: 'This is no password hash that we can check: leave it empty, and its owner chooses a password by mail',
  hash_costly: 'Checking this password hash would take too long: leave it empty, and its owner chooses a password by mail',
  hash_not_allowed: 'Only a Manager may bring passwords from elsewhere: leave the hash empty',
  hash_of_contact: 'A Contact never signs in: leave the hash empty',
  repeated_key: 'An earlier line of the file is about the same user',
  username_of_another: 'External ID and username belong to two different users',
  has_signed_in: 'Who has a password can’t become a Contact: deactivate the user, and add them as a Contact',
  last_manager: 'This is the last Manager who can sign in: make another one first',
  point_of_contact: 'This is a point of contact: pass that on first',
  not_oneself: 'You can’t do this to yourself: ask another Manager',
  wrong_state: 'The user’s state does not allow it',
  forbidden: 'Your role does not allow this: ask a Manager',
  starter_lost_right: 'Whoever started the import may no longer import',
}

export const NOTE_WORDS: Readonly<Record<RowNote, string>> = {
  email_kept: 'The e-mail address differs and stays as it is: change it on the user’s page, where it is confirmed',
  password_kept: 'The password stays: a hash counts only for new users',
  username_new: 'Nobody here has this username: the user gets a new one',
}

/** Facts of a user that a row may change, by their names in the record of changes. */
export const FACT_WORDS: Readonly<Record<string, string>> = {
  firstName: 'First name',
  lastName: 'Last name',
  role: 'Role',
  businessUnit: 'Business unit',
  extraRights: 'Extra rights',
  externalId: 'External ID',
}
