import type { RefusalCode } from '../domain/errors.ts'
import type { Message } from './messages.ts'
import { STAFF } from './paths.ts'

const PEOPLE = { label: 'People', href: STAFF.users }

/** What operators are told in other words than users are: they have no platform to choose, no Managers and no company. */
export const STAFF_REFUSALS: Readonly<Partial<Record<RefusalCode, Message>>> = {
  invalid_credentials: {
    heading: 'Invalid credentials',
    sentence: 'The username and password don’t match. Both are case-sensitive.',
    // No link: the sign-in page has it already, once.
    next: 'Use Forgot Password, or ask another operator.',
    link: null,
  },
  invalid_key: {
    heading: 'The activation key is not valid',
    sentence: 'It may have been used already, it may have expired, or a newer mail may have replaced it.',
    next: 'Ask for a new link. If it persists, ask another operator.',
    link: null,
  },
  last_manager: {
    heading: 'This is the last operator who can sign in',
    sentence: 'Without one, nobody could tell people what is going on. Nothing was changed.',
    next: 'Add another operator first, and wait until they have signed in.',
    link: PEOPLE,
  },
  not_oneself: {
    heading: 'You can’t do this to yourself',
    sentence: 'It could lock you out. Nothing was changed.',
    next: 'Ask another operator.',
    link: PEOPLE,
  },
  changed_meanwhile: {
    heading: 'Somebody else has changed this meanwhile',
    sentence: 'So that nobody’s change is lost, yours was not saved.',
    next: 'Open it again, and enter your change there.',
    link: null,
  },
  already_decided: {
    heading: 'This request has been decided already',
    sentence: 'Another operator was quicker, or the one who asked has got back in.',
    next: 'Look at their state in the list.',
    link: PEOPLE,
  },
}
