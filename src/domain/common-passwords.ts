import { createRequire } from 'node:module'

const SHORTEST_LISTED = 4
const SHORTEST_LONG_WORD = 12
/** Of what remains when runs and repetitions are taken out, at least this many characters must be left. */
const SHORTEST_CORE = 8

type Dictionaries = { readonly listed: ReadonlySet<string>; readonly mostCommon: ReadonlySet<string> }

let loaded: Dictionaries | null = null

/**
 * Read when the first password is chosen: a process may never see one, and the lists take 50 ms and 28 MB.
 * Passwords: the list of zxcvbn-ts (MIT). Words: its English list, counted in OpenSubtitles 2024 by OPUS (ODC-BY).
 * Both are read from the packages, so that their licences and notices travel with them.
 */
function dictionaries(): Dictionaries {
  if (loaded) return loaded
  const require = createRequire(import.meta.url)
  const passwords = readList(require, require.resolve('@zxcvbn-ts/language-common/dist/passwords.json.cjs'))
  const words = readList(require, require.resolve('@zxcvbn-ts/language-en/dist/commonWords.json.cjs'))
  const listed = new Set([
    ...passwords.filter((password) => password.length >= SHORTEST_LISTED),
    ...words.filter((word) => word.length >= SHORTEST_LONG_WORD),
  ])
  loaded = { listed, mostCommon: new Set(passwords.slice(0, 1_000)) }
  return loaded
}

/** The packages type their dictionaries as a whole only; these two are a third of the whole. What isn't used is let go. */
function readList(require: NodeJS.Require, path: string): readonly string[] {
  const byFrequency = require(path) as readonly string[]
  delete require.cache[path]
  return byFrequency
}

/** What fingers run along: the alphabet, the digits, and keyboards from left to right and from top to bottom. */
const LINES = [
  'abcdefghijklmnopqrstuvwxyz'.repeat(2),
  '0123456789'.repeat(13),
  ..."qwertyuiop[] asdfghjkl;' zxcvbnm,./ qwertzuiopü asdfghjklöä yxcvbnm azertyuiop qsdfghjklm wxcvbn !@#$%^&*()_+".split(' '),
  ...'1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/ 1q2w3e4r5t6y7u8i9o0p'.split(' '),
].flatMap((line) => [line, [...line].toReversed().join('')])

const LOOKALIKES: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/**
 * Whether a password is one that attackers try early: a listed one, or one listed word or two of the thousand commonest,
 * lengthened by repetition, runs along the keyboard, digits and punctuation, with or without look-alikes (`p@ssw0rd`).
 * At most a few hundred characters, please: the work grows with the square of the length.
 */
export function isCommonPassword(password: string): boolean {
  const folded = password.normalize('NFKC').toLowerCase()
  const letters = folded.replaceAll(/[^\p{Letter}\p{Number}]/gu, '')
  return (
    coresOf(folded).some((core) => core.length < SHORTEST_CORE) ||
    [...coresOf(folded), ...coresOf(letters)].some(isLengthenedWord)
  )
}

/** What a password is made of; runs are taken out in one of the two only, as words have some too: the `onm` of dragonmonkey. */
function coresOf(text: string): readonly string[] {
  return [unitOf(text), unitOf(withoutRuns(text))]
}

function isLengthenedWord(core: string): boolean {
  const tailless = core.replace(/\P{Letter}+$/u, '')
  const bare = tailless.replace(/^\P{Letter}+/u, '')
  return [core, tailless, bare, unitOf(bare)]
    .flatMap((word) => [word, word.replaceAll(/[013457@$!]/g, (sign) => LOOKALIKES[sign] ?? sign)])
    .some((word) => dictionaries().listed.has(word) || isPairOfMostCommon(word))
}

/** Each run of three or more, like `1234`, `aaa`, `rewq`, `3edc`, becomes its first character. */
function withoutRuns(text: string): string {
  let left = ''
  for (let at = 0; at < text.length;) {
    const length = runLength(text, at)
    left += text[at]
    at += length >= 3 ? length : 1
  }
  return left
}

function runLength(text: string, from: number): number {
  const first = text.charAt(from)
  const lines = [first.repeat(text.length), ...LINES]
  return Math.max(...lines.map((line) => commonLength(line, line.indexOf(text.slice(from, from + 2)), text, from)))
}

/** How many characters `line` from `start` and `text` from `from` have in common; 1 where the line does not match at all. */
function commonLength(line: string, start: number, text: string, from: number): number {
  if (start < 0) return 1
  let length = 0
  while (from + length < text.length && line[start + length] === text[from + length]) length += 1
  return length
}

/** The shortest text whose repetition, perhaps cut short, gives the whole: `abcab` is made of `abc`. */
function unitOf(text: string): string {
  for (let length = 1; length < text.length; length += 1) {
    const unit = text.slice(0, length)
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return unit
  }
  return text
}

function isPairOfMostCommon(word: string): boolean {
  const { mostCommon } = dictionaries()
  return [...word].some((_, at) => mostCommon.has(word.slice(0, at)) && mostCommon.has(word.slice(at)))
}
