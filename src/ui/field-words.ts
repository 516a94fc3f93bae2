import type { FieldProblem } from '../domain/errors.ts'

/** What the words need to know about a field: lengths are in characters. */
export type FieldWords = {
  readonly label: string
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  /** The part of what was typed that is wrong. */
  readonly wrong?: string | undefined
}

const FIELD_PROBLEMS: Readonly<Record<FieldProblem, (field: FieldWords) => string>> = {
  required: ({ label }) => `Enter: ${label}`,
  too_long: ({ maximum }) => (maximum === undefined ? 'This is too long' : `Use at most ${maximum} characters`),
  not_text: () => 'Use letters, digits and signs only: a link or something invisible came along',
  not_an_email: () => 'Enter an address like name@example.com',
  not_a_choice: () => 'Choose one from the list',
  nothing_chosen: () => 'Choose at least one',
  passwords_differ: () => 'The two passwords differ: type the same one twice',
  password_too_short: ({ minimum }) =>
    minimum === undefined ? 'Use more characters' : `Use at least ${minimum} characters; a few words do well`,
  password_too_long: ({ maximum }) => (maximum === undefined ? 'Use fewer characters' : `Use at most ${maximum} characters`),
  password_common: () => 'This password is on lists of common ones: choose another',
  password_contains_username: () => 'Leave the name you sign in with out of the password',
  password_contains_name: () => 'Leave your name out of the password',
  password_contains_company: () => 'Leave your company’s name out of the password',
  password_unchanged: () => 'This is the password you have now: choose another',
  password_needs_letters_and_digits: () => 'Use letters and digits: at least one of each',
  password_used_before: () => 'You have used this password lately: choose another',
  username_needs_at: () => 'Use an @ with something before and after it, like jane@acme',
  usernames_differ: () => 'The two user logins differ: type the same one again',
  username_unchanged: () => 'This is the user login you have now: choose another',
  username_quarantined: () => 'This user login was given up lately, and can’t be taken yet: choose another',
  wrong_username: () => 'This is not your current user login',
  wrong_password: () => 'This is not your current password',
  wrong_email: () => 'This is not the address of this account',
  same_email: () => 'This is the address you have now',
  name_needs_letters: () => 'Enter a name with at least one letter',
  not_an_acronym: () => 'Use 3 to 5 letters or digits',
  taken: () => 'This one is taken: choose another',
  manager_in_unit: () => 'A Manager stands above the units: choose no unit',
  has_signed_in: () => 'This user has signed in already: deactivate them, and add a Contact',
  unit_needed: () => 'A Unit Manager needs a unit: choose one',
  not_in_range: ({ minimum, maximum }) => `Enter a whole number from ${minimum ?? 1} to ${maximum ?? 'the limit'}`,
  not_networks: ({ wrong = 'One of these' }) => `${wrong} is no network: write one like 203.0.113.0/24 or 2001:db8::/32`,
  not_a_network: () => 'Enter an address or a network, like 203.0.113.7 or 2001:db8::/32',
  not_a_time: () => 'Enter a day, or a day and a time, like 2026-11-23 14:05',
  too_many_people: ({ maximum }) => `More than ${maximum ?? 100} people match: enter more of the name`,
  not_a_moment: () => 'Enter a day and a time, like 2026-11-23 14:05',
  time_skipped: () => 'Clocks are set forward over this time, so it never comes: choose another',
  time_twice: () => 'Clocks are set back, so this time comes twice: say whether you mean the first or the second',
  in_the_future: () => 'This is still to come: enter a time that has passed, or none',
  in_the_past: () => 'This has passed: enter a time that is still to come',
  too_far_ahead: () => 'This is more than two years ahead: check the year',
  before_start: () => 'The end is before the start',
  no_length: () => 'The end is the same as the start',
  not_later: () => 'Enter a time after the present end',
  window_too_long: () => 'This is longer than 14 days: check the dates, or split it',
  window_overlaps: ({ wrong = 'another maintenance' }) => `This overlaps ${wrong}`,
  before_last_update: () => 'This is before the last update: updates stand in the order in which things happened',
  after_first_update: () => 'This is after the first update: enter an earlier time',
  unknown_placeholder: ({ wrong = 'A placeholder' }) => `${wrong} can’t be filled in: write what it stands for`,
  unknown_component: ({ wrong = 'One of these' }) => `${wrong} is no component of this page`,
  unchanged: () => 'This is what it says already',
  not_a_location: () => 'Enter countries like GB or France, a region like Europe, or INTL',
  not_a_telephone_number: () => 'No such number can exist: write it with + and its country code, like +44 118 913 1502',
  display_differs: () => 'This is another number than the one above: write the same one as people there would',
  number_taken: () => 'This number stands there for this location already: change that entry',
  worldwide_needed: () => 'This is the last number that can be called from anywhere: add another one first',
  not_languages: ({ wrong = 'One of these' }) => `${wrong} is no language: write codes like en, fr or pt-BR`,
  not_a_zone: () => 'Enter a time zone like Europe/London; an offset such as +01:00 would miss summer time',
  not_hours: ({ wrong = 'One line' }) => `“${wrong}” can’t be read: write a line like Mon-Fri 09:00-17:30`,
  hours_end_before_start: ({ wrong = 'One line' }) =>
    `“${wrong}” ends before it starts: past midnight, write +1 behind it, like Fri 22:00-06:00+1`,
  hours_too_long: ({ wrong = 'One line' }) => `“${wrong}” is longer than a day: write a line for each day`,
  hours_overlap: ({ wrong = 'One line' }) => `“${wrong}” overlaps a line above it: join them`,
  not_a_day: ({ wrong = 'One line' }) => `“${wrong}” is no day: write 2026-12-25, or 12-25 for every year`,
  not_an_address: () => 'Enter a whole address, like https://example.com/hooks/status',
  not_https: () => 'The address has to begin with https://',
  not_public: () => 'Enter an address that can be reached from the Internet',
  too_many_networks: ({ maximum }) => `Enter at most ${maximum ?? 100} networks`,
}

/** The words that stand beside a field, and in the summary at the top. */
export function fieldProblemWords(problem: FieldProblem, field: FieldWords): string {
  return FIELD_PROBLEMS[problem](field)
}
