import type { CheckedText } from '../../domain/contact.ts'
import type { FieldProblem } from '../../domain/errors.ts'
import { refuse } from '../../domain/errors.ts'
import { fillPlaceholders, unknownPlaceholders, type Placeholder } from '../../domain/message-template.ts'
import { isLeftOut, readMoment, type TypedMoment } from '../../domain/zoned-time.ts'

/** Gathers what is wrong with the fields of one form, and refuses them all at once. */
export type FieldChecks = {
  readonly problems: Record<string, FieldProblem>
  readonly wrong: Record<string, string>
}

export function beginChecks(): FieldChecks {
  return { problems: {}, wrong: {} }
}

/** Throws Refusal `invalid_fields` where anything was noted. */
export function endChecks({ problems, wrong }: FieldChecks): void {
  if (Object.keys(problems).length > 0) throw refuse('invalid_fields', { fields: problems, wrong })
}

/** The accepted text; empty where it has a problem, which is noted. */
export function accepted(checks: FieldChecks, field: string, checked: CheckedText): string {
  if (checked.ok) return checked.text
  checks.problems[field] = checked.problem
  return ''
}

/** A moment that was typed, or null where it was left out or has a problem, which is noted. */
export function momentOf(checks: FieldChecks, field: string, typed: TypedMoment | null): Date | null {
  if (typed === null || isLeftOut(typed)) return null
  const read = readMoment(typed)
  if (read.ok) return read.at
  checks.problems[field] = read.problem
  return null
}

/** One of some words, or null with its problem noted. */
export function choiceOf<Word extends string>(
  checks: FieldChecks,
  of: { field: string; typed: string; isWord: (text: string) => text is Word },
): Word | null {
  if (of.isWord(of.typed)) return of.typed
  checks.problems[of.field] = of.typed === '' ? 'required' : 'not_a_choice'
  return null
}

/** A text to be published, its placeholders filled; one that can't be is refused, as nobody should read it. */
export function filled(
  checks: FieldChecks,
  of: { field: string; text: string; values: Readonly<Partial<Record<Placeholder, string>>> },
): string {
  const text = fillPlaceholders(of.text, of.values)
  const [left] = unknownPlaceholders(text, [])
  if (left !== undefined && checks.problems[of.field] === undefined) {
    checks.problems[of.field] = 'unknown_placeholder'
    checks.wrong[of.field] = `{{${left}}}`
  }
  return text
}
