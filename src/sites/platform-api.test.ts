import { describe, expect, it } from 'vitest'
import { apiCaller, jsonOf } from '../../test/support/api-caller.ts'
import { routesOf } from '../../test/support/routes.ts'
import { useWorld } from '../../test/support/world.ts'
import { isTokenScope } from '../domain/api-token.ts'
import { PROBLEM_CATALOG, problemsOf } from '../http/api/problem-catalog.ts'
import { PLATFORM_OPERATIONS } from './platform-api.ts'

type Document = {
  openapi: string
  paths: Record<string, Record<string, DocumentOperation>>
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> }
  tags: { name: string }[]
}
type DocumentOperation = {
  operationId: string
  summary: string
  tags: string[]
  responses: Record<string, { description: string }>
  parameters?: { name: string; in: string }[]
  'x-gatehouse-permission': object
}

const world = await useWorld({ work: false })
const document = await jsonOf<Document>(apiCaller(world, null)('GET', '/openapi.json'))
const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
)

describe('the document of the API (A07)', () => {
  it('has every route of the site below /api/v1, and no other', () => {
    const routed = routesOf(world)
      .filter(({ path }) => path.startsWith('/api/v1/') && path !== '/api/v1/openapi.json')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(documented.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual(routed.toSorted())
  })

  it('leads nowhere that is not there', () => {
    const text = JSON.stringify(document)
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference)
    expect(references.length).toBeGreaterThan(20)
    for (const reference of new Set(references)) {
      const name = reference.replace('#/components/schemas/', '')
      expect(document.components.schemas).toHaveProperty(name)
    }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.components.securitySchemes)).toEqual(['token', 'session'])
  })

  it.each(documented.map(({ method, path, operation }) => [operation.operationId, { method, path, operation }] as const))(
    'says of %s what it does, who may, and what may come of it',
    (id, { path, operation }) => {
      expect(id).toMatch(/^[a-z][A-Za-z]+$/)
      expect(operation.summary).toMatch(/^\S.{3,80}$/)
      expect(document.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags))
      expect(Object.keys(operation['x-gatehouse-permission'])).toHaveLength(1)
      const statuses = Object.keys(operation.responses)
      expect(statuses.filter((status) => status.startsWith('2'))).toHaveLength(1)
      expect(statuses).toEqual(expect.arrayContaining(['401', '429', '503']))
      for (const { description } of Object.values(operation.responses)) expect(description).not.toBe('')
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect((operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(named)
    },
  )

  it('has each name once', () => {
    const ids = documented.map(({ operation }) => operation.operationId)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })
})

describe('the table of operations', () => {
  it('asks for a scope that tokens have, of writing where something changes', () => {
    for (const { id, scope, method } of PLATFORM_OPERATIONS) {
      expect([id, scope === null || isTokenScope(scope)]).toEqual([id, true])
      expect([id, method === 'get' || (scope ?? '').endsWith(':write')]).toEqual([id, true])
    }
  })

  it('knows the words of every problem that an operation may bring, on a page where its type leads', async () => {
    const codes = PLATFORM_OPERATIONS.flatMap(problemsOf).map(({ code }) => code)
    expect(codes.filter((code) => !PROBLEM_CATALOG.has(code))).toEqual([])
    const answer = await world.site.fetch(new Request(`${world.app.config.origin}/api`), {})
    const page = await answer.text()
    expect(answer.status).toBe(200)
    for (const { code, title } of PROBLEM_CATALOG.values()) {
      expect(page).toContain(`id="problem-${code}"`)
      expect(title).not.toBe('')
    }
    for (const { path, summary } of PLATFORM_OPERATIONS) {
      expect(page).toContain(`/api/v1${path}`)
      expect(page).toContain(summary)
    }
    expect(page).not.toMatch(/<script(?! type="module" src="\/assets\/)/)
  })
})
