const list = new Intl.ListFormat('en-GB')

/** "US Platform 1, EU Platform 1 and EU Platform 2" */
export function listWords(items: readonly string[]): string {
  return list.format(items)
}
