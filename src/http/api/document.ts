import { OpenAPIHono, z } from '@hono/zod-openapi'
import { TOKEN_PATTERN } from '../../domain/api-token.ts'
import { API_ROOT } from '../../ui/paths.ts'
import { API_TAGS, type ApiTag, type DescribedOperation } from './operation.ts'
import { problemsOf, type DocumentedProblem } from './problem-catalog.ts'
import { IdSchema, ShortIdSchema } from './schemas.ts'

/** OpenAPI 3.1 as an object. */
export type ApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

const INTRODUCTION = [
  'Everything that somebody who runs users can do in the browser, for programs: from the same rules, with the same answers.',
  'Call it with an API token (`Authorization: Bearer …`), which you create under My profile > API tokens. A token may what its owner may at that moment, within its scopes.',
  'Errors are problem details (RFC 9457). Lists come in pages: send `next` as `after`. Edits ask for If-Match with the ETag that you have read. What creates something takes an Idempotency-Key: with the same key, a repeated request is answered like the first for 24 hours.',
].join('\n\n')

const ProblemSchema = z
  .object({
    type: z.string().openapi({ format: 'uri', description: 'Leads to an explanation' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().openapi({ description: 'Stays as it is; words may change' }),
    requestId: z.string().openapi({ description: 'Tell it to support' }),
    errors: z
      .array(z.object({ field: z.string(), code: z.string(), detail: z.string() }))
      .optional()
      .openapi({ description: 'What is wrong with which field' }),
  })
  .openapi('Problem', { description: 'RFC 9457' })

/** The document of all operations, made from the very table that they are routed from. */
export function apiDocument({
  operations,
  origin,
  title,
}: {
  operations: readonly DescribedOperation[]
  origin: string
  title: string
}): ApiDocument {
  const api = new OpenAPIHono()
  const registry = api.openAPIRegistry
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: TOKEN_PATTERN.replaceAll(String.raw`\b`, ''),
    description: 'An API token. Beside it no cookie counts.',
  })
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-session',
    description: 'Somebody who is signed in, from pages of this origin only.',
  })
  for (const operation of operations) registry.registerPath(pathOf(operation))
  const used = new Set(operations.map(({ tag }) => tag))
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title, version: '1', description: INTRODUCTION },
    servers: [{ url: origin }],
    tags: Object.entries(API_TAGS)
      .filter(([name]) => used.has(name as ApiTag))
      .map(([name, description]) => ({ name, description })),
    security: [{ token: [] }, { session: [] }],
  })
}

const FILE = z.string().openapi({ description: 'A file' })

type PathConfig = Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0]

function pathOf(operation: DescribedOperation): PathConfig {
  const { id, method, path, tag, summary, description, scope, permission, body, query, takesFile } = operation
  const params = [...path.matchAll(/\{(\w+)\}/g)].map(
    ([, name = '']) => [name, operation.ids === 'short' ? ShortIdSchema : IdSchema] as const,
  )
  return {
    operationId: id,
    method,
    path: `${API_ROOT}${path}`,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(operation.sessionOnly && { security: [{ session: [] }] }),
    'x-gatehouse-scope': scope,
    'x-gatehouse-permission': permission,
    request: {
      ...(params.length > 0 && { params: z.object(Object.fromEntries(params)) }),
      ...(Object.keys(query.shape).length > 0 && { query }),
      ...headersOf(operation),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
      ...(takesFile && { body: { required: true, content: { [takesFile.type]: { schema: FILE } } } }),
    },
    responses: { [operation.status]: successOf(operation), ...refusalsOf(operation) },
  }
}

const IF_MATCH = z.string().openapi({ description: 'The ETag of your last read, or `*`', example: '"7-0f3a9c21d4be"' })
const IF_NONE_MATCH = z.string().optional().openapi({ description: 'An ETag: 304 where nothing has changed since' })
const IDEMPOTENCY_KEY = z.string().optional().openapi({
  description: 'A text in quotes that no other request of yours has: a random UUID, say',
  example: '"8e03978e-40d5-43e8-bc93-6894a57f9324"',
})

function headersOf({ manner }: DescribedOperation): { headers?: z.ZodObject } {
  if (manner === 'edit') return { headers: z.object({ 'If-Match': IF_MATCH }) }
  if (manner === 'read') return { headers: z.object({ 'If-None-Match': IF_NONE_MATCH }) }
  return manner === 'create' ? { headers: z.object({ 'Idempotency-Key': IDEMPOTENCY_KEY }) } : {}
}

const text = (description: string) => ({ description, schema: { type: 'string' as const } })
const BUDGET = {
  'RateLimit-Policy': text('`"default";q=600;w=60`: so many requests in so many seconds'),
  RateLimit: text('`"default";r=599;t=42`: how many are left, and for how many seconds'),
}

function successOf({ answers, reply, manner, status, query, givesFile }: DescribedOperation): PathConfig['responses'][string] {
  const headers = {
    ...BUDGET,
    ...(manner !== undefined && { ETag: text('Version and content, for If-Match and If-None-Match') }),
    ...(status === 201 && { Location: text('Where the new one is') }),
    ...('after' in query.shape && { Link: text('The next page, `rel="next"`') }),
  }
  const content = givesFile ? { [givesFile]: { schema: FILE } } : reply && { 'application/json': { schema: reply } }
  return { description: answers, headers, ...(content && { content }) }
}

/** By status, each naming the codes that come with it. */
function refusalsOf(operation: DescribedOperation): PathConfig['responses'] {
  const problems = Map.groupBy(problemsOf(operation), ({ status }) => status)
  const answers = [...problems].map(([status, some]) => [
    status,
    {
      description: some.map(({ code, title }: DocumentedProblem) => `\`${code}\`: ${title}`).join('. '),
      content: { 'application/problem+json': { schema: ProblemSchema } },
    },
  ])
  const unchanged = operation.manner === 'read' ? { 304: { description: 'Nothing has changed since' } } : {}
  return { ...unchanged, ...Object.fromEntries(answers) } as PathConfig['responses']
}
