import { solveChallenge, type Challenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { Site } from '../../src/http/site.ts'

/** A browser without script, as far as HTTP sees it: one address, one cookie jar. A header given as empty is not sent. */
export type Visitor = {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>
  readonly head: (path: string) => Promise<Response>
  readonly post: (
    path: string,
    fields: Readonly<Record<string, string>> | URLSearchParams,
    headers?: Record<string, string>,
  ) => Promise<Response>
  /** Solves a captcha for an act, as the widget would. */
  readonly captcha: (action: string) => Promise<string>
  readonly cookies: Map<string, string>
}

const PROXY = '10.0.0.1'

/** `address`: where the visitor comes from; a fresh one by default, so that tests share no network budget. */
export function visitor(site: Site, { origin: at, address = freshAddress() }: { origin: string; address?: string }): Visitor {
  // That of operators has a path: they are at the front door.
  const { origin } = new URL(at)
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    headers.set('x-forwarded-for', address)
    for (const [name, value] of new Headers(headers)) if (value === '') headers.delete(name)
    const bindings = { incoming: { socket: { remoteAddress: PROXY } } }
    // Only the socket's address is read of the bindings.
    const response = await site.fetch(
      new Request(`${origin}${path}`, { ...init, headers, redirect: 'manual' }),
      bindings as never,
    )
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    return response
  }
  const get: Visitor['get'] = (path, headers = {}) => send(path, { headers })
  return {
    get,
    head: (path) => send(path, { method: 'HEAD' }),
    post: (path, fields, headers = {}) =>
      send(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'sec-fetch-site': 'same-origin', origin, ...headers },
      }),
    captcha: async (action) => solve((await (await get(`/captcha?action=${action}`)).json()) as Challenge),
    cookies,
  }
}

async function solve(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey })
  if (!solution) throw new Error('the captcha has no solution')
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const equals = pair.indexOf('=')
  const name = pair.slice(0, equals)
  if (/max-age=0/i.test(line)) cookies.delete(name)
  else cookies.set(name, pair.slice(equals + 1))
}

let given = 0

/** Each in a /24 of its own. */
export function freshAddress(): string {
  given += 1
  return `172.${16 + (given >> 8)}.${given & 255}.7`
}
