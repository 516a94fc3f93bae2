import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { waitFor } from './wait-for.ts'

export type ReadMail = {
  to: string
  subject: string
  text: string
  html: string
  key: string | null
  link: string | null
  headers: ReadonlyMap<string, string>
}

/** A mail as its reader sees it, with the key and link that stand on lines of their own. */
async function parseMail(source: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(source)
  const text = mail.text ?? ''
  const to = [mail.to]
    .flat()
    .map((address) => address?.text ?? '')
    .join(', ')
  return {
    to,
    subject: mail.subject ?? '',
    text,
    html: mail.html === false ? '' : (mail.html ?? ''),
    headers: new Map(
      mail.headerLines.map(({ key, line }) => [
        key,
        line
          .slice(key.length + 1)
          .replaceAll(/\s+/gu, ' ')
          .trim(),
      ]),
    ),
    key: /^Activation key: ([\w-]{43})$/m.exec(text)?.[1] ?? null,
    link: /^(https?:\S+#[\w-]{43})$/m.exec(text)?.[1] ?? null,
  }
}

/** The mails to an address, or all for null, oldest first; waits until there are `count` of them. */
export type Mailbox = (to: string | null, count: number) => Promise<readonly ReadMail[]>

/** Reads the mails that lie in an outbox as files. They never change, so each is parsed once. */
export function openMailbox(outbox: string): Mailbox {
  const parsed = new Map<string, Promise<ReadMail>>()
  const parse = (name: string) => {
    const mail = parsed.get(name) ?? readFile(join(outbox, name)).then(parseMail)
    parsed.set(name, mail)
    return mail
  }
  const read = async () => {
    const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml'))
    return Promise.all(names.toSorted().map(parse))
  }
  return async (to, count) => {
    const addressed = async () => (await read()).filter((mail) => to === null || mail.to === to)
    return waitFor(addressed, (mails) => mails.length >= count)
  }
}
