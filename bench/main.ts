import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { measureSignIn } from './p1-sign-in.ts'
import { measureSessionCheck } from './p2-session-check.ts'
import { measureStatus } from './p3-status.ts'
import { measureManyAccounts } from './p4-many-accounts.ts'
import { measureUserList } from './p5-user-list.ts'
import { measureStartAndMemory } from './p6-start-and-memory.ts'
import { measurePageWeight } from './p8-page-weight.ts'
import { openBench, type Bench } from './support/bench.ts'
import { openCrowdSite, type CrowdSite } from './support/crowd-site.ts'
import { table, type Row } from './support/figure.ts'

/** `npm run bench`, or some of it: `npm run bench -- P1 P8`. The product, its client and its references are processes apart. */
const chosen = process.argv.slice(2).map((id) => id.toUpperCase())
const isChosen = (id: string) => chosen.length === 0 || chosen.includes(id)

const ON_A_RUNNING_PRODUCT: Readonly<Record<string, (bench: Bench) => Promise<Row | readonly Row[]>>> = {
  P1: measureSignIn,
  P2: measureSessionCheck,
  P3: measureStatus,
  P8: measurePageWeight,
}

/** A million accounts, a hundred thousand of them in one subscription. */
const CROWD = { accounts: 1_000_000, largest: 100_000 }

const IN_A_CROWD: Readonly<Record<string, (site: CrowdSite) => Promise<readonly Row[]>>> = {
  // First, since sign-ins and redemptions leave the lists as they are but for a few last sign-ins.
  P5: measureUserList,
  P4: measureManyAccounts,
}

const rows: Row[] = []
if (isChosen('P6')) rows.push(...(await measureStartAndMemory()))
const running = Object.entries(ON_A_RUNNING_PRODUCT).filter(([id]) => isChosen(id))
if (running.length > 0) {
  const bench = await openBench()
  try {
    for (const [, measure] of running) rows.push(...[await measure(bench)].flat())
  } finally {
    await bench.close()
  }
}
const inCrowd = Object.entries(IN_A_CROWD).filter(([id]) => isChosen(id))
if (inCrowd.length > 0) {
  const site = await openCrowdSite(CROWD)
  try {
    for (const [, measure] of inCrowd) rows.push(...(await measure(site)))
  } finally {
    await site.close()
  }
}
rows.sort((a, b) => a.id.localeCompare(b.id))

const folder = fileURLToPath(new URL('results/', import.meta.url))
const machine = {
  cores: availableParallelism(),
  processor: cpus()[0]?.model ?? 'unknown',
  node: process.version,
  platform: process.platform,
}
const measuredAt = new Date().toISOString()
await mkdir(folder, { recursive: true })
await writeFile(`${folder}${measuredAt.replaceAll(':', '-')}.json`, `${JSON.stringify({ measuredAt, machine, rows }, null, 2)}\n`)
console.log(table(rows))
