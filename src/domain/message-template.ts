/** What stands in braces in a template, and in any text before it is published: filled from what the form says. */
export const PLACEHOLDERS = {
  components: 'the names of what is affected',
  impact: 'the impact, in a word',
  start: 'when it begins, or began, in UTC',
  end: 'when it is to end, in UTC',
} as const

export type Placeholder = keyof typeof PLACEHOLDERS

const PLACEHOLDER = /\{\{\s*([^{}\n]{1,40}?)\s*\}\}/gu

/** Those of a text that nobody could fill, each once. */
export function unknownPlaceholders(text: string, known: readonly string[] = Object.keys(PLACEHOLDERS)): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))].filter((name) => !known.includes(name))
}

/** The text with its placeholders filled; what has no value stays as it is, and `unknownPlaceholders` tells of it. */
export function fillPlaceholders(text: string, values: Readonly<Partial<Record<Placeholder, string>>>): string {
  return text.replaceAll(PLACEHOLDER, (whole, name: string) => (isPlaceholder(name) ? (values[name] ?? whole) : whole))
}

function isPlaceholder(name: string): name is Placeholder {
  return Object.hasOwn(PLACEHOLDERS, name)
}

const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})

/** "23 November 2026 at 14:05 UTC" */
export function momentText(at: Date): string {
  return `${MOMENT.format(at)} UTC`
}
