/** Control characters, line separators, and marks that turn the direction of what follows and so forge what is read. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu

/** A stranger's text as a page can repeat it: what has no glyph, or tampers with others', becomes the replacement character. */
export function shownText(typed: string): string {
  return typed.toWellFormed().replaceAll(UNPRINTABLE, '\uFFFD')
}

/** As a sentence starts: "a Manager" is "A Manager". */
export function capitalized(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}
