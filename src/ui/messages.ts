import { STATE_WORDS } from '../domain/account-state.ts'
import type { RefusalCode, RefusalDetails } from '../domain/errors.ts'
import type { Product } from '../domain/platform-directory.ts'
import type { ProductWords } from '../domain/product-words.ts'
import { PRODUCTS } from '../domain/product.ts'
import { fileProblemMessage } from './file-problem-words.ts'
import { PATHS, type ProductPaths } from './paths.ts'
import { STAFF_REFUSALS } from './staff-messages.ts'
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
  wrong_state: ({ state }, { paths, words }) => ({
    heading: 'That is not possible now',
    sentence: `Someone may have been quicker: the user is ${stateInSentence(state)}. Nothing was changed.`,
    next: 'Look at the user’s page again.',
    link: { label: words.usersSection, href: paths.users },
  }),
  last_manager: (_, { paths, words }) => ({
    heading: 'This is the last Manager who can sign in',
    sentence: 'Without one, nobody could manage this subscription. Nothing was changed.',
    next: 'Make another user a Manager first.',
    link: { label: words.usersSection, href: paths.users },
  }),
  point_of_contact: (_, { paths, words }) => ({
    heading: `This user is your subscription’s ${words.pointOfContact}`,
    sentence: `The ${words.pointOfContact} has to be able to sign in. Nothing was changed.`,
    next: `Make another Manager the ${words.pointOfContact} first.`,
    link: { label: 'Account Info', href: paths.helpAccount },
  }),
  not_oneself: (_, { paths, words }) => ({
    heading: 'You can’t do this to yourself',
    sentence: 'It could lock you out. Nothing was changed.',
    next: 'Ask another Manager of your subscription.',
    link: { label: words.usersSection, href: paths.users },
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
  already_decided: (_, { paths, words }) => ({
    heading: 'This request has been decided already',
    sentence: 'Another Manager was quicker, or the user has got back in.',
    next: 'Look at the user’s state in the list.',
    link: { label: words.usersSection, href: paths.users },
  }),
  too_many_tokens: ({ most }) => ({
    heading: `You have ${most} API tokens already`,
    sentence: 'That is as many as one account can have. Nothing was created.',
    next: 'Revoke one that is no longer needed.',
    link: null,
  }),
  email_changing: (_, { paths, words }) => ({
    heading: 'This user’s e-mail address is being changed',
    sentence: 'Until that is settled, no mail with a way in goes to either address. Nothing was sent.',
    next: 'Wait for it, or cancel the change on the user’s page first.',
    link: { label: words.usersSection, href: paths.users },
  }),
  changed_meanwhile: (_, { paths, words }) => ({
    heading: 'Somebody else has changed this meanwhile',
    sentence: 'So that nobody’s change is lost, yours was not saved.',
    next: 'Look at it as it is now, and enter your change again.',
    link: { label: words.usersSection, href: paths.users },
  }),
  unit_not_empty: ({ people }, { paths, words }) => ({
    heading: 'There are still people in this business unit',
    sentence: `${people === 1 ? 'One user is' : `${people} users are`} in it. Nothing was changed.`,
    next: 'Move them elsewhere first.',
    link: { label: words.usersSection, href: paths.users },
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
  not_at_this_stage: ({ stage }) => ({
    heading: 'That is not possible now',
    sentence: `Someone may have been quicker, or time has gone on: it is ${stage}. Nothing was changed.`,
    next: 'Look at it as it is now.',
    link: null,
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
  const own = product === 'staff' ? STAFF_REFUSALS[refusal.code] : undefined
  return own ?? REFUSALS[refusal.code](refusal.details, { paths: PATHS[product], words: PRODUCTS[product].words })
}

/** The page for what is no refusal but a fault of ours. */
export function faultMessage({ requestId, product }: { requestId: string; product?: Product | null }): Message {
  return {
    heading: 'Something went wrong on our side',
    sentence: 'Your request may not have been carried out. The fault has been recorded.',
    next: `Try again in a minute. If it persists, tell support this number: ${requestId}`,
    link: { label: 'Home', href: PATHS[product ?? 'platform'].home },
  }
}

function stateInSentence(state: string): string {
  return Object.entries(STATE_WORDS).find(([code]) => code === state)?.[1] ?? 'in another state'
}

/** The site's database can't be reached or is busy: nobody enters, nothing is lost (I-39). Null: the front door's public part. */
export function unavailableMessage(product: Product | null = 'platform'): Message {
  const isPlatform = product === 'platform' || product === 'pci'
  return {
    heading: isPlatform ? 'This platform can’t answer right now' : 'This page can’t answer right now',
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
