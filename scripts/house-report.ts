import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * Prints how long files and functions are against the house's budget. The maxima are the linter's to enforce; medians
 * and 90th percentiles are for the eye. Lines of functions come from the linter too, asked to report every one of them.
 */
const BUDGETS = {
  files: { median: 60, p90: 180, max: 300 },
  functions: { median: 10, p90: 30, max: 60 },
} as const

const FOLDERS = ['src', 'bench', 'scripts']

const lintReport = z.object({ diagnostics: z.array(z.object({ message: z.string() })) })

function fileLengths(): number[] {
  return globSync(`{${FOLDERS.join(',')}}/**/*.{ts,tsx}`)
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .map((path) => readFileSync(path, 'utf8').trimEnd().split('\n').length)
}

function functionLengths(): number[] {
  const argv = ['-c', 'scripts/house-report.oxlintrc.json', '--ignore-pattern', '**/*.test.*', '-f', 'json', ...FOLDERS]
  const { stdout, stderr, error } = spawnSync('oxlint', argv, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (error) throw error
  if (!stdout.startsWith('{')) throw new Error(`oxlint answered no JSON: ${stdout}${stderr}`)
  return lintReport.parse(JSON.parse(stdout)).diagnostics.flatMap(({ message }) => {
    const lines = /too many lines \((\d+)\)/.exec(message)?.[1]
    return lines === undefined ? [] : [Number(lines)]
  })
}

/** The smallest length that at least `share` of all lengths do not exceed. */
function percentile(lengths: readonly number[], share: number): number {
  const sorted = lengths.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

function row(name: keyof typeof BUDGETS, lengths: readonly number[]): string {
  const found = { median: percentile(lengths, 0.5), p90: percentile(lengths, 0.9), max: percentile(lengths, 1) }
  const cells = (['median', 'p90', 'max'] as const).map((figure) => {
    const isOver = found[figure] > BUDGETS[name][figure]
    return `${figure} ${found[figure]} of ${BUDGETS[name][figure]}${isOver ? ' (over)' : ''}`.padEnd(24)
  })
  return `${`${lengths.length} ${name}`.padEnd(18)}${cells.join('')}`.trimEnd()
}

console.log('Lines, against the budget:')
console.log(row('files', fileLengths()))
console.log(row('functions', functionLengths()))
