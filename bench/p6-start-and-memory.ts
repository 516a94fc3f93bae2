import { rm } from 'node:fs/promises'
import { temporaryFolder } from './support/bench.ts'
import { repeated, type Row } from './support/figure.ts'
import { answersPerSecond } from './support/load.ts'
import { cycle } from './support/people.ts'
import { postgresMegabytes, residentMegabytes, servedPlatform, startProduct } from './support/product.ts'

const FIRST_STARTS = 3
const LATER_STARTS = 7
const REQUESTS = 10_000

/** P6: from nothing to ready, from existing data to ready, and what it all weighs after ten thousand requests. */
export async function measureStartAndMemory(): Promise<readonly Row[]> {
  const folders = await Promise.all(Array.from({ length: FIRST_STARTS }, temporaryFolder))
  const folder = cycle(folders)
  const start = async () => {
    const product = await startProduct(folder())
    await product.stop()
    return product.secondsToReady
  }
  try {
    const first = await repeated(FIRST_STARTS, start)
    const later = await repeated(LATER_STARTS, start)
    return [
      { id: 'P6', figure: 'first start', unit: 's', ...first, reach: { bound: 'at most', value: 4 } },
      { id: 'P6', figure: 'start with existing data', unit: 's', ...later, reach: { bound: 'at most', value: 1 } },
      ...(await measureMemory(folder())),
    ]
  } finally {
    await Promise.all(folders.map((name) => rm(name, { recursive: true, force: true })))
  }
}

async function measureMemory(dataFolder: string): Promise<readonly Row[]> {
  const product = await startProduct(dataFolder)
  try {
    const host = `${servedPlatform(dataFolder).hostname}:${product.port}`
    const next = () => `GET /sign-in HTTP/1.1\r\nHost: ${host}\r\nCookie: __Host-session=${'A'.repeat(43)}\r\n\r\n`
    await answersPerSecond({ port: product.port, connections: 32, until: { answers: REQUESTS }, next, expect: 200 })
    const own = { measured: await residentMegabytes(product.pid), figure: 'memory after 10,000 requests', value: 160 }
    const postgres = { measured: await postgresMegabytes(dataFolder), figure: 'memory of the private PostgreSQL', value: 130 }
    return [own, postgres].flatMap(({ measured, figure, value }) =>
      measured === null
        ? []
        : [
            {
              id: 'P6',
              figure,
              unit: 'MB',
              measured,
              reference: null,
              judged: measured,
              reach: { bound: 'at most' as const, value },
            },
          ],
    )
  } finally {
    await product.stop()
  }
}
