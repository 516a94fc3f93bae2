import { connect } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { freePort } from '../../test/support/gatehouse-process.ts'
import { useWorld } from '../../test/support/world.ts'
import { startServer } from './server.ts'

const world = await useWorld({ work: false })
const port = await freePort()
const siteFor = (host: string | null) => (host === 'us1.gatehouse.test' ? world.site : null)
const server = await startServer({ hosts: ['127.0.0.1'], port, siteFor, ready: () => Promise.resolve(true) })
afterAll(() => server.stop())

/** The status of the first answer to these very bytes; 0 where the connection is closed without one. */
async function statusOf(bytes: string): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text))
  socket.on('error', () => undefined)
  const ended = new Promise((resolve) => socket.once('close', resolve))
  socket.end(bytes, 'latin1')
  await ended
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}

const HOST = 'Host: us1.gatehouse.test\r\nConnection: close\r\n'
const FORM = 'Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n'

describe('bytes that no browser sends', () => {
  it('serve as a page where they are one', async () => {
    expect(await statusOf(`GET /sign-in HTTP/1.1\r\n${HOST}\r\n`)).toBe(200)
  })

  it.each<[string, string, readonly number[]]>([
    ['no HTTP', 'hello\r\n\r\n', [400]],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', [400]],
    ['two Hosts', `GET / HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`, [400, 421]],
    ['a foreign Host', 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', [421]],
    ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b<c>\r\nConnection: close\r\n\r\n', [400, 421]],
    ['a Host with a path', 'GET / HTTP/1.1\r\nHost: us1.gatehouse.test/x\r\nConnection: close\r\n\r\n', [400, 421]],
    ['another origin in the first line', `GET http://evil.example/sign-in HTTP/1.1\r\n${HOST}\r\n`, [200, 400, 404, 421]],
    ['a path that starts with two slashes', `GET //evil.example/ HTTP/1.1\r\n${HOST}\r\n`, [404]],
    ['a climbing path', `GET /assets/../../../../etc/passwd HTTP/1.1\r\n${HOST}\r\n`, [404]],
    ['a climbing path in disguise', `GET /assets/%2e%2e%2f%2e%2e%2fetc/passwd HTTP/1.1\r\n${HOST}\r\n`, [404]],
    ['a percent sign alone', `GET /%zz HTTP/1.1\r\n${HOST}\r\n`, [404]],
    ['bytes above ASCII in the path', `GET /\xff\xfe HTTP/1.1\r\n${HOST}\r\n`, [400, 404]],
    ['a NUL in the path', `GET /\0 HTTP/1.1\r\n${HOST}\r\n`, [400]],
    ['TRACE', `TRACE /sign-in HTTP/1.1\r\n${HOST}\r\n`, [403, 404, 405]],
    ['TRACE with our own origin', `TRACE /sign-in HTTP/1.1\r\n${HOST}Sec-Fetch-Site: same-origin\r\n\r\n`, [404, 405]],
    ['CONNECT', `CONNECT us1.gatehouse.test:443 HTTP/1.1\r\n${HOST}\r\n`, [0, 400, 404, 405]],
    ['a method of its own', `BREW /sign-in HTTP/1.1\r\n${HOST}\r\n`, [400]],
    ['headers of 100 KB', `GET / HTTP/1.1\r\n${HOST}X-Long: ${'x'.repeat(100_000)}\r\n\r\n`, [431]],
    ['cookies of 100 KB', `GET / HTTP/1.1\r\n${HOST}Cookie: __Host-session=${'x'.repeat(100_000)}\r\n\r\n`, [431]],
    ['a path of 100 KB', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n${HOST}\r\n`, [414, 431]],
    ['a header folded over two lines', `GET / HTTP/1.1\r\n${HOST}X-A: b\r\n c\r\n\r\n`, [303, 400]],
    ['two lengths', `POST /sign-in HTTP/1.1\r\n${HOST}${FORM}Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde`, [400]],
    [
      'a length and chunks',
      `POST /sign-in HTTP/1.1\r\n${HOST}${FORM}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      [400],
    ],
    ['a chunk of no size', `POST /sign-in HTTP/1.1\r\n${HOST}${FORM}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, [400]],
    ['a length that is none', `POST /sign-in HTTP/1.1\r\n${HOST}${FORM}Content-Length: -1\r\n\r\n`, [400]],
    ['a body that breaks off', `POST /sign-in HTTP/1.1\r\n${HOST}${FORM}Content-Length: 50\r\n\r\nusername=a`, [0, 400]],
    [
      'a body of 1 MB',
      `POST /sign-in HTTP/1.1\r\n${HOST}${FORM}Content-Length: 1000000\r\n\r\n${'x'.repeat(1_000_000)}`,
      [0, 413],
    ],
    [
      'chunks of 1 MB',
      `POST /sign-in HTTP/1.1\r\n${HOST}${FORM}Transfer-Encoding: chunked\r\n\r\nF4240\r\n${'x'.repeat(1_000_000)}\r\n0\r\n\r\n`,
      [0, 413],
    ],
    ['a packed body', `POST /sign-in HTTP/1.1\r\n${HOST}${FORM}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`, [415]],
    [
      'a request to change protocol',
      `GET /sign-in HTTP/1.1\r\nHost: us1.gatehouse.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      [0, 200, 400, 426],
    ],
    ['an expectation of its own', `GET /sign-in HTTP/1.1\r\n${HOST}Expect: miracles\r\n\r\n`, [417]],
  ])('%s: a clear 4xx at most, and the server goes on', async (_, bytes, statuses) => {
    expect(statuses).toContain(await statusOf(bytes))
    expect(await statusOf(`GET /health/live HTTP/1.1\r\n${HOST}\r\n`)).toBe(200)
  })
})
