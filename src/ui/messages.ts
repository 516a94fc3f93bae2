import { STATE_WORDS } from '../domain/account-state.ts'
import type { FieldProblem, RefusalCode, RefusalDetails } from '../domain/errors.ts'
import type { Product } from '../domain/platform-directory.ts'
import { PRODUCTS, type ProductWords } from '../domain/product.ts'
import { fileProblemMessage } from './file-problem-words.ts'
import { PATHS, PLATFORM, type ProductPaths } from './paths.ts'
import { durationWords } from './time-words.ts'

/** What happened, why it may be, and the next step; the link leads to that step where it is on another page. */
export type Message = {
  readonly heading: string
  readonly sentence: string
  readonly next: string
  readonly link: { readonly label: string; readonly href: string } | null
}

/** Where the words stand: each product has its own addresses, and its own words for some things. */
type Place = { readonly paths: ProductPaths; readonly words: ProductWords }

const REFUSALS: { readonly [Code in RefusalCode]: (details: RefusalDetails[Code], place: Place) => Message } = {
  invalid_credentials: (_, { words }) => ({
    heading: 'Invalid credentials',
    sentence: `The ${words.username} and password don’t match. Both are case-sensitive.`,
    // No link: the sign-in page has both of them already, once.
    next: 'Check that this is your platform, or use Forgot Password.',
    link: null,
  }),
  captcha_required: ({ action }) => ({
    heading: 'One more check',
    ...(action === 'sign-in'
      ? {
          sentence: 'We now also check that a person is signing in. Nothing was tried or counted.',
          next: 'Enter your password again; the check below runs by itself.',
        }
      : {
          sentence: 'Many such requests came from your network, so we also check that a person is asking. Nothing was sent.',
          next: 'Press the button again; the check below runs by itself.',
        }),
    link: null,
  }),
  captcha_failed: () => ({
    heading: 'The check did not complete',
    sentence: 'Each check is good for one try, within the hour.',
    next: 'Wait for a new tick below, then press the button again.',
    link: null,
  }),
  invalid_key: () => ({
    heading: 'The activation key is not valid',
    sentence: 'It may have been used already, it may have expired, or a newer mail may have replaced it.',
    next: 'Ask for a new link. If it persists, turn to your TAM or to support.',
    link: null,
  }),
  invalid_fields: () => ({
    heading: 'Please check what you entered',
    sentence: 'Nothing has been saved yet.',
    next: '',
    link: null,
  }),
  not_found: (_, { paths }) => ({
    heading: 'Page not found',
    sentence: 'It may have moved, or the address may be incomplete.',
    next: 'Check the address, or start again from the home page.',
    link: { label: 'Home', href: paths.home },
  }),
  forbidden: (_, { paths }) => ({
    heading: 'Your role does not allow this',
    sentence: 'Nothing was changed.',
    next: 'Ask a Manager of your subscription.',
    link: { label: 'Who can help', href: paths.helpAccount },
  }),
  wrong_state: ({ state }, { paths }) => ({
    heading: 'That is not possible now',
    sentence: `Someone may have been quicker: the user is ${stateInSentence(state)}. Nothing was changed.`,
    next: 'Look at the user’s page again.',
    link: { label: 'Users', href: paths.users },
  }),
  last_manager: (_, { paths }) => ({
    heading: 'This is the last Manager who can sign in',
    sentence: 'Without one, nobody could manage this subscription. Nothing was changed.',
    next: 'Make another user a Manager first.',
    link: { label: 'Users', href: paths.users },
  }),
  point_of_contact: (_, { paths, words }) => ({
    heading: `This user is your subscription’s ${words.pointOfContact}`,
    sentence: `The ${words.pointOfContact} has to be able to sign in. Nothing was changed.`,
    next: `Make another Manager the ${words.pointOfContact} first.`,
    link: { label: 'Account Info', href: paths.helpAccount },
  }),
  not_oneself: (_, { paths }) => ({
    heading: 'You can’t do this to yourself',
    sentence: 'It could lock you out. Nothing was changed.',
    next: 'Ask another Manager of your subscription.',
    link: { label: 'Users', href: paths.users },
  }),
  too_many_requests: ({ retryAfterSeconds }) => ({
    heading: 'Too many tries at once',
    sentence: 'To keep guessing slow, we pause now and then. Nothing is lost.',
    next: `Try again in ${durationWords(retryAfterSeconds)}.`,
    link: null,
  }),
  overloaded: ({ retryAfterSeconds }) => ({
    heading: 'We are very busy right now',
    sentence: 'Your request was not carried out, and nothing was changed.',
    next: `Try again in ${durationWords(retryAfterSeconds)}.`,
    link: null,
  }),
  bad_file: ({ problem }) => fileProblemMessage(problem),
  already_decided: (_, { paths }) => ({
    heading: 'This request has been decided already',
    sentence: 'Another Manager was quicker, or the user has got back in.',
    next: 'Look at the user’s state in the list.',
    link: { label: 'Users', href: paths.users },
  }),
  too_many_tokens: ({ most }) => ({
    heading: `You have ${most} API tokens already`,
    sentence: 'That is as many as one account can have. Nothing was created.',
    next: 'Revoke one that is no longer needed.',
    link: null,
  }),
  email_changing: (_, { paths }) => ({
    heading: 'This user’s e-mail address is being changed',
    sentence: 'Until that is settled, no mail with a way in goes to either address. Nothing was sent.',
    next: 'Wait for it, or cancel the change on the user’s page first.',
    link: { label: 'Users', href: paths.users },
  }),
  changed_meanwhile: (_, { paths }) => ({
    heading: 'Somebody else has changed this meanwhile',
    sentence: 'So that nobody’s change is lost, yours was not saved.',
    next: 'Look at it as it is now, and enter your change again.',
    link: { label: 'Users', href: paths.users },
  }),
  unit_not_empty: ({ people }, { paths }) => ({
    heading: 'There are still people in this business unit',
    sentence: `${people === 1 ? 'One user is' : `${people} users are`} in it. Nothing was changed.`,
    next: 'Move them elsewhere first.',
    link: { label: 'Users', href: paths.users },
  }),
  not_eligible: (_, { paths, words }) => ({
    heading: `This user can’t be the ${words.pointOfContact}`,
    sentence: 'It takes an Active Manager of what it stands for. Nothing was changed.',
    next: 'Choose somebody else, or change that user’s role first.',
    link: { label: words.subscriptionSection, href: paths.subscription },
  }),
  trial_running: (_, { paths }) => ({
    heading: 'Settings are being tried just now',
    sentence: 'Only one trial runs at a time. Nothing was changed.',
    next: 'Keep those settings or go back first, or wait for the end of the trial.',
    link: { label: 'Security settings', href: paths.security },
  }),
  no_trial: (_, { paths }) => ({
    heading: 'This trial is over',
    sentence: 'Its time was up, or it was ended already.',
    next: 'Look at what counts now.',
    link: { label: 'Security settings', href: paths.security },
  }),
  session_needed: (_, { paths }) => ({
    heading: 'Only a person who is signed in can keep these settings',
    sentence: 'That shows that people still get in; an API token can’t show it. The trial goes on.',
    next: 'Sign in and keep them there.',
    link: { label: 'Security settings', href: paths.security },
  }),
  shuts_you_out: ({ address }) => ({
    heading: 'These networks don’t include you',
    sentence: `Your address is ${address}. Nothing has been saved yet.`,
    next: 'Add your network, or say that you want to try them anyway.',
    link: null,
  }),
}

/** The words for a refusal; `refusalMessage({ code: 'not_found', details: {} })`. A `Refusal` fits as it is. */
export function refusalMessage<Code extends RefusalCode>(
  refusal: { code: Code; details: RefusalDetails[Code] },
  product: Product = 'platform',
): Message {
  return REFUSALS[refusal.code](refusal.details, { paths: PATHS[product], words: PRODUCTS[product].words })
}

/** The page for what is no refusal but a fault of ours. */
export function faultMessage({ requestId }: { requestId: string }): Message {
  return {
    heading: 'Something went wrong on our side',
    sentence: 'Your request may not have been carried out. The fault has been recorded.',
    next: `Try again in a minute. If it persists, tell support this number: ${requestId}`,
    link: { label: 'Home', href: PLATFORM.home },
  }
}

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
  too_many_networks: ({ maximum }) => `Enter at most ${maximum ?? 100} networks`,
}

/** The words that stand beside a field, and in the summary at the top. */
export function fieldProblemWords(problem: FieldProblem, field: FieldWords): string {
  return FIELD_PROBLEMS[problem](field)
}

function stateInSentence(state: string): string {
  return Object.entries(STATE_WORDS).find(([code]) => code === state)?.[1] ?? 'in another state'
}

/** The platform's database can't be reached or is busy: nobody enters, nothing is lost (I-39). */
export function unavailableMessage(): Message {
  return {
    heading: 'This platform can’t answer right now',
    sentence: 'Your request was not carried out, and nothing was changed.',
    next: 'Try again in a few seconds.',
    link: null,
  }
}

const BAD_REQUESTS = {
  cross_origin: [
    'This came from another page',
    'Forms are only taken from our own pages, so that nobody else can send them in your name.',
    'Open the page here and try again.',
  ],
  not_a_form: ['This is not a form of ours', 'We could not read what was sent.', 'Open the page again and use its form.'],
  form_too_large: ['This is too much text', 'What was sent is longer than any form of ours.', 'Go back and shorten it.'],
  too_many_fields: [
    'This is not a form of ours',
    'It has more fields than any form of ours.',
    'Open the page again and use its form.',
  ],
  repeated_field: [
    'This is not a form of ours',
    'One field came twice, so we can’t tell which counts.',
    'Open the page again and use its form.',
  ],
  malformed_form: [
    'We could not read what was sent',
    'It holds characters that are no text.',
    'Go back, type it again, and try once more.',
  ],
} as const

export function badRequestMessage(code: keyof typeof BAD_REQUESTS): Message {
  const [heading, sentence, next] = BAD_REQUESTS[code]
  return { heading, sentence: `${sentence} Nothing was changed.`, next, link: null }
}
