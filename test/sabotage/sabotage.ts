/** A bug small enough to slip through a review, in one place of the code, and the tests that must notice it. */
export type Sabotage = {
  /** The invariant that it breaks: at least one test that names it has to fail. */
  readonly invariant: `I-${number}`
  /** What the bug does, in a sentence. */
  readonly bug: string
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly replace: string
  readonly tests: readonly string[]
}

/** The text of the file with the bug in it. Throws where the place to break is gone, or is no longer one. */
export function sabotaged(text: string, { invariant, file, find, replace }: Sabotage): string {
  const parts = text.split(find)
  if (parts.length !== 2) throw new Error(`${invariant}: ${file} holds this ${parts.length - 1} times, not once: ${find}`)
  return parts.join(replace)
}
