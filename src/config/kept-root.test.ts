import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('several processes at a first start agree on one root and leave nothing else behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-root-'))
  try {
    const script = `
      const { readKeptRoot } = await import(${JSON.stringify(new URL('kept-root.ts', import.meta.url).href)})
      console.log(Buffer.from(readKeptRoot(${JSON.stringify(folder)})).toString('hex'))`
    const starts = Array.from({ length: 4 }, () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]),
    )
    const roots = (await Promise.all(starts)).map(({ stdout }) => stdout.trim())
    expect(roots[0]).toMatch(/^[\da-f]{64}$/)
    expect(new Set(roots).size).toBe(1)
    expect(readdirSync(folder)).toEqual(['secrets.json'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
