import type { Letter } from '../../mail/letter.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { greeting, note, text } from '../letters/parts.ts'

/** To whoever started an import, when its last row is done (A06). */
export function importFinishedLetter(context: LetterContext): Letter {
  const { params, platformLabel, subscriptionName, origin } = context
  const count = (fate: string) => Number(params[fate] ?? 0).toLocaleString('en-GB')
  return {
    subject: `Your import of users to ${platformLabel} is done`,
    heading: 'Your import is done',
    blocks: [
      greeting(context),
      text(`All rows of ${params['fileName'] ?? 'your file'} for ${subscriptionName} are behind us.`),
      {
        kind: 'facts',
        facts: [
          ['Created', count('created')],
          ['Changed', count('changed')],
          ['Unchanged', count('unchanged')],
          ['Refused', count('refused')],
        ],
      },
      { kind: 'action', label: 'See every row', url: `${origin}/users/import/${params['importId'] ?? ''}`, key: null },
      note('What became of each row can be looked up for a day.'),
    ],
  }
}
