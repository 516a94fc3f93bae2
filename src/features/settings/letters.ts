import type { LetterBlock, Letter } from '../../mail/letter.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { accountFacts, greeting, moment, note, peopleWhoCanHelp, text } from '../letters/parts.ts'

/** To every active Manager, whoever changed them: a stranger in one's place is noticed by the others. */
export function settingsChangedLetter(context: LetterContext): Letter {
  const { platformLabel, subscriptionName } = context
  return {
    subject: `The security settings of ${subscriptionName} on ${platformLabel} were changed`,
    heading: 'The security settings were changed',
    blocks: [
      greeting(context),
      text(`${author(context)} changed how people of ${subscriptionName} get in:`),
      ...changes(context),
      look(context),
      note('If you did not expect this, ask them, and look at the settings.'),
    ],
  }
}

/** The settings count already, and go by themselves unless somebody keeps them (N12). */
export function settingsTriedLetter(context: LetterContext): Letter {
  const { platformLabel, subscriptionName, params } = context
  return {
    subject: `New security settings of ${subscriptionName} on ${platformLabel} are being tried`,
    heading: 'New security settings are being tried',
    blocks: [
      greeting(context),
      text(
        `${author(context)} is trying new settings. They end by themselves at ${moment(new Date(params['until'] ?? ''))}, unless a Manager who still gets in keeps them:`,
      ),
      ...changes(context),
      look(context),
      note('If they should not be kept, sign in and go back to the earlier ones.'),
    ],
  }
}

export function settingsRolledBackLetter(context: LetterContext): Letter {
  const { platformLabel, subscriptionName, params } = context
  const byClock = params['by'] === undefined
  return {
    subject: `The earlier security settings of ${subscriptionName} on ${platformLabel} count again`,
    heading: 'The earlier security settings count again',
    blocks: [
      greeting(context),
      text(
        byClock
          ? 'Nobody kept the settings that were being tried. These did not last:'
          : `${author(context)} ended the trial of:`,
      ),
      ...changes(context),
      look(context),
    ],
  }
}

/** A right password from where the subscription lets nobody in: the truth, to its owner alone (N07). */
export function signInElsewhereLetter(context: LetterContext): Letter {
  const { account, platformLabel, subscriptionName, params, words } = context
  return {
    subject: `Why ${account.username} could not sign in to ${platformLabel}`,
    heading: 'Why you could not sign in',
    blocks: [
      greeting(context),
      text(
        `Your ${words.username} and password were right, but ${subscriptionName} lets nobody in from the network address ${params['address'] ?? ''}. The sign-in page says the same to everyone, so that strangers learn nothing.`,
      ),
      ...accountFacts(context),
      text('Sign in from a network of your company, or ask a Manager to add the one that you are in.'),
      ...peopleWhoCanHelp(context),
      note('If this was not you, somebody knows your password: change it, and tell the people above.'),
    ],
  }
}

function author({ params }: LetterContext): string {
  return params['by'] ?? 'Somebody'
}

function changes({ params }: LetterContext): readonly LetterBlock[] {
  const items = (params['changes'] ?? '').split('\n').filter((line) => line !== '')
  return items.length === 0 ? [] : [{ kind: 'list', items }]
}

function look({ origin }: LetterContext): LetterBlock {
  return { kind: 'action', label: 'Look at the settings', url: `${origin}/subscription/security`, key: null }
}
