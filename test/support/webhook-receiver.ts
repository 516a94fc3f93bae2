import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

export type Post = { readonly headers: IncomingHttpHeaders; readonly body: string }
export type Reply = { readonly status: number; readonly body?: string; readonly location?: string } | 'hangs'

/** A receiver over real HTTP that answers what it is told to; it closes when the file's tests are over. */
export async function receiver(reply: (post: Post) => Reply = () => ({ status: 204 })) {
  const posts: Post[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const post = { headers: request.headers, body }
      posts.push(post)
      const answer = reply(post)
      if (answer === 'hangs') return
      response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location }).end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { posts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

export const idsOf = (posts: readonly Post[]) => posts.map(({ headers }) => headers['webhook-id'])
export const typesOf = (posts: readonly Post[]) => posts.map(({ body }) => (JSON.parse(body) as { type: string }).type)

const closing: (() => void)[] = []
afterAll(() => closing.forEach((close) => close()))
