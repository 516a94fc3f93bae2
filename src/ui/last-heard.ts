import { utcWords } from './time-words.ts'

/**
 * What stands in a page that is drawn ahead for the time when nothing is heard any more, where the time of the last sign of
 * life belongs. Private-use characters: nobody types them.
 */
export const LAST_HEARD = { iso: '\u{E0A1}iso\u{E0A1}', words: '\u{E0A1}words\u{E0A1}' } as const

/** Puts it there. `at` null: nothing was ever heard. */
export function tellLastHeard(text: string, at: Date | null): string {
  return text
    .replaceAll(LAST_HEARD.iso, (at ?? new Date(0)).toISOString())
    .replaceAll(LAST_HEARD.words, at === null ? 'a time that nobody knows' : utcWords(at))
}
