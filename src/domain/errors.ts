import type { FileProblem } from './file-problem.ts'

/**
 * Everything Gatehouse may refuse, as data: a closed union of codes with typed details. No HTTP in here;
 * `http/problem.ts` maps codes to statuses, `ui/messages.ts` holds the words. A code without words does not compile.
 */
export type RefusalDetails = {
  /** One answer for unknown, wrong, pending, inactive (S06, I-09). */
  invalid_credentials: { captchaNext: boolean }
  captcha_required: { action: string }
  captcha_failed: { action: string }
  /** Used, expired, superseded, foreign, malformed: one answer (S14, I-03). */
  invalid_key: Record<never, never>
  /** `wrong`: the part of what was typed that is wrong, or what it runs into, by field. */
  invalid_fields: { fields: FieldProblems; wrong?: Readonly<Record<string, string>> }
  not_found: Record<never, never>
  forbidden: Record<never, never>
  /** The account's state does not allow the act, e.g. activating an active one. */
  wrong_state: { state: string }
  last_manager: Record<never, never>
  point_of_contact: Record<never, never>
  not_oneself: Record<never, never>
  too_many_requests: { retryAfterSeconds: number }
  /** The hash pool or the database cannot take more: 503 with Retry-After (I-39). */
  overloaded: { retryAfterSeconds: number }
  already_decided: Record<never, never>
  /** Of API tokens that live at a time. */
  too_many_tokens: { most: number }
  /** A file that can't be read as one of users (A06). */
  bad_file: { problem: FileProblem }
  /** No reset goes to either address while one waits to become the other (I-37). */
  email_changing: Record<never, never>
  /** Somebody else edited it after the caller read it. */
  changed_meanwhile: Record<never, never>
  /** A business unit with people in it can't be taken away. */
  unit_not_empty: { people: number }
  /** Who is to be a point of contact must be able to sign in, and be what that takes. */
  not_eligible: Record<never, never>
  /** Settings are being tried: they are kept or given up first (N12). */
  trial_running: Record<never, never>
  /** The trial is over, or was of other settings. */
  no_trial: Record<never, never>
  /** A trial shows that people get in, so a program can't end it well. */
  session_needed: Record<never, never>
  /** An incident or a maintenance that is over, or hasn't begun. */
  not_at_this_stage: { stage: string }
  /** The networks don't hold the caller's own address, and the caller has not said that they know. */
  shuts_you_out: { address: string }
}

export type RefusalCode = keyof RefusalDetails

/** Field name -> code of what is wrong with it; the words are in `ui/messages.ts`. */
export type FieldProblems = Readonly<Record<string, FieldProblem>>

export type FieldProblem =
  | 'required'
  | 'too_long'
  | 'not_text'
  | 'not_an_email'
  | 'not_a_choice'
  | 'nothing_chosen'
  | 'passwords_differ'
  | 'password_too_short'
  | 'password_too_long'
  | 'password_common'
  | 'password_contains_username'
  | 'password_contains_name'
  | 'password_contains_company'
  | 'password_needs_letters_and_digits'
  | 'password_unchanged'
  /** One of the latest, which the policy remembers. */
  | 'password_used_before'
  | 'username_needs_at'
  | 'usernames_differ'
  | 'username_unchanged'
  /** Somebody's until lately. */
  | 'username_quarantined'
  | 'wrong_username'
  | 'wrong_password'
  | 'wrong_email'
  | 'same_email'
  | 'name_needs_letters'
  | 'not_an_acronym'
  | 'taken'
  /** A Manager stands above the units. */
  | 'manager_in_unit'
  | 'unit_needed'
  | 'has_signed_in'
  | 'not_in_range'
  | 'not_networks'
  | 'too_many_networks'
  | 'not_a_network'
  | 'not_a_time'
  | 'too_many_people'
  /** Of where to post to. */
  | 'not_an_address'
  | 'not_https'
  | 'not_public'
  /** Of support contacts. */
  | 'not_a_location'
  | 'not_a_telephone_number'
  | 'display_differs'
  | 'number_taken'
  | 'worldwide_needed'
  | 'not_languages'
  | 'not_a_zone'
  | 'not_hours'
  | 'hours_end_before_start'
  | 'hours_too_long'
  | 'hours_overlap'
  | 'not_a_day'
  /** A day and a time, where nothing else will do. */
  | 'not_a_moment'
  /** Clocks are set forward over it, or back. */
  | 'time_skipped'
  | 'time_twice'
  | 'in_the_future'
  | 'in_the_past'
  | 'too_far_ahead'
  | 'before_start'
  | 'no_length'
  | 'not_later'
  | 'window_too_long'
  | 'window_overlaps'
  /** An update would stand before one that was written earlier. */
  | 'before_last_update'
  | 'after_first_update'
  | 'unknown_placeholder'
  | 'unknown_component'
  | 'unchanged'

export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  readonly code: Code
  readonly details: RefusalDetails[Code]

  constructor(code: Code, details: RefusalDetails[Code]) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
}

/** Builds a refusal; `throw refuse('not_found')`. Details may be left out where the code has none. */
export function refuse<Code extends RefusalCode>(
  code: Code,
  ...details: Record<never, never> extends RefusalDetails[Code] ? [] : [RefusalDetails[Code]]
): Refusal<Code> {
  return new Refusal(code, (details[0] ?? {}) as RefusalDetails[Code])
}

export function isRefusal<Code extends RefusalCode = RefusalCode>(error: unknown, code?: Code): error is Refusal<Code> {
  return error instanceof Refusal && (code === undefined || error.code === code)
}

/** What a form that comes back says beside its fields; nothing where the refusal is of another kind. */
export function fieldProblemsOf(refusal: Refusal | null): FieldProblems {
  return isRefusal(refusal, 'invalid_fields') ? refusal.details.fields : {}
}

/** Throws Refusal `invalid_fields` where any field has a problem. */
export function requireNoProblems(fields: FieldProblems): void {
  if (Object.keys(fields).length > 0) throw refuse('invalid_fields', { fields })
}
