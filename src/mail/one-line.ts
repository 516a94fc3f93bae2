const breaksAndControls = /[\p{Cc}\p{Zl}\p{Zp}]/gu
const directionOverrides = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * Any text as one clean line: control characters and line breaks become spaces, marks that reorder what is read are dropped,
 * runs of white space collapse. Names are chosen by people we don't know: none may forge a header, a line or a link.
 */
export function oneLine(text: string): string {
  return text.toWellFormed().replaceAll(directionOverrides, '').replaceAll(breaksAndControls, ' ').replaceAll(/\s+/gu, ' ').trim()
}

/** Cuts to at most `limit` characters (code points), the last of them "…" where something was cut. */
export function atMost(text: string, limit: number): string {
  const characters = Array.from(text)
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`
}
