import { createServer, type AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { sendRequest } from './outgoing.ts'

const closing: (() => void)[] = []
afterAll(() => closing.forEach((close) => close()))

/** Answers whatever it is asked with these bytes, and keeps the connection. */
async function answering(bytes: string): Promise<URL> {
  const server = createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.write(bytes)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
}

const ask = (url: URL) => sendRequest({ url, method: 'POST', body: '{}', reach: 'anywhere', milliseconds: 500, mostBytes: 1_000 })

/** Each of them kept a webhook's or a probe's place for ever, if it left the request without an end. */
test.each([
  ['switches to another protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ['goes on promising an answer', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(1_000)],
  ['stops in its headers', 'HTTP/1.1 200 OK\r\nContent-Le'],
  ['stops in its body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc'],
  ['has headers without an end', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(1_000_000)}`],
])('a server that %s is a failure, in time (I-39)', { timeout: 3_000 }, async (_, bytes) => {
  await expect(ask(await answering(bytes))).rejects.toMatchObject({ name: 'OutgoingFailure' })
})

test('of an answer without an end no more is read than was asked for', async () => {
  const { body } = await ask(await answering(`HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n${'a'.repeat(1_000_000)}`))
  expect(body).toHaveLength(1_000)
})
