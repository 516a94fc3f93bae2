import type { ApiDocument } from './document.ts'

/** A field, parameter or header as the page shows it. */
export type GuideField = {
  readonly name: string
  /** `string`, `integer or null`, `User[]` */
  readonly type: string
  readonly isRequired: boolean
  readonly description: string
}

export type GuideOperation = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly scope: string | null
  readonly permission: Readonly<Record<string, unknown>>
  readonly parameters: readonly GuideField[]
  readonly body: readonly GuideField[]
  readonly answers: readonly { readonly status: string; readonly description: string; readonly type: string | null }[]
}

export type GuideSection = { readonly name: string; readonly description: string; readonly operations: readonly GuideOperation[] }

export type GuideSchema = { readonly name: string; readonly description: string; readonly fields: readonly GuideField[] }

/** The document as people read it. */
export type ApiGuide = {
  readonly introduction: readonly string[]
  readonly sections: readonly GuideSection[]
  readonly schemas: readonly GuideSchema[]
}

/** What the page shows is read from the document itself, so that both say the same. */
export function guideOf(document: ApiDocument): ApiGuide {
  // The library's types know more variants than our own generator makes.
  const { info, tags, paths, components } = document as unknown as Document
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tag: operation.tags[0],
      read: readOperation({ method, path, operation }, components.schemas),
    })),
  )
  return {
    introduction: info.description.split('\n\n'),
    sections: tags.map(({ name, description }) => ({
      name,
      description,
      operations: operations.filter(({ tag }) => tag === name).map(({ read }) => read),
    })),
    schemas: Object.entries(components.schemas).map(([name, schema]) => ({
      name,
      description: [schema.description ?? '', ...(schema.enum ? [`One of: ${schema.enum.join(', ')}`] : [])]
        .filter(Boolean)
        .join('. '),
      fields: fieldsOf(schema),
    })),
  }
}

type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly (string | null)[]
  readonly description?: string
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>
type Parameter = { readonly name: string; readonly required?: boolean; readonly description?: string; readonly schema: Schema }
type DocumentOperation = {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
  readonly 'x-gatehouse-scope': string | null
  readonly 'x-gatehouse-permission': Readonly<Record<string, unknown>>
}
type Document = {
  readonly info: { readonly description: string }
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

function readOperation(
  { method, path, operation }: { method: string; path: string; operation: DocumentOperation },
  schemas: Readonly<Record<string, Schema>>,
): GuideOperation {
  const { operationId: id, summary, description = '', parameters = [], requestBody, responses } = operation
  const body = firstSchema(requestBody?.content)
  return {
    id,
    method,
    path,
    summary,
    description,
    scope: operation['x-gatehouse-scope'],
    permission: operation['x-gatehouse-permission'],
    parameters: parameters.map((parameter) => ({
      name: parameter.name,
      type: typeWords(parameter.schema),
      isRequired: parameter.required ?? false,
      description: parameter.description ?? parameter.schema.description ?? '',
    })),
    body: body === null ? [] : bodyFields(schemas[typeWords(body)] ?? body),
    answers: Object.entries(responses).map(([status, answer]) => {
      const schema = firstSchema(answer.content)
      return { status, description: answer.description, type: schema && typeWords(schema) }
    }),
  }
}

function firstSchema(content: Content | undefined): Schema | null {
  return Object.values(content ?? {})[0]?.schema ?? null
}

/** The fields of a body, or the one line of a file. */
function bodyFields(body: Schema): readonly GuideField[] {
  if (body.properties) return fieldsOf(body)
  return [{ name: 'body', type: typeWords(body), isRequired: true, description: body.description ?? '' }]
}

function fieldsOf({ properties = {}, required = [] }: Schema): readonly GuideField[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    type: typeWords(schema),
    isRequired: required.includes(name),
    description: schema.description ?? '',
  }))
}

function typeWords(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.replace('#/components/schemas/', '')
  const variants = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (variants) return [...new Set(variants.map(typeWords))].join(' or ')
  if (schema.items) return `${typeWords(schema.items)}[]`
  if (schema.enum) return schema.enum.filter((value) => value !== null).join(' | ')
  const types = [schema.type ?? 'any'].flat()
  return types.map((type) => (type === 'string' && schema.format !== undefined ? schema.format : type)).join(' or ')
}
