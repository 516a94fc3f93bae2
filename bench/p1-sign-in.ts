import { availableParallelism } from 'node:os'
import type { Bench } from './support/bench.ts'
import { inTurn, type Row } from './support/figure.ts'
import { answersPerSecond } from './support/load.ts'
import { cycle } from './support/people.ts'
import { startReference } from './support/product.ts'

const ROUNDS = 5
const SECONDS = 4
/** Enough that the hashes never wait for a commit. */
const CONNECTIONS = 16

/**
 * P1: sign-ins per second over HTTP, each of another account, as a new browser, every guard and the audit on; beside it
 * the bare Argon2id loop in a process of its own, with the same stored hash and as many at a time.
 */
export async function measureSignIn({ product, platform, pool }: Bench): Promise<Row> {
  const cores = String(availableParallelism())
  const username = cycle(pool.usernames)
  const next = () => signInRequest(`${platform.hostname}:${product.port}`, { username: username(), password: pool.password })
  const ours = (seconds: number) =>
    answersPerSecond({ port: product.port, connections: CONNECTIONS, until: { seconds }, next, expect: 303 })
  const reference = async () => {
    const { line, stop } = await startReference('p1-reference', {
      CREDENTIAL: pool.credential,
      PASSWORD: pool.password,
      PEPPER: Buffer.from(platform.pepper).toString('hex'),
      CONCURRENCY: cores,
      SECONDS: String(SECONDS),
      UV_THREADPOOL_SIZE: String(availableParallelism() + 2),
    })
    await stop()
    return Number(line)
  }
  await ours(1)
  const rates = await inTurn(ROUNDS, { ours: () => ours(SECONDS), reference })
  return {
    id: 'P1',
    figure: 'sign-ins, all guards and audit on',
    unit: '/s',
    ...rates,
    reach: { bound: 'at least', value: 0.85 },
  }
}

function signInRequest(host: string, form: { username: string; password: string }): string {
  const body = new URLSearchParams(form).toString()
  const lines = [
    'POST /sign-in HTTP/1.1',
    `Host: ${host}`,
    `Origin: http://${host}`,
    'Sec-Fetch-Site: same-origin',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
