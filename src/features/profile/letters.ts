import type { Letter } from '../../mail/letter.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { accountFacts, action, greeting, note, NOT_YOU, text, peopleWhoCanHelp } from '../letters/parts.ts'

/** Whoever set it, the owner hears of every new password. */
export function passwordChangedLetter(context: LetterContext): Letter {
  const { account, platformLabel, params, words } = context
  const isFirst = params['first'] !== undefined
  return {
    subject: `The password of ${account.username} on ${platformLabel} was ${isFirst ? 'chosen' : 'changed'}`,
    heading: isFirst ? 'Your account is Active' : 'Your password was changed',
    blocks: [
      greeting(context),
      text(
        isFirst
          ? 'A first password was chosen with the link from our mail. Sign in with it.'
          : `Everyone who was signed in with your ${words.username} has been signed out. Sign in with the new password.`,
      ),
      ...accountFacts(context),
      ...peopleWhoCanHelp(context),
      note('If this was not you, use Forgot Password on the sign-in page now, and tell the people above.'),
    ],
  }
}

/** To the new address: it takes effect only from here (I-37). */
export function confirmEmailLetter(context: LetterContext): Letter {
  const { account, platformLabel, params } = context
  return {
    subject: `Confirm this e-mail address for ${account.username} on ${platformLabel}`,
    heading: 'Confirm your new e-mail address',
    blocks: [
      greeting(context),
      text(
        `${params['newEmail'] ?? 'This address'} is to become the address of your account. Confirm it here, typing the address once more:`,
      ),
      ...accountFacts(context),
      ...action('Confirm this address', context.keys.confirm_email),
      note(NOT_YOU),
    ],
  }
}

/** To the old address, at once. */
export function emailChangeAskedLetter(context: LetterContext): Letter {
  const { account, platformLabel, params } = context
  return {
    subject: `A new e-mail address was entered for ${account.username} on ${platformLabel}`,
    heading: 'Your e-mail address is about to change',
    blocks: [
      greeting(context),
      text(
        `${params['newEmail'] ?? 'Another address'} will replace this one as soon as it is confirmed from there. Until then mails keep coming here.`,
      ),
      ...accountFacts(context),
      ...peopleWhoCanHelp(context),
      note('If this was not you, change your password now: that ends all sessions and cancels the change.'),
    ],
  }
}

/** To the old address, once the new one is confirmed. */
export function emailChangedLetter(context: LetterContext): Letter {
  const { account, platformLabel, params } = context
  return {
    subject: `The e-mail address of ${account.username} on ${platformLabel} was changed`,
    heading: 'Your e-mail address was changed',
    blocks: [
      greeting(context),
      text(
        `Mails about your account now go to ${params['newEmail'] ?? 'the new address'}. This was the last one to this address.`,
      ),
      ...accountFacts(context),
      ...peopleWhoCanHelp(context),
      note('If this was not you, tell the people above at once.'),
    ],
  }
}
