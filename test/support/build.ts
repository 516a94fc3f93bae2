import { execFile } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The project's own folder. */
export const ROOT = join(import.meta.dirname, '..', '..')
/** What `npm start` runs. */
export const MAIN = join(ROOT, 'dist', 'main.js')

const BUILT = join(ROOT, 'dist', '.tsbuildinfo')

let ready: Promise<void> | null = null

/** Builds, once in a process, where `dist` is missing or older than `src`. */
export function bringUpToDate(): Promise<void> {
  ready ??= buildIfStale()
  return ready
}

async function buildIfStale(): Promise<void> {
  const built = await modified(BUILT)
  const sources = await readdir(join(ROOT, 'src'), { recursive: true })
  const times = await Promise.all(
    sources.filter((name) => !/\.test\.tsx?$/.test(name)).map(async (name) => modified(join(ROOT, 'src', name))),
  )
  if (Math.max(...times) <= built) return
  const run = promisify(execFile)
  // It emits whatever it thinks of the types: those are the business of `npm run check`.
  await run('npm', ['run', '-s', 'build'], { cwd: ROOT }).catch(() => undefined)
  await run(process.execPath, ['scripts/copy-assets.mjs'], { cwd: ROOT })
}

async function modified(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }))
  return mtimeMs
}
