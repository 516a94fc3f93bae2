import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { newId, randomBytesOf } from '../secrets.ts'
import { ConfigError } from './config-error.ts'

const keptSchema = z.strictObject({ root: z.base64url().length(43) })

/**
 * The installation's own 32 random bytes in `<data>/secrets.json` (mode 0600), made at the first start. Sites whose
 * secrets nobody gives derive theirs from it. Written whole and linked into place, so that of several processes at a
 * first start one makes it and all read the same, and never changed afterwards.
 */
export function readKeptRoot(dataFolder: string): Uint8Array {
  const file = join(dataFolder, 'secrets.json')
  const text = readIfThere(file) ?? makeRoot({ dataFolder, file })
  const kept = keptSchema.safeParse(parseJson(text))
  if (kept.success) return Buffer.from(kept.data.root, 'base64url')
  throw new ConfigError([{ path: file, problem: 'is not as Gatehouse wrote it: restore it from a backup' }])
}

function makeRoot({ dataFolder, file }: { dataFolder: string; file: string }): string {
  mkdirSync(dataFolder, { recursive: true })
  const aside = `${file}.${newId()}`
  const descriptor = openSync(aside, 'wx', 0o600)
  try {
    writeFileSync(descriptor, `${JSON.stringify({ root: Buffer.from(randomBytesOf(32)).toString('base64url') })}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  try {
    linkSync(aside, file)
  } catch (error) {
    if (!isFileError(error, 'EEXIST')) throw error
  } finally {
    rmSync(aside)
  }
  return readFileSync(file, 'utf8')
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return null
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isFileError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
