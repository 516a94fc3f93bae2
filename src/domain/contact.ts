import type { FieldProblem } from './errors.ts'

/** RFC 5321, 4.5.3.1: a path of 256 characters with its angle brackets. */
const LONGEST_EMAIL = 254
const LONGEST_LOCAL_PART = 64
const LONGEST_NAME = 100

/** Control characters, line separators, and marks that turn the direction of what follows and so forge what is read. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u

/** Characters of no width and no meaning in a name, as they come along when one is pasted. */
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF]/gu

/** Mail programs make links of these by themselves: a name must not carry one into somebody's letter. */
const LINKLIKE = /:\/\/|www\./i

/** Unquoted local parts only; letters of any script. What could end an address in a mail header is no part of one. */
const LOCAL_PART = /^[^\s\p{C}\p{Z}.,:;<>()[\]\\"@]+(\.[^\s\p{C}\p{Z}.,:;<>()[\]\\"@]+)*$/u
const DOMAIN_LABEL = /^[\p{L}\p{N}]([\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u

/** Whether a text has the form of one mail address with a full domain. Whether anyone reads there only a mail can tell. */
export function validEmail(text: string): boolean {
  if (text.length > LONGEST_EMAIL || !text.isWellFormed()) return false
  const [local, domain, ...more] = text.split('@')
  if (local === undefined || domain === undefined || more.length > 0) return false
  const labels = domain.split('.')
  return (
    local.length <= LONGEST_LOCAL_PART &&
    LOCAL_PART.test(local) &&
    labels.length >= 2 &&
    labels.every((label) => DOMAIN_LABEL.test(label))
  )
}

/** A typed text that was accepted, as it is to be kept, or what is wrong with it. */
export type CheckedText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: FieldProblem }

/** An e-mail address as typed into a form; white space around it is trimmed. */
export function checkEmail(typed: string): CheckedText {
  const text = typed.trim()
  if (text === '') return { ok: false, problem: 'required' }
  if (text.length > LONGEST_EMAIL) return { ok: false, problem: 'too_long' }
  return validEmail(text) ? { ok: true, text } : { ok: false, problem: 'not_an_email' }
}

/** Whether a mail program might make a link of a text by itself: one in a name or login would be a stranger's in our letter. */
export function looksLikeLink(text: string): boolean {
  return LINKLIKE.test(text)
}

/** A person's first or last name, at most 100 characters of any script; trimmed, in NFC, without invisible characters. */
export function checkPersonName(typed: string): CheckedText {
  const text = typed.replaceAll(INVISIBLE, '').trim().normalize('NFC')
  if (text === '') return { ok: false, problem: 'required' }
  if (text.length > LONGEST_NAME) return { ok: false, problem: 'too_long' }
  return !text.isWellFormed() || UNPRINTABLE.test(text) || LINKLIKE.test(text)
    ? { ok: false, problem: 'not_text' }
    : { ok: true, text }
}

/** Whether two addresses are the same mailbox for every purpose of ours: white space around and case don't count. */
export function sameEmail(one: string, other: string): boolean {
  return foldEmail(one) === foldEmail(other)
}

/** The form in which addresses of one mailbox are the same text. Never show it, never write to it. */
export function foldEmail(address: string): string {
  return address.trim().normalize('NFC').toLowerCase()
}
