import { connect } from 'node:net'

export type Load = {
  readonly port: number
  /** Requests in flight at any moment, each on a kept-alive connection of its own. */
  readonly connections: number
  /** When to stop asking. */
  readonly until: { readonly seconds: number } | { readonly answers: number }
  /** The next request to send, as bytes of HTTP/1.1. */
  readonly next: () => string
  /** The only status that counts; any other ends the run. */
  readonly expect: number
}

export type Answered = {
  /** From the first answer to the last. */
  readonly perSecond: number
  /** 99 of 100 answers took no longer, in milliseconds. */
  readonly p99: number
}

/** Keeps a server busy and returns its answers per second. */
export async function answersPerSecond(load: Load): Promise<number> {
  return (await loadOf(load)).perSecond
}

/**
 * Keeps a server busy and tells how it did. Written on bare sockets: a client that shares the machine's cores should cost
 * next to nothing.
 */
export async function loadOf(load: Load): Promise<Answered> {
  const times: number[] = []
  const waits: number[] = []
  const { until } = load
  const end = performance.now() + ('seconds' in until ? until.seconds * 1000 : 0)
  const answered = (askedAt: number) => {
    const now = performance.now()
    times.push(now)
    waits.push(now - askedAt)
  }
  const isOver = () => ('seconds' in until ? performance.now() >= end : times.length >= until.answers)
  const one = () => converse(load, answered, isOver)
  await Promise.all(Array.from({ length: load.connections }, one))
  const [first = 0] = times
  const perSecond = ((times.length - 1) / ((times.at(-1) ?? 0) - first)) * 1000
  const p99 = Float64Array.from(waits).toSorted()[Math.floor(waits.length * 0.99)] ?? Number.NaN
  return { perSecond, p99 }
}

/** One connection: request, answer, request, until it is over. */
async function converse({ port, next, expect }: Load, answered: (askedAt: number) => void, isOver: () => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  let received: Buffer = Buffer.alloc(0)
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  let askedAt = 0
  const ask = () => {
    askedAt = performance.now()
    socket.write(next(), 'latin1')
  }
  socket.on('connect', ask)
  socket.on('error', reject)
  socket.on('close', () => resolve(undefined))
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const answer = readAnswer(received)
    if (answer === null) return
    received = Buffer.alloc(0)
    if (answer.status !== expect) socket.destroy(new Error(`expected ${expect}, was answered ${answer.status}`))
    answered(askedAt)
    if (isOver()) socket.end()
    else ask()
  })
  return promise
}

/** Null until the whole answer is here. */
function readAnswer(received: Buffer): { status: number } | null {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const head = received.toString('latin1', 0, headEnd)
  const status = Number(head.slice(9, 12))
  if (isChunked(head)) return received.subarray(-5).toString('latin1') === '0\r\n\r\n' ? { status } : null
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
  return received.length >= headEnd + 4 + length ? { status } : null
}

function isChunked(head: string): boolean {
  return /^transfer-encoding: chunked/im.test(head)
}
