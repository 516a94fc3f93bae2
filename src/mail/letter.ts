/**
 * One letter as data; `renderLetter` turns it into a text and an HTML part with the same words. A letter has at most one
 * button. Features build these in their `letters.ts` from plain arguments; they never touch SMTP.
 */
export type Letter = {
  /** Carries the point and names platform and username where there is one. */
  readonly subject: string
  readonly heading: string
  readonly blocks: readonly LetterBlock[]
}

export type LetterBlock =
  | { readonly kind: 'text'; readonly text: string }
  /** Label and value, one pair a line: "Username: acme_jd1". */
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [label: string, value: string])[] }
  /** The one button. `key` is also printed on a line of its own as `Activation key: <key>`. */
  | { readonly kind: 'action'; readonly label: string; readonly url: string; readonly key: string | null }
  /** An address beside the one button, on the line of its label: "Sign-in page: https://…". */
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Small print at the end: what to do if it was not you. */
  | { readonly kind: 'note'; readonly text: string }

/** How letters are signed and coloured; accents are CSS colours, null for the house's own. */
export type LetterStyle = {
  readonly brandName: string
  readonly accent: { readonly light: string; readonly dark: string } | null
}
