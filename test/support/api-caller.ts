import { expect } from 'vitest'
import type { App } from '../../src/app.ts'
import { SCOPE_NAMES, type TokenScope } from '../../src/domain/api-token.ts'
import { createToken } from '../../src/features/tokens/create-token.ts'
import type { Site } from '../../src/http/site.ts'
import { newId } from '../../src/secrets.ts'
import { actorFor, type Person } from './people.ts'
import { freshAddress } from './visitor.ts'

/** A token of a person's own, by the verb that makes them; all scopes unless some are named. */
export async function newApiToken(
  app: App,
  person: Person,
  {
    scopes = SCOPE_NAMES,
    days = 90,
    name = `Token ${newId()}`,
  }: { scopes?: readonly TokenScope[]; days?: number; name?: string } = {},
): Promise<{ token: string; tokenId: string }> {
  const address = freshAddress()
  const context = { requestId: newId(), address, network: `${address}/24`, browser: '', system: '' }
  const input = { name, scopes, days: String(days), currentPassword: person.password, deviceToken: null }
  return createToken(app, actorFor(person), input, context)
}

/** Of a person: revoked ones, too. */
export async function countTokens(db: App['db'], { accountId }: Person): Promise<number> {
  return (await db.selectFrom('apiTokens').select('id').where('accountId', '=', accountId).execute()).length
}

/** A token that works, what calls with it, and what a call that reads is answered. */
export async function liveToken(at: Place & { readonly app: App }, person: Person, scopes: readonly TokenScope[] = SCOPE_NAMES) {
  const made = await newApiToken(at.app, person, { scopes })
  const call = apiCaller(at, made.token)
  const status = async () => (await call('GET', '/activation-requests')).status
  expect(await status()).toBe(scopes.includes('users:read') ? 200 : 403)
  return { ...made, call, status }
}

export type ApiInit = {
  readonly json?: unknown
  readonly body?: BodyInit
  readonly headers?: Readonly<Record<string, string>>
}

/** A program with a token, as far as HTTP sees it: no cookie, no origin. */
export type ApiCaller = (method: string, path: string, init?: ApiInit) => Promise<Response>

type Place = { readonly site: Site; readonly app: Pick<App, 'config'> }

/** Calls below `/api/v1`. */
export function apiCaller({ site, app }: Place, token: string | null, address: string = freshAddress()): ApiCaller {
  return async (method, path, { json, body, headers = {} } = {}) => {
    const sent = json === undefined ? body : JSON.stringify(json)
    const request = new Request(`${app.config.origin}/api/v1${path}`, {
      method,
      headers: {
        'x-forwarded-for': address,
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
    })
    // Only the socket's address is read of the bindings.
    return site.fetch(request, { incoming: { socket: { remoteAddress: '10.0.0.1' } } } as never)
  }
}

/** The JSON of an answer whose status is as expected. */
export async function jsonOf<Body = Record<string, unknown>>(answer: Response | Promise<Response>, status = 200): Promise<Body> {
  const response = await answer
  const text = await response.text()
  expect([response.status, text]).toEqual([status, expect.any(String)])
  return JSON.parse(text) as Body
}
