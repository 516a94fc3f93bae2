import type { Letter } from '../../mail/letter.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { accountFacts, action, greeting, note, peopleWhoCanHelp, text } from '../letters/parts.ts'

/** To the owner, at once, with the way back (N13). */
export function usernameChangedLetter(context: LetterContext): Letter {
  const { platformLabel, params, keys } = context
  const { from = 'Your user login', to = 'another one' } = params
  return {
    subject: `The user login ${from} on ${platformLabel} was changed`,
    heading: 'Your user login was changed',
    blocks: [
      greeting(context),
      text(
        `From now on you sign in as ${to}. ${from} opens nothing any more, and nobody else can take it for 90 days. You have been signed out everywhere.`,
      ),
      ...accountFacts(context),
      ...(keys.undo_username_change ? [text(`If this was not you, or a mistake, get ${from} back:`)] : []),
      ...action('Undo the change', keys.undo_username_change),
      ...peopleWhoCanHelp(context),
      note(
        'If this was not you, somebody knows your password: undo the change, use Forgot Password at once, and tell the people above.',
      ),
    ],
  }
}

/** After the change was undone by a mailed key. */
export function usernameRestoredLetter(context: LetterContext): Letter {
  const { platformLabel, params } = context
  const { from = 'another one', to = 'your former one' } = params
  return {
    subject: `The user login ${to} on ${platformLabel} is back`,
    heading: 'Your user login is back',
    blocks: [
      greeting(context),
      text(
        `The change to ${from} was undone with the link from our mail. You sign in as ${to} again, with the password of before. Everyone who was signed in has been signed out, and any change of the e-mail address that was under way is cancelled.`,
      ),
      ...accountFacts(context),
      ...peopleWhoCanHelp(context),
      note('If you don’t know who changed it, somebody knows your password: use Forgot Password on the sign-in page now.'),
    ],
  }
}
