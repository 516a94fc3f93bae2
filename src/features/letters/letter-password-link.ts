import { PRODUCTS, type ProductRules } from '../../domain/product.ts'
import type { LetterBlock } from '../../mail/letter.ts'
import { durationWords } from '../../ui/time-words.ts'
import type { LetterContext } from './letter-context.ts'
import { action, text } from './parts.ts'

/** What the link of a welcome and of a reset leads to, in the words of each way (S10, S24). */
type LinkWords = {
  readonly welcome: {
    readonly button: string
    /** What to do with it, after "You have an account with ...". */
    readonly next: string
  }
  readonly reset: {
    /** Before "jane@acme on PCI Platform". */
    readonly subject: string
    readonly heading: string
    readonly asked: string
    readonly button: string
    /** What of the present password. */
    readonly until: string
  }
  /** What stands behind the button, where that needs saying. */
  readonly behind: ((context: LetterContext) => string) | null
}

const REVEAL_BUTTON = 'Show my user login and password'

const WORDS: Readonly<Record<ProductRules['recovery'], LinkWords>> = {
  new_password: {
    welcome: { button: 'Activate my account', next: 'Choose a password to activate it; then sign in with your username.' },
    reset: {
      subject: 'Set a new password for',
      heading: 'Set a new password',
      asked: 'A password reset was asked for with your username and e-mail address.',
      button: 'Set a new password',
      until: 'Your present password keeps working until a new one is set.',
    },
    behind: null,
  },
  reveal: {
    welcome: {
      button: REVEAL_BUTTON,
      next: 'Sign in with what this link shows; then choose a password of your own, which activates it.',
    },
    reset: {
      subject: 'A way back in for',
      heading: 'Your way back in',
      asked: 'Forgot Password was used with your user login.',
      button: REVEAL_BUTTON,
      until: 'Your present password keeps working until the link is used.',
    },
    behind: ({ temporaryPasswordSeconds }) =>
      `The page asks for your e-mail address, and shows both once. The password is good for ${durationWords(temporaryPasswordSeconds)}, and signs in to one page, where you choose your own. You can also choose your own there at once.`,
  },
}

export function linkWords({ product }: LetterContext): LinkWords {
  return WORDS[PRODUCTS[product].recovery]
}

/** The button of a welcome or a reset, and what stands behind it; nothing where the letter has no such key. */
export function passwordLink(context: LetterContext, purpose: 'welcome' | 'reset'): readonly LetterBlock[] {
  const key = context.keys[purpose]
  const words = linkWords(context)
  if (!key) return []
  return [...action(words[purpose].button, key), ...(words.behind === null ? [] : [text(words.behind(context))])]
}
