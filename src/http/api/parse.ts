import type { z } from '@hono/zod-openapi'
import { refuse } from '../../domain/errors.ts'
import { ApiProblemError, type ApiFieldError } from './api-problem.ts'

/** The parameters of an address, each at most once and none that is unknown. Throws ApiProblemError 400. */
export function parseQuery(schema: z.ZodObject, search: URLSearchParams): unknown {
  const pairs = [...search]
  const repeated = pairs.find(([name], index) => pairs.findIndex(([other]) => other === name) !== index)
  if (repeated) throw badQuery([{ field: repeated[0], code: 'repeated', detail: 'Once is enough' }])
  const unreadable = pairs.find(([name, value]) => /[\0\uFFFD]/.test(name + value))
  if (unreadable) throw badQuery([{ field: unreadable[0], code: 'not_text', detail: 'This is no text in UTF-8' }])
  const values = Object.fromEntries(pairs)
  const parsed = schema.safeParse(values)
  if (!parsed.success) throw badQuery(fieldErrors(parsed.error, values))
  return parsed.data
}

function badQuery(errors: readonly ApiFieldError[]): ApiProblemError {
  return new ApiProblemError('invalid_parameters', { errors })
}

/** A body by its schema; fields that nobody asked for are refused, not dropped (I-33). Throws InvalidBodyError 422. */
export function parseBody(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new InvalidBodyError(fieldErrors(parsed.error, value))
  return parsed.data
}

/** As `invalid_fields` of a verb, but of the body's shape. */
export class InvalidBodyError extends Error {
  readonly errors: readonly ApiFieldError[]
  readonly refusal = refuse('invalid_fields', { fields: {} })

  constructor(errors: readonly ApiFieldError[]) {
    super('invalid_fields')
    this.name = 'InvalidBodyError'
    this.errors = errors
  }
}

function fieldErrors(error: z.ZodError, value: unknown): readonly ApiFieldError[] {
  return error.issues.flatMap((issue): ApiFieldError[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: fieldPath([...issue.path, key]),
        code: 'unknown_field',
        detail: 'There is no such field here',
      }))
    }
    return [{ field: fieldPath(issue.path), ...wordsOf(issue, value) }]
  })
}

function wordsOf(issue: z.core.$ZodIssue, value: unknown): { code: string; detail: string } {
  if (valueAt(value, issue.path) === undefined) return { code: 'required', detail: 'This is missing' }
  if (issue.code === 'invalid_type') return { code: 'wrong_type', detail: `This is to be of type ${issue.expected}` }
  if (issue.code === 'invalid_value') return { code: 'not_a_choice', detail: `One of: ${issue.values.map(String).join(', ')}` }
  return { code: 'invalid', detail: issue.message }
}

function fieldPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('.')
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Object.getOwnPropertyDescriptor(inner, key)?.value : undefined,
    value,
  )
}
