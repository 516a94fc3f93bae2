import type { FieldProblems } from './errors.ts'
import { checkChosenUsername } from './username.ts'

const MINUTE = 60
const DAY = 24 * 60 * MINUTE

/** For so long nobody takes a user login that was given up: mails and people still know somebody else by it (N13). */
export const QUARANTINE_SECONDS = 90 * DAY

/** For so long the second step of a change waits for the session that began it (S29). */
export const CONFIRM_SECONDS = 15 * MINUTE

/** As typed. */
export type UsernameChangeForm = {
  readonly currentUsername: string
  readonly newUsername: string
  readonly confirmation: string
  readonly currentPassword: string
}

/** A user login as it is compared: what is around it doesn't count, case does. */
export function usernameAsTyped(typed: string): string {
  return typed.trim().normalize('NFC')
}

/**
 * All that is wrong with the form at once, before anything is spent (S29). Whether the current login and password are
 * right is no matter of form: each answer to that costs a try (I-25). Another spelling of one's own login is a change.
 */
export function usernameChangeProblems(form: UsernameChangeForm, current: string): FieldProblems {
  return {
    ...(usernameAsTyped(form.currentUsername) === '' ? { currentUsername: 'required' } : {}),
    ...newUsernameProblems(form, current),
    ...(form.currentPassword === '' ? { currentPassword: 'required' } : {}),
  }
}

function newUsernameProblems({ newUsername, confirmation }: UsernameChangeForm, current: string): FieldProblems {
  const checked = checkChosenUsername(newUsername)
  if (!checked.ok) return { newUsername: checked.problem }
  if (checked.text === current) return { newUsername: 'username_unchanged' }
  return usernameAsTyped(confirmation) === checked.text ? {} : { confirmation: 'usernames_differ' }
}
