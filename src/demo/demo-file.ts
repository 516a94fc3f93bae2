import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { newId } from '../secrets.ts'

const accountSchema = z.strictObject({
  key: z.string(),
  /** The platform's id in the directory: `US1`. */
  platform: z.string(),
  username: z.string(),
  email: z.string(),
  /** Null where none was ever set. */
  password: z.string().nullable(),
  /** The word on screen: `Unit Manager`. */
  role: z.string(),
  state: z.enum(['active', 'pending_activation', 'inactive']),
  /** Its name. */
  subscription: z.string(),
})
const fileSchema = z.strictObject({ accounts: z.array(accountSchema) })

/** One of the cast, as first seeded. */
export type DemoAccount = z.infer<typeof accountSchema>

/** The cast of `<data>/demo.json`; null before the first start is over. Throws where the file was damaged. */
export function readDemoFile(dataFolder: string): readonly DemoAccount[] | null {
  const file = fileIn(dataFolder)
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).accounts
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new Error(`${file} is not as Gatehouse wrote it: delete the data folder to start afresh`, { cause: error })
  }
}

/** Writes `<data>/demo.json` (mode 0600) whole and once: of two processes at a first start one does, and nobody ever updates it. */
export function writeDemoFile(dataFolder: string, accounts: readonly DemoAccount[]): void {
  const file = fileIn(dataFolder)
  const aside = `${file}.${newId()}`
  writeFileSync(aside, `${JSON.stringify({ accounts }, null, 2)}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(aside, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(aside)
  }
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'demo.json')
}
