import type { CheckedText } from './contact.ts'

/** Characters. */
export const LONGEST_TITLE = 200
export const LONGEST_BODY = 10_000
export const LONGEST_NOTE = 500

/** Control characters but line ends and tabs, and marks that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u
const UNPRINTABLE_IN_LINES = /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u

/** What an incident or a maintenance is called: one line. */
export function checkTitle(typed: string): CheckedText {
  const text = typed.trim().normalize('NFC')
  if (text === '') return { ok: false, problem: 'required' }
  if (text.length > LONGEST_TITLE) return { ok: false, problem: 'too_long' }
  return !text.isWellFormed() || UNPRINTABLE.test(text) ? { ok: false, problem: 'not_text' } : { ok: true, text }
}

/** What an update says, in Markdown; line ends become `\n`. */
export function checkBody(typed: string): CheckedText {
  return checkLines(typed, LONGEST_BODY)
}

/** Why a component is in what somebody says it is; may be empty. */
export function checkNote(typed: string): CheckedText {
  return typed.trim() === '' ? { ok: true, text: '' } : checkLines(typed, LONGEST_NOTE)
}

function checkLines(typed: string, longest: number): CheckedText {
  const text = typed.replaceAll(/\r\n?/gu, '\n').trim()
  if (text === '') return { ok: false, problem: 'required' }
  if (text.length > longest) return { ok: false, problem: 'too_long' }
  return !text.isWellFormed() || UNPRINTABLE_IN_LINES.test(text) ? { ok: false, problem: 'not_text' } : { ok: true, text }
}
