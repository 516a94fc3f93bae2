import { request } from 'node:http'

type Answer = { readonly status: number; readonly body: string; readonly location: string; readonly milliseconds: number }

/** One request of node's own client, which lets its `Host` be chosen. */
export async function ask(of: {
  port: number
  method?: string
  path: string
  headers: Readonly<Record<string, string>>
  body?: Uint8Array | string
}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const { port, method = 'GET', path, headers, body } = of
  const startedAt = performance.now()
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
    let text = ''
    answer.setEncoding('utf8').on('data', (piece: string) => (text += piece))
    answer.on('end', () => {
      const location = answer.headers.location ?? ''
      resolve({ status: answer.statusCode ?? 0, body: text, location, milliseconds: performance.now() - startedAt })
    })
  })
  sent.on('error', reject)
  sent.end(body)
  return promise
}

/** Does something so many times a second, whether or not the one before has ended, until told; how long each took. */
export async function paced(
  perSecond: number,
  isOver: () => boolean,
  one: () => Promise<{ milliseconds: number }>,
): Promise<readonly number[]> {
  const running: Promise<{ milliseconds: number }>[] = []
  while (!isOver()) {
    running.push(one())
    await new Promise((resolve) => setTimeout(resolve, 1_000 / perSecond))
  }
  return (await Promise.all(running)).map(({ milliseconds }) => milliseconds)
}

/** The value that this share of all stays below: `percentile(times, 0.95)`. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
