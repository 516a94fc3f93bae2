import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { outboxFileName } from './outbox.ts'

/** A mail as the list shows it; `name` is its file's. */
export type OutboxEntry = {
  readonly name: string
  readonly to: string
  readonly subject: string
  readonly at: Date
}

export type OutboxMail = OutboxEntry & {
  /** Every header as it stands in the file: name and value. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly text: string
  readonly html: string | null
}

/** The newest `limit` mails of the file outbox, newest first, and how many there are; none where the folder is not there yet. */
export async function listOutbox({ folder, limit }: { folder: string; limit: number }) {
  const names = (await orNothing(readdir(folder)))?.filter((name) => outboxFileName.test(name)).toSorted() ?? []
  const entries: OutboxEntry[] = []
  for (const name of names.slice(-limit).toReversed()) {
    const content = await orNothing(readFile(join(folder, name)))
    if (content !== null) entries.push(await parse(name, headOf(content)))
  }
  return { entries, total: names.length }
}

/** One mail whole, or null where there is none of that name. Only names that the outbox gives are looked for: no path leads out. */
export async function readOutboxMail({ folder, name }: { folder: string; name: string }): Promise<OutboxMail | null> {
  if (!outboxFileName.test(name)) return null
  const content = await orNothing(readFile(join(folder, name)))
  return content === null ? null : parse(name, content)
}

/** Loaded when first needed: production reads no mail. */
async function parse(name: string, content: Buffer): Promise<OutboxMail> {
  const { simpleParser } = await import('mailparser')
  const mail = await simpleParser(content, { skipTextToHtml: true, skipHtmlToText: true })
  return {
    name,
    to: [mail.to ?? []]
      .flat()
      .map((address) => address.text)
      .join(', '),
    subject: mail.subject ?? '',
    at: mail.date ?? new Date(0),
    headers: mail.headerLines.map(({ line }) => headerOf(line)),
    text: mail.text ?? '',
    html: mail.html === false || mail.html === undefined ? null : mail.html,
  }
}

function headerOf(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trim()]
}

function headOf(content: Buffer): Buffer {
  return content.subarray(0, content.indexOf('\r\n\r\n') + 4)
}

/** Null where the file or folder is not there: the outbox may be emptied at any time. */
async function orNothing<Found>(finding: Promise<Found>): Promise<Found | null> {
  try {
    return await finding
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
