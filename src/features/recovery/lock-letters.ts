import type { Letter } from '../../mail/letter.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { accountFacts, action, greeting, moment, note, peopleWhoCanHelp, scannerNote, text } from '../letters/parts.ts'

/** Failed sign-ins have locked the account for a while; `until`: the end of that (PCI DSS 4.0.1 8.3.4). */
export function lockedLetter(context: LetterContext): Letter {
  const { account, platformLabel, keys, params, words } = context
  const until = moment(new Date(params['until'] ?? context.now))
  return {
    subject: `${account.username} on ${platformLabel} is locked after failed sign-ins`,
    heading: 'Your account is locked for a while',
    blocks: [
      greeting(context),
      text(
        `There were too many failed sign-ins with your ${words.username}, so nobody can sign in with it until ${until}. The lock then ends by itself. You stay signed in where you are.`,
      ),
      ...accountFacts(context),
      ...(keys.unfreeze ? [text('You can end it at once:')] : []),
      ...action('Release the lock', keys.unfreeze),
      text('If you don’t know your password, use Forgot Password on the sign-in page instead: that ends the lock, too.'),
      ...peopleWhoCanHelp(context),
      note(`If these attempts were not yours, your password has held. You need not change it, but tell ${words.managers.your}.`),
      scannerNote(context),
    ],
  }
}

/** After a lock was released by key. */
export function lockReleasedLetter(context: LetterContext): Letter {
  const { account, platformLabel } = context
  return {
    subject: `The lock of ${account.username} on ${platformLabel} is released`,
    heading: 'The lock is released',
    blocks: [
      greeting(context),
      text('It was released with the link from our mail. Your password is unchanged.'),
      ...accountFacts(context),
      ...peopleWhoCanHelp(context),
      note('If this was not you, somebody reads your mail: change its password, and tell the people above.'),
    ],
  }
}
