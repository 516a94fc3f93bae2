import type { Letter } from '../../mail/letter.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { accountFacts, greeting, note, peopleWhoCanHelp, text } from '../letters/parts.ts'

/** To the owner, once a temporary password was shown to whoever had the link and knew the address; it says no secret. */
export function passwordRevealedLetter(context: LetterContext): Letter {
  const { account, platformLabel, words } = context
  return {
    subject: `A temporary password for ${account.username} on ${platformLabel} was shown`,
    heading: 'A temporary password was shown',
    blocks: [
      greeting(context),
      text(
        `The link from our mail was used, with your e-mail address, to show your ${words.username} and a temporary password. It opens one page, where you choose a password of your own. Whatever password you had before no longer works.`,
      ),
      text('Did the page get lost, or the time run out? Forgot Password on the sign-in page starts again.'),
      ...accountFacts(context),
      ...peopleWhoCanHelp(context),
      note('If this was not you, somebody reads your mail: use Forgot Password now, and tell the people above.'),
    ],
  }
}
