import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Letter } from './letter.ts'
import { createMailer } from './mailer.ts'
import { outboxFileName } from './outbox.ts'

const key = 'k'.repeat(43)
const url = `http://us1.localhost:8080/activate#${key}`
const letter: Letter = {
  subject: 'Reset your password: US Platform 1, acme_jd1',
  heading: 'Choose a new password',
  blocks: [
    { kind: 'text', text: `Grüße, “Zoë”. ${'A long paragraph that no part of the way may wrap. '.repeat(40)}` },
    { kind: 'action', label: 'Choose a new password', url, key },
  ],
}
const date = new Date('2026-05-12T09:00:00.123Z')

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-outbox-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

function outboxMailer(at = folder) {
  return createMailer(
    { from: 'Gatehouse <no-reply@gatehouse.example>', transport: { kind: 'outbox', folder: at } },
    { name: 'Gatehouse', accent: null },
  )
}

async function mailsIn(at: string): Promise<readonly string[]> {
  return (await readdir(at)).filter((name) => name.endsWith('.eml')).toSorted()
}

describe('the file outbox', () => {
  test('holds one mail a file, readable by its owner only, that reads back as it was written', async () => {
    const at = join(folder, 'not', 'yet', 'there')
    await outboxMailer(at).send({ to: 'jd@acme.example', letter, messageId: 'job-1', date })
    const [name = '', ...others] = await mailsIn(at)
    expect(others).toEqual([])
    expect(name).toMatch(outboxFileName)
    expect((await stat(join(at, name))).mode & 0o777).toBe(0o600)

    const mail = await simpleParser(await readFile(join(at, name)))
    expect(mail.subject).toBe(letter.subject)
    expect(mail.text?.split('\n')).toEqual(expect.arrayContaining([url, `Activation key: ${key}`]))
    expect(mail.text).toContain('Grüße, “Zoë”.')
    expect(mail.html).toContain(`href="${url}"`)
  })

  test('shows link and key in one piece even to who reads the raw file', async () => {
    await outboxMailer().send({
      to: 'jd@acme.example',
      letter: { ...letter, blocks: letter.blocks.slice(1) },
      messageId: 'job-1',
      date,
    })
    const [name = ''] = await mailsIn(folder)
    const lines = (await readFile(join(folder, name), 'utf8')).split('\r\n')
    expect(lines).toEqual(expect.arrayContaining([url, `Activation key: ${key}`]))
  })

  test('carries the headers that identify it and keep auto-responders silent', async () => {
    await outboxMailer().send({ to: 'jd@acme.example', letter, messageId: 'job-1', date })
    const [name = ''] = await mailsIn(folder)
    const { headers, messageId, from, to, date: sent } = await simpleParser(await readFile(join(folder, name)))
    expect(messageId).toBe('<job-1@gatehouse.example>')
    expect(sent?.toISOString()).toBe('2026-05-12T09:00:00.000Z')
    expect(headers.get('auto-submitted')).toBe('auto-generated')
    expect(headers.get('x-auto-response-suppress')).toBe('All')
    expect(from?.value).toEqual([{ name: 'Gatehouse', address: 'no-reply@gatehouse.example' }])
    expect(to).toMatchObject({ value: [{ name: '', address: 'jd@acme.example' }] })
    expect([...headers.keys()].toSorted()).toEqual(
      'auto-submitted,content-type,date,from,message-id,mime-version,subject,to,x-auto-response-suppress'.split(','),
    )
  })

  test('sorts oldest first by name, also within one millisecond', async () => {
    const mailer = outboxMailer()
    const later = new Date(date.getTime() + 1)
    await mailer.send({ to: 'later@acme.example', letter, messageId: 'job-0', date: later })
    for (const n of [1, 2, 3]) await mailer.send({ to: `nr${n}@acme.example`, letter, messageId: `job-${n}`, date })
    const read = async (name: string) => (await simpleParser(await readFile(join(folder, name)))).messageId
    expect(await Promise.all((await mailsIn(folder)).map(read))).toEqual(
      ['1', '2', '3', '0'].map((n) => `<job-${n}@gatehouse.example>`),
    )
  })

  test('keeps both when a mail is sent again under the same id (I-38)', async () => {
    const mailer = outboxMailer()
    await Promise.all([1, 2].map(() => mailer.send({ to: 'jd@acme.example', letter, messageId: 'job-1', date })))
    expect(await mailsIn(folder)).toHaveLength(2)
  })

  test('never shows a reader a part of a mail (I-38)', async () => {
    const long = randomBytes(150_000).toString('hex')
    const endless: Letter = { ...letter, blocks: [...letter.blocks, { kind: 'note', text: `${long} end-of-letter` }] }
    const mailer = outboxMailer()
    const writing = Promise.all(
      Array.from({ length: 8 }, (_, n) => mailer.send({ to: 'jd@acme.example', letter: endless, messageId: `job-${n}`, date })),
    )
    let complete = 0
    for (let rounds = 0; complete < 8; rounds += 1) {
      expect(rounds).toBeLessThan(10_000)
      const mails = await mailsIn(folder)
      for (const name of mails) expect(await readFile(join(folder, name), 'utf8')).toMatch(/end-of-letter[^]*--\r\n$/u)
      complete = mails.length
    }
    await writing
  })

  test('fails as temporary, without the letter in the message, when it cannot be written', async () => {
    const at = join(folder, 'a-file')
    await writeFile(at, '')
    const sending = outboxMailer(at).send({ to: 'jd@acme.example', letter, messageId: 'job-1', date })
    await expect(sending).rejects.toMatchObject({
      name: 'MailFailure',
      permanent: false,
      message: 'The outbox cannot be written: ENOTDIR',
    })
  })
})

describe('the recipient', () => {
  test.each([
    'jd@acme.example, eve@evil.example',
    'jd@acme.example\r\nBcc: eve@evil.example',
    'Eve <eve@evil.example>',
    'jd@acme.example;eve@evil.example',
    'group:jd@acme.example',
    '"jd eve"@acme.example',
    'jd@acme.example>',
    'jd@@acme.example',
    'jd',
    '',
  ])('must be one bare address: %j is refused for good', async (to) => {
    const sending = outboxMailer().send({ to, letter, messageId: 'job-1', date })
    await expect(sending).rejects.toMatchObject({ name: 'MailFailure', permanent: true })
    expect(await mailsIn(folder)).toEqual([])
  })

  test.each(['a b', 'x@y', '<x>', 'x\r\nBcc: eve@evil.example', '', 'x'.repeat(129)])(
    'and the message id plain: %j',
    async (messageId) => {
      await expect(outboxMailer().send({ to: 'jd@acme.example', letter, messageId, date })).rejects.toThrow(TypeError)
    },
  )
})

test.each(['', 'Gatehouse', 'a@gatehouse.example, b@gatehouse.example'])('a sender %j is refused at the start', (from) => {
  expect(() => createMailer({ from, transport: { kind: 'outbox', folder } }, { name: 'Gatehouse', accent: null })).toThrow(
    TypeError,
  )
})
