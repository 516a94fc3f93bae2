import type { z } from 'zod'
import type { ConfigProblem } from './config-error.ts'

type Issue = z.core.$ZodIssue

/** Keys under which people look for a secret, and where it belongs instead. */
const SECRET_KEYS: Readonly<Record<string, string>> = {
  password: 'GATEHOUSE_SMTP_PASSWORD',
  secret: 'GATEHOUSE_<ID>_SECRET',
  pepper: 'GATEHOUSE_<ID>_PEPPER',
  url: 'GATEHOUSE_<ID>_DATABASE_URL',
  database_url: 'GATEHOUSE_<ID>_DATABASE_URL',
}

/** Zod's issues in words for the operator, one problem for each place; values are never repeated. */
export function fileProblems(issues: readonly Issue[], at: readonly PropertyKey[] = []): ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: pathText([...path, key]), problem: unknownKey(key) }))
    }
    const branch = issue.code === 'invalid_union' ? likeliestBranch(issue.errors) : undefined
    return branch ? fileProblems(branch, path) : [{ path: pathText(path), problem: issue.message }]
  })
}

/** What a type mismatch means, for Zod's `error` option; undefined leaves the words of the schema. */
export function explainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return 'is missing'
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`
  if (issue.code === 'invalid_union') return 'must be one of the forms shown in gatehouse.example.yaml'
  if (issue.code !== 'invalid_type') return undefined
  if (issue.expected === 'string' && typeof issue.input === 'number') return 'must be text: put it in quotes'
  return EXPECTED[issue.expected] ?? `must be ${issue.expected}`
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'must be text',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be a group of keys',
}

/** `platforms[0].origin` */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  return text.replace(/^\./, '') || 'the file'
}

function unknownKey(key: string): string {
  const variable = Object.hasOwn(SECRET_KEYS, key) ? SECRET_KEYS[key] : undefined
  if (variable === undefined) return 'is not a key that Gatehouse knows: correct or remove it'
  return `no secret may stand in this file: set ${variable} or ${variable}_FILE in the environment`
}

/** The form that was meant: the one whose own type matched, so that only parts within it are wrong. */
function likeliestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) => issues.every((issue) => issue.code !== 'invalid_type' || issue.path.length > 0))
}
