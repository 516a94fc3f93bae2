import { describeCondition, type Condition } from '../../domain/account-state.ts'
import { DEATH_WORDS, type KeyDeath, type KeyPurpose } from '../../domain/activation-key.ts'
import type { LetterBlock } from '../../mail/letter.ts'
import type { LetterContext, MintedKey } from './letter-context.ts'

/** Pieces that several letters share. */
export function text(words: string): LetterBlock {
  return { kind: 'text', text: words }
}

export function note(words: string): LetterBlock {
  return { kind: 'note', text: words }
}

export function greeting({ account }: LetterContext): LetterBlock {
  return text(`Hello ${account.firstName} ${account.lastName},`)
}

/** Which account it is, and where it signs in. */
export function accountFacts({ account, platformLabel, signInUrl, words }: LetterContext): readonly LetterBlock[] {
  const facts = [
    [words.usernameLabel, account.username],
    [words.site, platformLabel],
  ] as const
  return [
    { kind: 'facts', facts },
    { kind: 'link', label: 'Sign-in page', url: signInUrl },
  ]
}

/** The button, when it dies, and that it works once. */
export function action(label: string, key: MintedKey | undefined): readonly LetterBlock[] {
  if (!key) return []
  return [
    { kind: 'action', label, url: key.url, key: key.key },
    text(`The link works once, until ${moment(key.expiresAt)}. Opening it changes nothing; only the form behind it does.`),
  ]
}

const WAYS_ON: readonly (readonly [KeyPurpose, string])[] = [
  ['welcome', 'Complete activation'],
  ['unfreeze', 'Unfreeze my account'],
  ['ask_activation', 'Please activate me'],
]

/** What the owner of a stuck account can do: the nearest way as the one button, another as a plain link (S11, N06, N11). */
export function waysOn({ keys }: LetterContext): readonly LetterBlock[] {
  const [first, ...others] = WAYS_ON.filter(([purpose]) => keys[purpose] !== undefined)
  if (!first) return []
  const links = others.map(([purpose, label]): LetterBlock => ({
    kind: 'link',
    label: `Or: ${label}`,
    url: keys[purpose]?.url ?? '',
  }))
  return [...action(first[1], keys[first[0]]), ...links]
}

export function state({ account }: LetterContext): LetterBlock {
  const condition: Condition = account.condition
  return {
    kind: 'facts',
    facts: [
      ['State', describeCondition(condition)],
      ['Since', moment(account.stateChangedAt)],
    ],
  }
}

/** The named people who can help (N07): colleagues first, then the vendor's own. */
export function peopleWhoCanHelp({ help, product, words }: LetterContext): readonly LetterBlock[] {
  const items: string[] = []
  if (help.helpers.includes('poc_and_managers')) {
    for (const person of help.managers) items.push(`${person.name}, ${person.role}: ${person.email}`)
  }
  if (product === 'staff') return [...(items.length > 0 ? helperList(items) : []), text(words.helpers)]
  if (help.helpers.includes('tam_and_support')) {
    const { tam } = help
    if (tam) items.push(`${tam.name}, your technical account manager (TAM): ${tam.email}, ${tam.phone} (${tam.hours})`)
    for (const number of help.support.numbers) items.push(`${help.support.name}, ${number.location}: ${number.display}`)
  }
  if (items.length === 0) return []
  const numbers: LetterBlock = { kind: 'link', label: 'All support numbers', url: help.supportNumbersUrl }
  return [...helperList(items), ...(help.helpers.includes('tam_and_support') ? [numbers] : [])]
}

function helperList(items: readonly string[]): readonly LetterBlock[] {
  return [text('These people can help:'), { kind: 'list', items }]
}

/** Why the link, or the temporary password, that its owner tried was not valid (N02, S24). */
export function deadKeyReason({ params, words }: LetterContext): readonly LetterBlock[] {
  if (params['endedPassword'] !== undefined) {
    return [text(`Your ${words.username} and the temporary password were right, but that password had expired: its time was up.`)]
  }
  const death = params['deadKey']
  if (death === undefined || !Object.hasOwn(DEATH_WORDS, death)) return []
  return [text(`You asked for a new link because the one you tried was not valid. ${DEATH_WORDS[death as KeyDeath]}`)]
}

export function scannerNote({ mailHelpUrl }: LetterContext): LetterBlock {
  return { kind: 'link', label: 'If links from our mails never work for you, a mail filter may be in the way', url: mailHelpUrl }
}

export const NOT_YOU = 'If you did not ask for this, you need not do anything: without the link nothing changes.'

/** 23 November 2026, 14:05 UTC */
export function moment(at: Date): string {
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(at)
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' }).format(at)
  return `${day}, ${time} UTC`
}
