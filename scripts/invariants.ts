import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SABOTAGES } from '../test/sabotage/all.ts'

/**
 * Writes the table of invariants in docs/security.md: what each says (docs/requirements.md), the tests that name it, and
 * how it is sabotaged. With `--check` it writes nothing and fails where the table is stale or an invariant unproved.
 */
const ROOT = resolve(import.meta.dirname, '..')
const PAGE = 'docs/security.md'
const [START, END] = ['<!-- invariants: written by scripts/invariants.ts -->', '<!-- end of invariants -->']

type Invariant = {
  readonly id: string
  readonly says: string
  readonly tests: readonly string[]
  readonly bugs: readonly string[]
}

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

function listInvariants(): readonly Invariant[] {
  const namesByTest = new Map(testFiles().map((file) => [file, namedIn(read(file))] as const))
  return [...read('docs/requirements.md').matchAll(/^\| (I-\d\d) \| ([^|]+) \|/gm)].map(([, id = '', says = '']) => ({
    id,
    says,
    tests: [...namesByTest].filter(([, names]) => names.has(id)).map(([file]) => file),
    bugs: SABOTAGES.filter(({ invariant }) => invariant === id).map(({ bug }) => bug),
  }))
}

function testFiles(): readonly string[] {
  const found = globSync('{src,scripts,test/e2e,test/support}/**/*.test.{ts,tsx}', { cwd: ROOT })
  return found.map((file) => file.replaceAll('\\', '/')).toSorted()
}

/** The IDs in the code of a test: its names. Comments prove nothing. */
function namedIn(text: string): ReadonlySet<string> {
  const code = text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '')
  return new Set(code.match(/\bI-\d\d\b/g))
}

function tableOf(invariants: readonly Invariant[]): string {
  const rows = invariants.map(({ id, says, tests, bugs }) => {
    const links = tests.map((file) => `[${shortName(file)}](../${file})`)
    return `| ${[id, says, links.join(', ') || '(not built yet)', bugs.join('; ')].join(' | ')} |`
  })
  return ['| ID | what holds | tests that name it | caught when |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** `src/features/recovery/activate.test.ts` is `recovery/activate`. */
function shortName(file: string): string {
  return file.replace(/^(?:src|test)\/(?:features\/)?/, '').replace(/\.test\.tsx?$/, '')
}

function withTable(page: string, table: string): string {
  const [before, rest] = page.split(START, 2)
  const after = rest?.split(END, 2)[1]
  if (before === undefined || after === undefined) throw new Error(`${PAGE} has lost the marks between which the table stands`)
  return `${before}${START}\n\n${table}\n\n${END}${after}`
}

const invariants = listInvariants()
const unproved = invariants.filter(({ tests, bugs }) => tests.length > 0 !== bugs.length > 0).map(({ id }) => id)
const page = read(PAGE)
const fresh = withTable(page, tableOf(invariants))
const problems = unproved.length > 0 ? [`Only a test or only a sabotage, not both: ${unproved.join(', ')}.`] : []
if (!process.argv.includes('--check')) writeFileSync(join(ROOT, PAGE), fresh)
else if (fresh !== page) problems.push(`${PAGE} is stale: run node scripts/invariants.ts.`)

const proved = invariants.filter(({ tests }) => tests.length > 0).length
console.log([`${proved} of ${invariants.length} invariants are named by tests.`, ...problems].join('\n'))
process.exitCode = problems.length === 0 ? 0 : 1
