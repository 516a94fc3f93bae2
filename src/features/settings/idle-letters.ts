import type { Letter } from '../../mail/letter.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { accountFacts, greeting, moment, note, peopleWhoCanHelp, state, text, waysOn } from '../letters/parts.ts'

/** Twice before an unused account becomes Inactive: at 2/3 and at 8/9 of its time. */
export function idleWarningLetter(context: LetterContext): Letter {
  const { account, platformLabel, subscriptionName, signInUrl, params } = context
  const at = moment(new Date(params['endsAt'] ?? ''))
  return {
    subject: `Sign in to keep ${account.username} on ${platformLabel} Active`,
    heading: 'Your account has not been used for a while',
    blocks: [
      greeting(context),
      text(
        `Accounts of ${subscriptionName} on ${platformLabel} become Inactive once nobody has signed in with them for ${params['days'] ?? ''} days. Yours does at ${at}.`,
      ),
      ...accountFacts(context),
      text('Sign in once before then, and the time starts anew.'),
      { kind: 'action', label: 'Sign in', url: signInUrl, key: null },
      note('If you no longer need the account, you need not do anything.'),
    ],
  }
}

/** What the clock has done, only people undo (S11): they are named. */
export function idledOutLetter(context: LetterContext): Letter {
  const { account, platformLabel, params } = context
  return {
    subject: `${account.username} on ${platformLabel} is Inactive (idle)`,
    heading: 'Your account is Inactive',
    blocks: [
      greeting(context),
      text(`Nobody has signed in with it for ${params['days'] ?? ''} days, so it can no longer be used until it is activated.`),
      ...accountFacts(context),
      state(context),
      ...waysOn(context),
      ...peopleWhoCanHelp(context),
    ],
  }
}
