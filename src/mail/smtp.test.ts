import { Readable } from 'node:stream'
import { simpleParser } from 'mailparser'
import type { SMTPServerOptions } from 'smtp-server'
import { describe, expect, onTestFinished, test } from 'vitest'
import { selfSignedCertificate } from '../../test/support/certificate.ts'
import { closedPort, startMailServer, startSilentServer } from '../../test/support/mail-server.ts'
import type { MailTransport } from '../config/config.ts'
import type { Letter } from './letter.ts'
import { createMailer } from './mailer.ts'
import type { Mailer } from './mailer.ts'

const key = 'k'.repeat(43)
const letter: Letter = {
  subject: 'Reset your password: US Platform 1, acme_jd1',
  heading: 'Choose a new password',
  blocks: [{ kind: 'action', label: 'Choose a new password', url: `https://us1.gatehouse.example/activate#${key}`, key }],
}
const certificate = selfSignedCertificate()
const stepMs = 400

function smtpMailer(options: { port: number } & Partial<Extract<MailTransport, { kind: 'smtp' }>>): Mailer {
  const mailer = createMailer(
    {
      from: 'Gatehouse <no-reply@gatehouse.example>',
      transport: { kind: 'smtp', host: 'localhost', tls: 'none', ca: null, credentials: null, ...options },
    },
    { name: 'Gatehouse', accent: null },
    { stepMs },
  )
  onTestFinished(() => mailer.close())
  return mailer
}

async function mailServer(options?: SMTPServerOptions) {
  const server = await startMailServer(options)
  onTestFinished(() => server.stop())
  return server
}

function send(mailer: Mailer, messageId = 'job-1', content = letter) {
  return mailer.send({ to: 'jd@acme.example', letter: content, messageId, date: new Date('2026-05-12T09:00:00Z') })
}

/** A server that answers one step with an error that quotes what a spam filter would. */
function refusing(step: 'onMailFrom' | 'onRcptTo' | 'onData', responseCode: number) {
  const refusal = Object.assign(new Error(`5.7.1 quoting ${key}`), { responseCode })
  const refuse = (subject: unknown, _session: unknown, done: (error: Error) => void) => {
    if (subject instanceof Readable) subject.resume().once('end', () => done(refusal))
    else done(refusal)
  }
  return mailServer({ disabledCommands: ['AUTH', 'STARTTLS'], [step]: refuse })
}

describe('mail by SMTP', () => {
  test('is 7-bit on the wire, whatever is in the letter', async () => {
    const server = await mailServer()
    const text = `Zoë, “hello” 🗝 ${'and a long line '.repeat(100)}`
    const foreign: Letter = { ...letter, subject: 'Grüße', blocks: [...letter.blocks, { kind: 'text', text }] }
    await send(smtpMailer({ port: server.port }), 'job-1', foreign)
    const raw = server.received[0]?.raw ?? ''
    expect(raw).toMatch(/^[\0-\x7f]*$/u)
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
    const parsed = await simpleParser(raw)
    expect(parsed.subject).toBe('Grüße')
    expect(parsed.text).toContain(text.trim())
    expect(parsed.text?.split('\n')).toContain(`Activation key: ${key}`)
  })

  test('arrives at one recipient, with both parts', async () => {
    const server = await mailServer()
    expect(await send(smtpMailer({ port: server.port }))).toEqual({ outcome: 'sent' })
    const [mail] = server.received
    expect(mail).toMatchObject({ from: 'no-reply@gatehouse.example', to: ['jd@acme.example'], encrypted: false })
    const parsed = await simpleParser(mail?.raw ?? '')
    expect(parsed.subject).toBe(letter.subject)
    expect(parsed.messageId).toBe('<job-1@gatehouse.example>')
    expect(parsed.text?.split('\n')).toContain(`Activation key: ${key}`)
    expect(parsed.html).toContain(key)
  })

  test('sends many over few connections', async () => {
    let connections = 0
    const server = await mailServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onConnect: (_session, done) => {
        connections += 1
        done()
      },
    })
    const mailer = smtpMailer({ port: server.port })
    await Promise.all(Array.from({ length: 30 }, (_, n) => send(mailer, `job-${n}`)))
    expect(new Set(server.received.map((mail) => /Message-ID: (.*)/u.exec(mail.raw)?.[1])).size).toBe(30)
    expect(connections).toBeLessThanOrEqual(5)
  })

  test('signs in where credentials are given, and a wrong password is a temporary failure', async () => {
    const server = await mailServer({
      authOptional: false,
      ...certificate,
      onAuth: ({ password }, _session, done) =>
        password === 'right' ? done(null, { user: 'gatehouse' }) : done(new Error('no')),
    })
    const options = { port: server.port, tls: 'required', ca: certificate.cert } as const
    const signedIn = smtpMailer({ ...options, credentials: { username: 'gatehouse', password: 'right' } })
    await expect(send(signedIn)).resolves.toEqual({ outcome: 'sent' })
    const refused = smtpMailer({ ...options, credentials: { username: 'gatehouse', password: 'wrong' } })
    await expect(send(refused)).rejects.toMatchObject({ name: 'MailFailure', permanent: false })
  })
})

describe('a mail that does not leave', () => {
  test.each([
    ['the recipient is refused for good', 'onRcptTo', 550, true],
    ['the mail is refused for good', 'onData', 554, true],
    ['the recipient is refused for now', 'onRcptTo', 450, false],
    ['the mail is refused for now', 'onData', 451, false],
    ['the sender is refused, which can be mended', 'onMailFrom', 550, false],
  ] as const)('%s', async (_, step, code, permanent) => {
    const server = await refusing(step, code)
    const failure = await send(smtpMailer({ port: server.port })).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'MailFailure', permanent })
    expect(String(failure)).toContain(`answered ${code}`)
    expect(server.received).toEqual([])
  })

  test('is reported by codes, never by what the server quoted of it (I-08, I-36)', async () => {
    const server = await refusing('onData', 554)
    const failure = await send(smtpMailer({ port: server.port })).catch((error: unknown) => error)
    expect(failure).toMatchObject({ message: 'DATA answered 554 5.7.1' })
    expect(JSON.stringify([failure, String(failure), failure instanceof Error && [failure.stack, failure.cause]])).not.toContain(
      key,
    )
  })

  test('because the server is down: temporary', async () => {
    const failing = send(smtpMailer({ port: await closedPort() }))
    await expect(failing).rejects.toMatchObject({ name: 'MailFailure', permanent: false })
  })

  test('because the server never answers: temporary, and soon (I-39)', async () => {
    const silent = await startSilentServer()
    onTestFinished(() => silent.stop())
    const started = performance.now()
    await expect(send(smtpMailer({ port: silent.port }))).rejects.toMatchObject({ permanent: false })
    expect(performance.now() - started).toBeLessThan(3 * stepMs + 500)
  })

  test('because the server falls silent in the middle, for more mails than there are connections: temporary, and soon (I-39)', async () => {
    const server = await mailServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream) => void stream.resume(),
      closeTimeout: 1,
    })
    const mailer = smtpMailer({ port: server.port })
    const started = performance.now()
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => send(mailer, `job-${n}`)))
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 'rejected'))
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { name: 'MailFailure', permanent: false } })
    expect(performance.now() - started).toBeLessThan(3 * stepMs + 1000)
  })

  test('because the mailer is closed: temporary', async () => {
    const server = await mailServer()
    const mailer = smtpMailer({ port: server.port })
    await mailer.close()
    await expect(send(mailer)).rejects.toMatchObject({ name: 'MailFailure', permanent: false })
  })
})

describe('TLS', () => {
  const withStartTls: SMTPServerOptions = { disabledCommands: ['AUTH'], ...certificate }
  const withoutTls: SMTPServerOptions = { disabledCommands: ['AUTH', 'STARTTLS'] }
  const fromTheFirstByte: SMTPServerOptions = { ...withStartTls, secure: true }

  test.each([
    ['implicit', 'the known certificate', fromTheFirstByte, certificate.cert, 'encrypted'],
    ['implicit', 'an unknown certificate', fromTheFirstByte, null, 'refused'],
    ['implicit', 'no TLS', withoutTls, certificate.cert, 'refused'],
    ['required', 'the known certificate', withStartTls, certificate.cert, 'encrypted'],
    ['required', 'an unknown certificate', withStartTls, null, 'refused'],
    ['required', 'no STARTTLS', withoutTls, certificate.cert, 'refused'],
    ['opportunistic', 'an unknown certificate', withStartTls, null, 'encrypted'],
    ['opportunistic', 'no STARTTLS', withoutTls, null, 'clear'],
    ['none', 'an unknown certificate', withStartTls, null, 'clear'],
  ] as const)('%s, and a server with %s', async (tls, _, options, ca, expected) => {
    const server = await mailServer(options)
    const outcome = await send(smtpMailer({ port: server.port, tls, ca })).catch((error: unknown) => error)
    expect(outcome).toMatchObject(expected === 'refused' ? { name: 'MailFailure', permanent: false } : { outcome: 'sent' })
    const arrived = { encrypted: [true], clear: [false], refused: [] }[expected]
    expect(server.received.map((mail) => mail.encrypted)).toEqual(arrived)
  })
})
