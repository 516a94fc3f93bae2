import { describeCondition } from '../../domain/account-state.ts'
import type { Letter } from '../../mail/letter.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { linkWords, passwordLink } from '../letters/letter-password-link.ts'
import {
  accountFacts,
  action,
  deadKeyReason,
  greeting,
  note,
  NOT_YOU,
  scannerNote,
  state,
  text,
  waysOn,
  peopleWhoCanHelp,
} from '../letters/parts.ts'

/** The way to a new password, asked for by its owner or started by a Manager (S10, S11). */
export function resetLetter(context: LetterContext): Letter {
  const { account, platformLabel, params } = context
  const whyAgain = deadKeyReason(context)
  const { subject, heading, asked, until } = linkWords(context).reset
  const startedBy = params['startedBy']
  const why = startedBy ? `${startedBy} started a password reset for you.` : asked
  return {
    subject: `${subject} ${account.username} on ${platformLabel}`,
    heading,
    blocks: [
      greeting(context),
      ...(whyAgain.length > 0 ? whyAgain : [text(why)]),
      ...accountFacts(context),
      ...passwordLink(context, 'reset'),
      note(params['endedPassword'] === undefined ? `${NOT_YOU} ${until}` : NOT_YOU),
      scannerNote(context),
    ],
  }
}

/** The account was frozen after failed sign-ins (S19, N06, N11). */
export function frozenLetter(context: LetterContext): Letter {
  const { account, platformLabel, keys, words } = context
  return {
    subject: `${account.username} on ${platformLabel} is Inactive after failed sign-ins`,
    heading: 'Your account is frozen',
    blocks: [
      greeting(context),
      ...deadKeyReason(context),
      text(
        'There were too many failed sign-ins with your username, so nobody can sign in with it for now. You stay signed in where you are.',
      ),
      ...accountFacts(context),
      state(context),
      ...(keys.unfreeze ? [text('You can unfreeze it yourself:')] : []),
      ...action('Unfreeze my account', keys.unfreeze),
      ...peopleWhoCanHelp(context),
      note(`If these attempts were not yours, your password has held. You need not change it, but tell ${words.managers.your}.`),
      scannerNote(context),
    ],
  }
}

/** Forgot Password on an account that a person or the clock made inactive (S11, S12, N11). */
export function inactiveLetter(context: LetterContext): Letter {
  const { account, platformLabel } = context
  return {
    subject: `${account.username} on ${platformLabel} is Inactive`,
    heading: 'Your account is Inactive',
    blocks: [
      greeting(context),
      ...deadKeyReason(context),
      text('You asked for a new password. Your account has to be activated first; then Forgot Password works again.'),
      ...accountFacts(context),
      state(context),
      ...waysOn(context),
      ...peopleWhoCanHelp(context),
      note(NOT_YOU),
    ],
  }
}

/** Forgot Password in a subscription that has run out: no password would open it. */
export function subscriptionExpiredLetter(context: LetterContext): Letter {
  const { account, platformLabel, subscriptionName } = context
  return {
    subject: `The subscription of ${account.username} on ${platformLabel} has expired`,
    heading: 'Your subscription has expired',
    blocks: [
      greeting(context),
      ...deadKeyReason(context),
      text(
        `You asked for a new password. It would not help: the subscription of ${subscriptionName} has expired, so none of its users can sign in.`,
      ),
      ...accountFacts(context),
      ...peopleWhoCanHelp(context),
      note(NOT_YOU),
    ],
  }
}

/** A right password met an account that may not sign in: the truth, to its owner alone (N07). */
export function signInBlockedLetter(context: LetterContext): Letter {
  const { account, platformLabel, words } = context
  const why = account.subscriptionExpired
    ? 'the subscription has expired'
    : `the account is ${describeCondition(account.condition)}`
  return {
    subject: `Why ${account.username} could not sign in to ${platformLabel}`,
    heading: 'Why you could not sign in',
    blocks: [
      greeting(context),
      text(
        `Your ${words.username} and password were right, but ${why}. The sign-in page says the same to everyone, so that strangers learn nothing.`,
      ),
      ...accountFacts(context),
      state(context),
      ...waysOn(context),
      ...peopleWhoCanHelp(context),
      note('If this was not you, somebody knows your password: tell the people above.'),
    ],
  }
}

/** After an unfreeze by key. */
export function unfrozenLetter(context: LetterContext): Letter {
  const { account, platformLabel } = context
  return {
    subject: `${account.username} on ${platformLabel} is Active again`,
    heading: 'Your account is Active again',
    blocks: [
      greeting(context),
      text('It was unfrozen with the link from our mail. Your password is unchanged.'),
      ...accountFacts(context),
      ...peopleWhoCanHelp(context),
      note('If this was not you, somebody reads your mail: change its password, and tell the people above.'),
    ],
  }
}
