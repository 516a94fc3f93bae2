import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Run beside a Gatehouse that a test started: `node process-keeper.ts <pid> <data folder> <keep|remove>`. However the tests end, its
 * standard input ends with them; then nothing of it stays behind.
 */
const [pid = '', folder = '', fate = 'keep'] = process.argv.slice(2)
process.stdin.resume()
await once(process.stdin, 'end')
await end(Number(pid), 'SIGTERM')
if (fate === 'remove') {
  await end(postgresPid(), 'SIGINT')
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
}

async function end(target: number | null, signal: NodeJS.Signals): Promise<void> {
  if (target === null || !send(target, signal)) return
  for (let poll = 0; poll < 1_000 && send(target, 0); poll += 1) await sleep(20)
}

function send(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, signal)
  } catch {
    return false
  }
}

/** The private PostgreSQL outlives a process that was killed. */
function postgresPid(): number | null {
  try {
    return Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return null
  }
}
