import { get } from 'node:http'
import type { Bench } from './support/bench.ts'
import type { Row } from './support/figure.ts'

/** P8: the bytes of the sign-in page and of everything that it loads, as a browser that takes Brotli is sent them. */
export async function measurePageWeight({ product, platform }: Pick<Bench, 'product' | 'platform'>): Promise<Row> {
  const fetchBytes = (path: string, encoding: string) =>
    fetchBody({ port: product.port, host: platform.hostname, path, encoding })
  const page = (await fetchBytes('/sign-in', 'identity')).toString()
  const paths = ['/sign-in', ...linkedFiles(page)]
  const bodies = await Promise.all(paths.map((path) => fetchBytes(path, 'br, gzip')))
  const kilobytes = bodies.reduce((sum, body) => sum + body.length, 0) / 1024
  const figure = `sign-in page and the ${paths.length - 1} files it loads`
  return {
    id: 'P8',
    figure,
    unit: 'KB',
    measured: kilobytes,
    reference: null,
    judged: kilobytes,
    reach: { bound: 'at most', value: 20 },
  }
}

/** What a browser loads by itself: style sheets, scripts, icons, images. */
function linkedFiles(page: string): readonly string[] {
  const tags = page.match(/<(?:link|script|img)\b[^>]*>/g) ?? []
  return tags.flatMap((tag) => {
    const path = /\b(?:href|src)="(\/[^"]+)"/.exec(tag)?.[1]
    return path === undefined ? [] : [path]
  })
}

/** The body as it was sent: Node's client leaves it compressed. */
async function fetchBody({
  port,
  host,
  path,
  encoding,
}: {
  port: number
  host: string
  path: string
  encoding: string
}): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const headers = { host: `${host}:${port}`, 'accept-encoding': encoding }
  const request = get({ host: '127.0.0.1', port, path, headers, agent: false }, (answer) => {
    if (answer.statusCode !== 200) reject(new Error(`${path} was answered ${answer.statusCode}`))
    answer.toArray().then((chunks: Buffer[]) => resolve(Buffer.concat(chunks)), reject)
  })
  request.on('error', reject)
  return promise
}
