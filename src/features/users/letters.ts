import type { Letter } from '../../mail/letter.ts'
import { onOrigin, PATHS } from '../../ui/paths.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { linkWords, passwordLink } from '../letters/letter-password-link.ts'
import {
  accountFacts,
  deadKeyReason,
  greeting,
  moment,
  note,
  scannerNote,
  state,
  text,
  peopleWhoCanHelp,
} from '../letters/parts.ts'

/** To each new user (S07): where to sign in, the username, and the means to set a password. */
export function welcomeLetter(context: LetterContext): Letter {
  const { account, platformLabel, subscriptionName, brandName, words } = context
  return {
    subject: `Welcome to ${brandName}: activate ${account.username} on ${platformLabel}`,
    heading: `Welcome to ${brandName}`,
    blocks: [
      greeting(context),
      ...deadKeyReason(context),
      text(`You have an account with ${subscriptionName}, as ${words.roles[account.role]}. ${linkWords(context).welcome.next}`),
      ...accountFacts(context),
      ...passwordLink(context, 'welcome'),
      text(
        `${words.usernameLabel} and password are case-sensitive. If the link has expired, Forgot Password on the sign-in page sends a new one.`,
      ),
      ...peopleWhoCanHelp(context),
      note(
        `If you did not expect this mail, you need not do anything: without the link nobody can sign in with this ${words.username}.`,
      ),
      scannerNote(context),
    ],
  }
}

/** To each Manager who can decide "please activate me" (N11). `account` is the Manager's own; the asker is in params. */
export function activationRequestedLetter(context: LetterContext): Letter {
  const { params, platformLabel, origin, product, words } = context
  const { decideActivationRequest } = PATHS[product]
  const decide = (decision: 'approve' | 'deny') => onOrigin(origin, decideActivationRequest(params['requestId'] ?? '', decision))
  const asker = `${params['askerName'] ?? ''} (${params['askerUsername'] ?? ''})`
  return {
    subject: `Please activate ${params['askerUsername'] ?? 'an account'} on ${platformLabel}`,
    heading: 'A user asks to be activated',
    blocks: [
      greeting(context),
      text(`${asker} of ${context.subscriptionName} is Inactive and asks you to activate the account.`),
      {
        kind: 'facts',
        facts: [
          ['Name', params['askerName'] ?? ''],
          [words.usernameLabel, params['askerUsername'] ?? ''],
          ['State', params['askerState'] ?? ''],
        ],
      },
      { kind: 'action', label: 'Approve', url: decide('approve'), key: null },
      { kind: 'link', label: 'Or: deny it', url: decide('deny') },
      note('Signed in, you confirm it there with one button. If you do nothing, nothing changes.'),
    ],
  }
}

/** The account may sign in again, or activate itself where it never had a password. */
export function activatedLetter(context: LetterContext): Letter {
  const { account, platformLabel } = context
  const pending = account.condition.state === 'pending_activation'
  return {
    subject: `${account.username} on ${platformLabel} was activated`,
    heading: pending ? 'You can complete your activation' : 'Your account is Active again',
    blocks: [
      greeting(context),
      text(
        pending
          ? 'Choose a password to complete it.'
          : 'Sign in as before. If you forgot your password, Forgot Password works again.',
      ),
      ...accountFacts(context),
      ...passwordLink(context, 'welcome'),
      ...(pending ? [] : [{ kind: 'action', label: 'Sign in', url: context.signInUrl, key: null } as const]),
    ],
  }
}

export function activationDeniedLetter(context: LetterContext): Letter {
  const { account, platformLabel, now } = context
  return {
    subject: `${account.username} on ${platformLabel} stays Inactive`,
    heading: 'Your request was not approved',
    blocks: [
      greeting(context),
      text(`Your request to be activated was denied on ${moment(now)}.`),
      ...accountFacts(context),
      state(context),
      ...peopleWhoCanHelp(context),
    ],
  }
}

/** Whose role changed so that they run users now, or no more: they were signed out by it. */
export function roleChangedLetter(context: LetterContext): Letter {
  const { account, platformLabel, params, subscriptionName, words } = context
  const role = words.roles[account.role]
  return {
    subject: `${account.username} on ${platformLabel} is now ${role}`,
    heading: `Your role is now ${role}`,
    blocks: [
      greeting(context),
      text(`${params['by'] ?? 'A Manager'} changed your role in ${subscriptionName}. Sign in again to go on with it.`),
      ...accountFacts(context),
      ...peopleWhoCanHelp(context),
      note('If this surprises you, ask the people above.'),
    ],
  }
}
