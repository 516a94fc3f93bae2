import { expect } from 'vitest'
import type { App } from '../../src/app.ts'
import type { Product } from '../../src/domain/platform-directory.ts'
import type { Site } from '../../src/http/site.ts'
import { PATHS } from '../../src/ui/paths.ts'
import { visitor, type Visitor } from './visitor.ts'

/** A world, its twin, or whatever else has a site where people sign in. */
type Place = { site: Site; app: { config: { origin: string; platform?: { product: Product } } } }

/** Signs in with what was typed; what comes of it is the caller's to see. */
export async function trySignIn(at: Place, { username, password }: { username: string; password: string }): Promise<Response> {
  return visitor(at.site, { origin: at.app.config.origin }).post(signInAt(at), { username, password })
}

function signInAt({ app: { config } }: Place): string {
  return PATHS[config.platform?.product ?? 'platform'].signIn
}

/** A visitor who has signed in as somebody. */
export async function signedIn(at: Place, { username, password }: { username: string; password: string }): Promise<Visitor> {
  const guest = visitor(at.site, { origin: at.app.config.origin })
  const answer = await guest.post(signInAt(at), { username, password })
  expect([answer.status, username]).toEqual([303, username])
  return guest
}

/** The text of a page that is there. */
export async function pageAt(guest: Visitor, path: string): Promise<string> {
  const answer = await guest.get(path)
  expect([answer.status, path]).toEqual([200, path])
  return answer.text()
}

/** What the page after a successful POST says. */
export async function flashAfter(guest: Visitor, answer: Response): Promise<string> {
  expect(answer.status).toBe(303)
  const page = await pageAt(guest, answer.headers.get('location') ?? '')
  return /data-flash[^>]*>.*?<p>(.*?)<\/p>/s.exec(page)?.[1] ?? ''
}

export function expectWords(page: string, words: readonly string[]): void {
  expect(words.filter((word) => !page.includes(word))).toEqual([])
}

export function expectNoWords(page: string, words: readonly string[]): void {
  expect(words.filter((word) => page.includes(word))).toEqual([])
}

/** The audit trail of a subscription, sign-ins left out. */
export async function auditTrail(app: App, subscriptionId: string) {
  return app.db
    .selectFrom('auditEvents')
    .select(['action', 'actorId', 'accountId'])
    .where('subscriptionId', '=', subscriptionId)
    .where('action', 'not like', 'sign_in.%')
    .orderBy('id')
    .execute()
}
