import { lookup } from 'node:dns/promises'
import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestTls, type RequestOptions } from 'node:https'
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { callbackify } from 'node:util'
import { isPublicAddress } from './domain/public-address.ts'

/**
 * Whom a connection may go to. `anywhere`: addresses that whoever runs this has configured. `internet`: those that strangers
 * gave us, which must not lead into networks of our own.
 */
export type Reach = 'anywhere' | 'internet'

export type OutgoingRequest = {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly reach: Reach
  /** For all of it, from the look-up of the name to the last byte. */
  readonly milliseconds: number
  /** Of the answer's body; the rest is not read. */
  readonly mostBytes: number
}

export type OutgoingAnswer = { readonly status: number; readonly body: string }

/** No answer came; `message` is for people, and says nothing of what was sent. */
export class OutgoingFailure extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'OutgoingFailure'
  }
}

/**
 * One request, on a connection of its own. Redirects are answers like others. A name is looked up once, each of its
 * addresses is judged, and it is one of these that is connected to, so that a name can't lead elsewhere in between. Names
 * below `localhost` are this machine, as browsers see it (RFC 6761).
 *
 * Throws OutgoingFailure.
 */
export async function sendRequest(of: OutgoingRequest): Promise<OutgoingAnswer> {
  const { url, method, headers = {}, body, reach } = of
  requireReach(hostOf(url), reach)
  return within(of.milliseconds, async (signal) => {
    const options: RequestOptions = { method, headers, agent: false, lookup: lookupWithin(reach), signal }
    const sent = (url.protocol === 'https:' ? requestTls : requestPlain)(url, options)
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      sent.on('response', resolve)
      sent.on('error', reject)
      // Without either of them, where it answers that it switches to another protocol.
      sent.on('close', () => reject(new OutgoingFailure('the connection was closed without an answer')))
    })
    sent.end(body)
    const answer = await answered
    try {
      return { status: answer.statusCode ?? 0, body: await readUpTo(answer, of.mostBytes) }
    } finally {
      sent.destroy()
    }
  })
}

export type Endpoint = { readonly host: string; readonly port: number; readonly milliseconds: number }

/** Resolves once a TCP connection stands; it is closed again. Throws OutgoingFailure. */
export async function openConnection({ host, port, milliseconds }: Endpoint): Promise<void> {
  await within(milliseconds, async (signal) => {
    const socket = connectPlain({ host, port, autoSelectFamily: true, lookup: lookupWithin('anywhere') })
    await whenReady(socket, 'connect', signal)
  })
}

/** From when until when the certificate of a TLS endpoint counts, whoever signed it. Throws OutgoingFailure. */
export async function readCertificate({ host, port, milliseconds }: Endpoint): Promise<{ from: Date; until: Date }> {
  return within(milliseconds, async (signal) => {
    // Who signed it is for those to judge who rely on it: here only its dates are read.
    const options = { host, port, autoSelectFamily: true, lookup: lookupWithin('anywhere'), rejectUnauthorized: false }
    const socket = connectTls({ ...options, ...(isIP(host) === 0 && { servername: host }) })
    const dates = new Promise<{ from: Date; until: Date }>((resolve) => {
      socket.once('secureConnect', () => {
        const { valid_from: from, valid_to: until } = socket.getPeerCertificate()
        resolve({ from: new Date(from), until: new Date(until) })
      })
    })
    await whenReady(socket, 'secureConnect', signal)
    return dates
  })
}

async function whenReady(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(event, () => resolve())
      socket.once('error', reject)
      socket.once('close', () => reject(new OutgoingFailure('the connection was closed at once')))
      signal.addEventListener('abort', () => reject(new OutgoingFailure('aborted')), { once: true })
    })
  } finally {
    // A late error of what is given up concerns nobody.
    socket.on('error', () => undefined)
    socket.destroy()
  }
}

async function within<Result>(milliseconds: number, run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const signal = AbortSignal.timeout(milliseconds)
  try {
    return await run(signal)
  } catch (error) {
    if (signal.aborted) throw new OutgoingFailure(`no answer within ${milliseconds / 1_000} s`)
    throw error instanceof OutgoingFailure ? error : new OutgoingFailure(reasonOf(error))
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`)
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is not signed by anybody known',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is not signed by anybody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is not signed by anybody known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
}

const NOT_PUBLIC = 'the address is not one of the Internet'

function requireReach(host: string, reach: Reach): void {
  if (reach === 'internet' && isIP(host) !== 0 && !isPublicAddress(host)) throw new OutgoingFailure(NOT_PUBLIC)
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

const LOOPBACK = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/** Not called for addresses: those are judged before. */
function lookupWithin(reach: Reach): LookupFunction {
  return (name, _options, callback) => callbackify(addressesOf)(name, reach, callback)
}

async function addressesOf(name: string, reach: Reach): Promise<{ address: string; family: number }[]> {
  const found = /(?:^|\.)localhost\.?$/i.test(name) ? LOOPBACK : await lookup(name, { all: true })
  if (reach === 'internet' && !found.every(({ address }) => isPublicAddress(address))) throw new OutgoingFailure(NOT_PUBLIC)
  return found
}

async function readUpTo(answer: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= most) break
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8')
}
