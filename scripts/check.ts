import { spawnSync } from 'node:child_process'

/** Everything that must hold before a change lands. All checks run; the end says which failed. */
const CHECKS: readonly (readonly [name: string, command: string, ...parameters: string[]])[] = [
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['build', 'tsc', '-b', 'tsconfig.build.json'],
  ['lint', 'oxlint'],
  ['format', 'oxfmt', '--check'],
  ['unused code', 'knip'],
  ['rights', 'node', 'scripts/rights.ts', '--check'],
  ['policy profiles', 'node', 'scripts/profiles.ts', '--check'],
  ['invariants', 'node', 'scripts/invariants.ts', '--check'],
  ['house report', 'node', 'scripts/house-report.ts'],
]

const failed = CHECKS.filter(([name, command, ...parameters]) => {
  console.log(`\n== ${name}: ${[command, ...parameters].join(' ')}`)
  const { status, error } = spawnSync(command, parameters, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) console.error(error.message)
  return status !== 0
}).map(([name]) => name)

console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`)
process.exitCode = failed.length === 0 ? 0 : 1
