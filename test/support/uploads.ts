import { expect } from 'vitest'
import { sendRaw } from './raw-request.ts'
import { pageAt, type signedIn } from './signed-in.ts'
import { waitFor } from './wait-for.ts'
import type { World } from './world.ts'

type Visitor = Awaited<ReturnType<typeof signedIn>>

/** Chooses a file on the page of imports and presses its button. */
export async function uploadFile(
  world: World,
  { cookies }: Pick<Visitor, 'cookies'>,
  content: BlobPart,
  { createsUnits = false, name = 'users.csv' }: { createsUnits?: boolean; name?: string } = {},
): Promise<Response> {
  const form = new FormData()
  if (createsUnits) form.set('createsUnits', 'yes')
  form.set('file', new Blob([content], { type: 'text/csv' }), name)
  // Made of a form, a request says its own type, with the boundary in it.
  const request = new Request(world.app.config.origin, { method: 'POST', body: form })
  const headers = { 'content-type': request.headers.get('content-type') ?? '' }
  return sendRaw(world, '/users/import', { method: 'POST', cookies, body: await request.arrayBuffer(), headers })
}

/** The dry run of a file: the path of its page. */
export async function checkFile(...upload: Parameters<typeof uploadFile>): Promise<string> {
  const answer = await uploadFile(...upload)
  const location = answer.headers.get('location') ?? ''
  expect([answer.status, location]).toEqual([303, expect.stringMatching(/^\/users\/import\/[0-9a-f-]{36}$/)])
  return location
}

/** Starts what was checked and waits until it has ended; the text of its page. */
export async function runImportAt(visitor: Visitor, path: string, { welcomes = false } = {}): Promise<string> {
  const answer = await visitor.post(`${path}/start`, welcomes ? { welcomes: 'yes' } : {})
  expect(answer.status).toBe(303)
  return waitFor(
    () => pageAt(visitor, path),
    (page) => !page.includes('data-progress'),
  )
}
