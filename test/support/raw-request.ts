import type { World } from './world.ts'

export type RawInit = {
  readonly method?: string
  readonly body?: BodyInit
  /** Each replaces the one that a form of ours would bring. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: ReadonlyMap<string, string>
  /** Who opened the connection; the trusted proxy by default. */
  readonly socketAddress?: string
}

/** A request to a world's platform that need not be one that a browser sends: any path, method, body and headers. */
export async function sendRaw(
  { site, app }: World,
  path: string,
  { method = 'GET', body, headers, cookies = new Map(), socketAddress = '10.0.0.1' }: RawInit = {},
): Promise<Response> {
  const { origin } = new URL(app.config.origin)
  const request = new Request(`${origin}${path}`, {
    method,
    headers: {
      'sec-fetch-site': 'same-origin',
      origin,
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': '192.0.2.9',
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })
  // Only the socket's address is read of the bindings.
  return site.fetch(request, { incoming: { socket: { remoteAddress: socketAddress } } } as never)
}
