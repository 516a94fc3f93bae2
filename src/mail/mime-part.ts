import { encode, wrap } from 'nodemailer/lib/qp'

/** Bytes in a line, without its CRLF (RFC 5322, 2.1.1). */
const longestLine = 998

/**
 * One text part of a mail, headers included. It goes as it is wherever the way allows, so that links and keys stay in one
 * piece even for who reads the raw mail; else quoted-printable. `content` has LF line ends.
 */
export function mimePart(part: {
  readonly subtype: 'plain' | 'html'
  readonly content: string
  readonly eightBit: boolean
}): string {
  const { encoding, body } = encoded(part)
  const headers = [`Content-Type: text/${part.subtype}; charset=utf-8`, `Content-Transfer-Encoding: ${encoding}`]
  return [...headers, '', body].join('\r\n')
}

function encoded({ content, eightBit }: { readonly content: string; readonly eightBit: boolean }) {
  const body = content.replaceAll('\n', '\r\n')
  const isShort = body.split('\r\n').every((line) => Buffer.byteLength(line) <= longestLine)
  const isAscii = /^[\0-\x7f]*$/u.test(body)
  if (isShort && isAscii) return { encoding: '7bit', body }
  if (isShort && eightBit) return { encoding: '8bit', body }
  return { encoding: 'quoted-printable', body: wrap(encode(body)) }
}
