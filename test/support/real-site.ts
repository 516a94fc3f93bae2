import { type IncomingMessage, request as openRequest } from 'node:http'
import type { Site } from '../../src/http/site.ts'

/**
 * A site as it answers on a port of 127.0.0.1 for a Host, which `fetch` does not let one choose. Requests wait at most
 * 20 s. Throws as sockets do where nobody answers.
 */
export function realSite({ port, host }: { port: number; host: string }): Site {
  return {
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url)
      const body = Buffer.from(await request.arrayBuffer())
      const headers = { ...Object.fromEntries(request.headers), host }
      const answer = await send({ port, path: pathname + search, method: request.method, headers }, body)
      return readAnswer(answer)
    },
  }
}

type Sent = { port: number; path: string; method: string; headers: Record<string, string> }

function send(to: Sent, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sending = openRequest({ ...to, host: '127.0.0.1', agent: false, timeout: 20_000 }, resolve)
    sending.on('error', reject)
    sending.on('timeout', () => sending.destroy(new Error(`${to.method} ${to.path} got no answer within 20 s`)))
    sending.end(body)
  })
}

async function readAnswer(answer: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(Buffer.from(chunk as Uint8Array))
  const headers = new Headers()
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const status = answer.statusCode ?? 500
  return new Response(status === 204 || status === 304 ? null : Buffer.concat(chunks), { status, headers })
}
