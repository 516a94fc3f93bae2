import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { generateApi } from 'swagger-typescript-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiCaller, jsonOf, newApiToken } from '../../test/support/api-caller.ts'
import { newCompany, newPerson } from '../../test/support/people.ts'
import { useWorld } from '../../test/support/world.ts'
import { newId } from '../secrets.ts'

/** Answers of a generated client: the response, with its parsed body as `data` or `error`. */
type Answer = { readonly status: number; readonly headers: Headers; readonly data: Record<string, unknown> }
type Call = (...parameters: unknown[]) => Promise<Answer>
type Client = { readonly api: Readonly<Record<string, Call>> }
type ClientModule = { readonly Api: new (config: object) => Client }

const world = await useWorld()
const manager = await newCompany(world.app)
const { token } = await newApiToken(world.app, manager)
let folder: string
let client: Client

/** Everything that is known of the API is what its own document says. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-client-'))
  const spec = await jsonOf(apiCaller(world, null)('GET', '/openapi.json'))
  await generateApi({ spec, output: folder, fileName: 'client.ts', httpClientType: 'fetch', silent: true })
  const { Api } = (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'client.ts')).href)) as ClientModule
  client = new Api({
    securityWorker: () => ({ headers: { authorization: `Bearer ${token}` } }),
    customFetch: async (url: string, init: RequestInit) => {
      const { credentials: _, referrerPolicy: __, redirect: ___, ...rest } = init
      return world.site.fetch(new Request(url, rest), { incoming: { socket: { remoteAddress: '192.0.2.7' } } } as never)
    },
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const call = (id: string): Call => {
  const found = client.api[id]
  if (!found) throw new Error(`the generated client has no ${id}, but ${Object.keys(client.api).join(', ')}`)
  return found
}

describe('a client that a public generator wrote from openapi.json alone (A07)', () => {
  it('adds a user once, however often it repeats itself', async () => {
    const person = { firstName: 'Ada', lastName: 'Berg', email: 'ada@example.com', role: 'reader' }
    const headers = { 'Idempotency-Key': `"${newId()}"` }
    const first = await call('createUser')(person, { headers })
    const again = await call('createUser')(person, { headers })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.data).toEqual(first.data)
    expect(first.data).toMatchObject({ username: `${manager.username.slice(0, 5)}ab1`, state: 'pending_activation' })
  })

  it('walks through the pages of a list', async () => {
    for (let made = 0; made < 5; made += 1) await newPerson(world.app, manager.subscriptionId)
    const names: unknown[] = []
    let after: unknown
    do {
      const { data } = await call('listUsers')({ limit: 3, sort: 'login', ...(after !== undefined && { after }) })
      names.push(...(data['items'] as { username: string }[]).map(({ username }) => username))
      after = data['next'] ?? undefined
    } while (after !== undefined)
    expect(names.length).toBeGreaterThan(5)
    expect(new Set(names).size).toBe(names.length)
  })

  it('edits what it has read, activates, and reads what went wrong', async () => {
    const { accountId } = await newPerson(world.app, manager.subscriptionId, { state: 'inactive' })
    const read = await call('getUser')(accountId)
    const headers = { 'If-Match': read.headers.get('etag') }
    const edited = await call('changeUser')(accountId, { lastName: 'Hill' }, { headers })
    expect(edited.data).toMatchObject({ lastName: 'Hill' })
    expect((await call('activateUser')(accountId)).data).toMatchObject({ state: 'active' })
    const late: unknown = await call('changeUser')(accountId, { lastName: 'Late' }, { headers }).catch((error: unknown) => error)
    expect(late).toMatchObject({ status: 412, error: { code: 'changed_meanwhile' } })
    const wrong: unknown = await call('createUser')({ firstName: 'Ada' }).catch((error: unknown) => error)
    expect(wrong).toMatchObject({
      status: 422,
      error: { errors: [{ field: 'lastName' }, { field: 'email' }, { field: 'role', code: 'required' }] },
    })
  })
})
