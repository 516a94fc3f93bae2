import type { Letter } from '../../mail/letter.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { accountFacts, greeting, note, text } from '../letters/parts.ts'

/** To the new point of contact, of a subscription or of a business unit. `of` and `by` are in params. */
export function pointOfContactGivenLetter(context: LetterContext): Letter {
  const { params, platformLabel, words } = context
  const of = params['of'] ?? 'your company'
  return {
    subject: `You are the ${words.pointOfContact} of ${of} on ${platformLabel}`,
    heading: `You are now the ${words.pointOfContact} of ${of}`,
    blocks: [
      greeting(context),
      text(
        `${params['by'] ?? 'A Manager'} made you the ${words.pointOfContact}: colleagues who can’t get in are told to turn to you.`,
      ),
      ...accountFacts(context),
      note(`To pass it on, sign in and open ${words.subscriptionSection}.`),
    ],
  }
}

/** To the one who was it before (A03). */
export function pointOfContactTakenLetter(context: LetterContext): Letter {
  const { params, platformLabel, words } = context
  const of = params['of'] ?? 'your company'
  const successor = params['successor']
  return {
    subject: `You are no longer the ${words.pointOfContact} of ${of} on ${platformLabel}`,
    heading: `The ${words.pointOfContact} of ${of} has changed`,
    blocks: [
      greeting(context),
      text(
        successor === undefined
          ? `${params['by'] ?? 'A Manager'} took this over from you. The unit has no ${words.pointOfContact} of its own now.`
          : `${params['by'] ?? 'A Manager'} passed this on from you to ${successor}. Your role and your password stay as they were.`,
      ),
      ...accountFacts(context),
      note('If this surprises you, ask a Manager of your company.'),
    ],
  }
}
