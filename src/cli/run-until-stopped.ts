import type { RunningGatehouse } from '../sites/gatehouse.ts'

/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const ECHO_MS = 200

/**
 * Waits for the first stop signal, then lets the process finish: requests, jobs under way, the private PostgreSQL.
 * A second signal ends the process at once; nothing acknowledged is lost by that either (I-38).
 */
export async function runUntilStopped(running: RunningGatehouse): Promise<void> {
  await firstSignal()
  await running.stop()
}

async function firstSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let echo: AbortSignal | null = null
  const obey = (_signal: string, number: number): void => {
    if (echo?.aborted) process.exit(128 + number)
    echo ??= AbortSignal.timeout(ECHO_MS)
    resolve()
  }
  process.on('SIGINT', obey)
  process.on('SIGTERM', obey)
  await promise
}
