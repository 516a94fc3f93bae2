import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { bringUpToDate, MAIN } from './build.ts'

export type CliRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** Runs one command line of Gatehouse in a process of its own, to its end. */
export async function runGatehouseCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  await bringUpToDate()
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    texts.stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    texts.stderr += chunk.toString()
  })
  await once(child, 'close')
  return { code: child.exitCode, ...texts }
}
