import { simpleParser } from 'mailparser'

export type ReadMail = { to: string; subject: string; text: string; html: string; key: string | null; link: string | null }

/** A mail as its reader sees it, with the key and link that stand on lines of their own. */
export async function parseMail(source: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(source)
  const text = mail.text ?? ''
  const to = [mail.to].flat().map((address) => address?.text ?? '').join(', ')
  return {
    to,
    subject: mail.subject ?? '',
    text,
    html: mail.html === false ? '' : (mail.html ?? ''),
    key: /^Activation key: ([\w-]{43})$/m.exec(text)?.[1] ?? null,
    link: /^(https?:\S+#[\w-]{43})$/m.exec(text)?.[1] ?? null,
  }
}
