import type { Letter } from '../../mail/letter.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { accountFacts, action, greeting, note, NOT_YOU, peopleWhoCanHelp, text } from '../letters/parts.ts'

/** To the present address, at once: who changes it, to what, from when on, and how to stop it (I-37). */
export function emailChangeByManagerLetter(context: LetterContext): Letter {
  const { account, platformLabel, params } = context
  return {
    subject: `The e-mail address of ${account.username} on ${platformLabel} is to be changed`,
    heading: 'Your e-mail address is about to change',
    blocks: [
      greeting(context),
      text(
        `${params['by'] ?? 'A Manager'} asked for our mails about your account to go to ${params['newEmail'] ?? 'another address'}. That takes three days and a confirmation from there. Until then mails keep coming here, and no mail with a way in is sent to either address.`,
      ),
      ...accountFacts(context),
      text('If you did not agree to this, stop it here, typing this address once more:'),
      ...action('Stop the change', context.keys.stop_email_change),
      ...peopleWhoCanHelp(context),
    ],
  }
}

/** To the new address: without its word nothing changes. */
export function confirmEmailByManagerLetter(context: LetterContext): Letter {
  const { account, platformLabel, params } = context
  return {
    subject: `Confirm this e-mail address for ${account.username} on ${platformLabel}`,
    heading: 'Confirm your new e-mail address',
    blocks: [
      greeting(context),
      text(
        `${params['by'] ?? 'A Manager'} named ${params['newEmail'] ?? 'this address'} as the new one of your account. Confirm it here, typing the address once more. It counts three days after it was asked for.`,
      ),
      ...accountFacts(context),
      ...action('Confirm this address', context.keys.confirm_email),
      note(NOT_YOU),
    ],
  }
}

/** To the Manager who asked for it. `account` is the Manager's own; the user is in params. */
export function emailChangeStoppedLetter(context: LetterContext): Letter {
  const { params, platformLabel } = context
  const username = params['username'] ?? 'a user'
  return {
    subject: `The change of address of ${username} on ${platformLabel} was stopped`,
    heading: 'A change of e-mail address was stopped',
    blocks: [
      greeting(context),
      text(
        `Somebody who reads the present mailbox of ${username} stopped the change to ${params['newEmail'] ?? 'another address'}.`,
      ),
      note('Ask the user before you try again.'),
    ],
  }
}
