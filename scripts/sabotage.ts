import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { SABOTAGES } from '../test/sabotage/all.ts'
import { sabotaged, type Sabotage } from '../test/sabotage/sabotage.ts'

/**
 * Proves that the tests can fail: breaks a copy of the tree in one place after the other (test/sabotage) and expects a
 * test that names the invariant to notice. `npm run sabotage -- I-11` does so for one invariant, or for several.
 */
const ROOT = resolve(import.meta.dirname, '..')
const LONGEST_RUN_MS = 5 * 60_000

const testReport = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) })),
    }),
  ),
})

type Run = { readonly passed: number; readonly failed: readonly string[]; readonly success: boolean; readonly output: string }

function copyTree(): string {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (listed.status !== 0) throw new Error(`git lists no files: ${listed.stderr}`)
  const copy = mkdtempSync(join(tmpdir(), 'gatehouse-sabotage-'))
  const files = listed.stdout.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)))
  for (const file of files) cpSync(join(ROOT, file), join(copy, file))
  // Of what is built, pages need the scripts for browsers; nothing breaks those.
  for (const folder of ['node_modules', 'dist']) symlinkSync(join(ROOT, folder), join(copy, folder), 'junction')
  return copy
}

/** Runs the tests of these files that name one of the invariants. */
function runTests(copy: string, tests: readonly string[], invariants: readonly string[]): Run {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--reporter', 'json', '--outputFile', report]
  const { stdout, stderr } = spawnSync(process.execPath, [...vitest, '-t', invariants.join('|'), ...tests], {
    cwd: copy,
    encoding: 'utf8',
    timeout: LONGEST_RUN_MS,
  })
  const output = `${stdout}\n${stderr}`
  if (!existsSync(report)) return { passed: 0, failed: [], success: false, output }
  const { success, numPassedTests: passed, testResults } = testReport.parse(JSON.parse(readFileSync(report, 'utf8')))
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failures = results.filter(({ status }) => status === 'failed')
  const failed = failures.map(({ fullName, failureMessages: [message = ''] }) => `${fullName}: ${message.split('\n', 1)[0]}`)
  const broken = testResults.map(({ message }) => message).filter(Boolean)
  return { passed, failed, success, output: [...broken, output].join('\n').trim() }
}

/** Whether the sabotage was caught; says so in a line. */
function tryOne(copy: string, sabotage: Sabotage): boolean {
  const { invariant, bug, file, tests } = sabotage
  const path = join(copy, file)
  const sound = readFileSync(path, 'utf8')
  writeFileSync(path, sabotaged(sound, sabotage))
  const { passed, failed, output } = runTests(copy, tests, [invariant])
  writeFileSync(path, sound)
  const isCaught = failed.length > 0
  // Nothing ran: the sabotage broke more than it should, or no test has the name.
  const word = isCaught ? 'caught' : passed > 0 ? 'SURVIVED' : 'NOT RUN'
  console.log(`${word.padEnd(9)} ${invariant}  ${bug}${isCaught ? ` (${failed.length} failed)` : ''}`)
  if (word === 'NOT RUN') console.log(output)
  return isCaught
}

/** A test that fails anyhow would catch everything: says so, and which. */
function runUnbroken(copy: string, chosen: readonly Sabotage[]): boolean {
  const tests = new Set(chosen.flatMap((sabotage) => sabotage.tests))
  const invariants = new Set(chosen.map(({ invariant }) => invariant))
  const { passed, failed, success, output } = runTests(copy, [...tests], [...invariants])
  console.log(`Without any sabotage ${passed} tests pass, ${failed.length} fail.`)
  if (!success) console.log(failed.join('\n') || output)
  return success
}

function runAll(wanted: readonly string[]): boolean {
  const chosen = SABOTAGES.filter(({ invariant }) => wanted.length === 0 || wanted.includes(invariant))
  const unknown = wanted.filter((name) => !chosen.some(({ invariant }) => invariant === name))
  if (unknown.length > 0) throw new Error(`No sabotage for ${unknown.join(', ')}`)
  const copy = copyTree()
  try {
    const isSound = runUnbroken(copy, chosen)
    const caught = chosen.filter((sabotage) => tryOne(copy, sabotage)).length
    console.log(`\n${caught} of ${chosen.length} caught.`)
    return isSound && caught === chosen.length
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

process.exitCode = runAll(process.argv.slice(2)) ? 0 : 1
