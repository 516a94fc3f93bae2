import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bringUpToDate, MAIN, ROOT } from './build.ts'

/** Gatehouse in a process of its own, answering on a port of 127.0.0.1. */
export type GatehouseProcess = {
  readonly pid: number
  /** What it has written so far. */
  readonly output: () => string
  /** Sends a signal, waits for the end, and answers the exit code; null where it had no chance. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>
  /** After its end: waits until its traces are gone, too. */
  readonly clean: () => Promise<void>
}

type Start = {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly port: number
  readonly dataFolder: string
  /** Whether the data folder goes once the process is gone and this one lets go. */
  readonly removeFolder: boolean
  /** `/health/ready` or `/health/live`: what must answer before it counts as started. */
  readonly health: string
  /** What it writes once it is up. */
  readonly sign: string
}

/** Starts `node dist/main.js ...`, built first where it is older than `src`. Throws with its output where it ends early. */
export async function startGatehouse(start: Start): Promise<GatehouseProcess> {
  await bringUpToDate()
  const env = { ...process.env, ...start.environment }
  const child = spawn(process.execPath, [MAIN, ...start.args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const keeper = startKeeper(child, start)
  const output = collectOutput(child)
  const exited = once(child, 'exit')
  await waitUntilUp({ child, start, output })
  return {
    pid: child.pid ?? 0,
    output,
    end: async (signal) => {
      child.kill(signal)
      await exited
      return child.exitCode
    },
    clean: async () => {
      if (keeper.exitCode !== null) return
      keeper.stdin?.end()
      await once(keeper, 'exit')
    },
  }
}

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return address.port
}

/** Sees to it that nothing stays behind, however the tests end. */
function startKeeper(child: ChildProcess, { dataFolder, removeFolder }: Start): ChildProcess {
  const args = [join(import.meta.dirname, 'process-keeper.ts'), String(child.pid), dataFolder, removeFolder ? 'remove' : 'keep']
  const keeper = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'ignore', 'inherit'] })
  keeper.unref()
  return keeper
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString()
}

const UP_WITHIN_MS = 60_000

async function waitUntilUp({ child, start, output }: { child: ChildProcess; start: Start; output: () => string }): Promise<void> {
  const patience = AbortSignal.timeout(UP_WITHIN_MS)
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Gatehouse ended before it was up:\n${output()}`)
    const answer = await fetch(`http://127.0.0.1:${start.port}${start.health}`).catch(() => null)
    if (answer?.status === 200 && output().includes(start.sign)) return
    if (patience.aborted) throw new Error(`Gatehouse is not up:\n${output()}`)
    await sleep(20)
  }
}
