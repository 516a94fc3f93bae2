import addressparser from 'nodemailer/lib/addressparser'
import type { Letter, LetterStyle } from './letter.ts'
import { MailFailure } from './mail-failure.ts'
import { mimePart } from './mime-part.ts'
import { renderLetter } from './render-letter.ts'

/** One letter to one person. */
export type MailMessage = {
  /** A single bare address, without a name. */
  readonly to: string
  readonly letter: Letter
  /** The left part of the Message-ID: unique, and the same on every retry; the job's id serves. */
  readonly messageId: string
  readonly date: Date
  /** Where one POST ends such mails, for mail programs that offer a button of their own (RFC 8058). */
  readonly unsubscribeUrl?: string
}

export type Sender = { readonly name: string; readonly address: string; readonly domain: string }

/** Neither white space nor anything with a meaning in an address list or a header: one address stays one address. */
const bareAddress = /^[^\s\p{C}@<>()[\]\\,;:"]{1,64}@[^\s\p{C}@<>()[\]\\,;:"]{1,253}$/u

/** Reads the configured sender, `Gatehouse <no-reply@example.com>`. @throws TypeError unless it is exactly one address. */
export function parseSender(from: string): Sender {
  const [sender, ...others] = addressparser(from, { flatten: true })
  if (sender === undefined || others.length > 0 || !bareAddress.test(sender.address)) {
    throw new TypeError('The sender of mail is one address, like Gatehouse <no-reply@example.com>')
  }
  return { name: sender.name, address: sender.address, domain: sender.address.slice(sender.address.indexOf('@') + 1) }
}

/**
 * The message as nodemailer takes it: both parts, the headers that keep auto-responders silent (RFC 3834), an envelope of its own.
 * @throws MailFailure (permanent) if `to` is not one bare address.
 * @throws TypeError if `messageId` has other characters than letters, digits, `.`, `_` and `-`.
 */
export function composeMail(
  { to, letter, messageId, date, unsubscribeUrl }: MailMessage,
  by: { readonly sender: Sender; readonly style: LetterStyle; readonly eightBit: boolean },
) {
  if (!bareAddress.test(to)) throw new MailFailure('The recipient is not one e-mail address', { permanent: true })
  if (!/^[\w.-]{1,128}$/u.test(messageId)) throw new TypeError('A message id is letters, digits, dots and dashes, at most 128')
  const { sender, eightBit } = by
  const { subject, text, html } = renderLetter(letter, by.style)
  return {
    from: { name: sender.name, address: sender.address },
    to: { name: '', address: to },
    envelope: { from: sender.address, to: [to] },
    subject,
    messageId: `<${messageId}@${sender.domain}>`,
    date,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', ...unsubscribeHeaders(unsubscribeUrl) },
    alternatives: [
      { raw: mimePart({ subtype: 'plain', content: text, eightBit }) },
      { raw: mimePart({ subtype: 'html', content: html, eightBit }) },
    ],
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function unsubscribeHeaders(url: string | undefined): Readonly<Record<string, string>> {
  if (url === undefined) return {}
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

export type ComposedMail = ReturnType<typeof composeMail>
