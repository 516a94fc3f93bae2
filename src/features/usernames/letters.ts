import type { Letter, LetterBlock } from '../../mail/letter.ts'
import { PATHS } from '../../ui/paths.ts'
import { counted } from '../../ui/time-words.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { note, text } from '../letters/parts.ts'

type Told = readonly [username: string, standing: string]

/** The logins of an address on one platform (N04). It is sent to the address, so it greets nobody by name. */
export function usernamesLetter(context: LetterContext): Letter {
  const { platformLabel, words, params, help } = context
  const logins = readLogins(params['logins'])
  const [first, ...others] = logins
  const isOne = first !== undefined && others.length === 0
  return {
    subject: isOne
      ? `Your ${words.username} on ${platformLabel}: ${first[0]}`
      : `Your ${counted(logins.length, words.username)} on ${platformLabel}`,
    heading: isOne ? `Your ${words.username}` : `Your ${words.username}s`,
    blocks: [
      text('Hello,'),
      text(
        `You asked which ${words.username}s belong to this e-mail address. On ${platformLabel} ${isOne ? 'it is this one' : 'they are these'}:`,
      ),
      { kind: 'facts', facts: logins.map(([username, standing]) => [standing, username]) },
      ...(params['hasMore'] === 'yes' ? [text('There are more: your Manager sees them all in Users.')] : []),
      ...signIn(context, isOne ? first[0] : null),
      text(
        'You don’t know the password, or the account is not Active? Forgot Password on the sign-in page mails you what it takes. Upper and lower case count.',
      ),
      text('Other platforms send a mail of their own, where this address has an account there.'),
      { kind: 'link', label: 'Nobody can help? Telephone numbers by location', url: help.supportNumbersUrl },
      note('If you did not ask for this, you need not do anything: nothing was changed, and whoever asked has seen none of it.'),
    ],
  }
}

/** With one name it is filled in already. */
function signIn({ origin, product, signInUrl }: LetterContext, username: string | null): readonly LetterBlock[] {
  if (username === null) return [{ kind: 'link', label: 'Sign-in page', url: signInUrl }]
  const url = new URL(PATHS[product].signInAs(username), origin).href
  return [
    { kind: 'action', label: 'Sign in', url, key: null },
    { kind: 'link', label: 'Sign-in page', url: signInUrl },
  ]
}

function readLogins(stored: string | undefined): readonly Told[] {
  const parsed: unknown = JSON.parse(stored ?? '[]')
  if (!Array.isArray(parsed)) return []
  return parsed.filter((pair): pair is Told => Array.isArray(pair) && pair.length === 2)
}
