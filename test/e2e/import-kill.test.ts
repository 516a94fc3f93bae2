import { expect, it } from 'vitest'
import type { App } from '../../src/app.ts'
import { previewImport } from '../../src/features/imports/preview-import.ts'
import { startImport } from '../../src/features/imports/start-import.ts'
import { startDemo } from '../support/demo-server.ts'
import { actorFor, newCompany } from '../support/people.ts'
import { requestFrom } from '../support/sign-in-attempts.ts'
import { waitFor } from '../support/wait-for.ts'

const ROWS = 4_000
const context = requestFrom('192.0.2.77')

async function* fileOfRows(): AsyncGenerator<Uint8Array, undefined> {
  const rows = Array.from({ length: ROWS }, (_, index) => `K${index},Kim,Lee,kim${index}@mail.test,Contact`)
  yield new TextEncoder().encode(['external_id,first_name,last_name,email,role', ...rows, ''].join('\n'))
}

async function progressOf(app: App, importId: string): Promise<{ state: string; done: number }> {
  const query = app.db.selectFrom('userImports').select(['state', 'done']).where('id', '=', importId)
  return query.executeTakeFirstOrThrow()
}

it('I-38 an import whose process is killed, twice, does every row once', async () => {
  let demo = await startDemo()
  try {
    const manager = await newCompany(await demo.app())
    const { subscriptionId } = manager
    const file = { name: 'users.csv', chunks: fileOfRows(), createsUnits: false }
    const importId = await previewImport(await demo.app(), actorFor(manager), file, context)
    await startImport(await demo.app(), actorFor(manager), { importId, welcomes: true }, context)
    for (const least of [500, 1_500]) {
      const app = await demo.app()
      const { done } = await waitFor(
        () => progressOf(app, importId),
        (progress) => progress.done >= least,
      )
      expect(done).toBeGreaterThanOrEqual(least)
      expect(done).toBeLessThan(ROWS)
      const { dataFolder, port } = demo
      await demo.kill9()
      demo = await startDemo({ dataFolder, port })
    }
    const app = await demo.app()
    const ended = await waitFor(
      () => progressOf(app, importId),
      ({ state }) => state === 'done',
    )
    expect(ended).toEqual({ state: 'done', done: ROWS })
    const accounts = await app.db
      .selectFrom('accounts')
      .select('externalId')
      .where('subscriptionId', '=', subscriptionId)
      .execute()
    const added = await app.db
      .selectFrom('auditEvents')
      .select('accountId')
      .where('subscriptionId', '=', subscriptionId)
      .where('action', '=', 'account.added')
      .execute()
    // The Manager was there before, and was not added by anybody.
    expect([accounts.length, added.length, new Set(added.map(({ accountId }) => accountId)).size]).toEqual([ROWS + 1, ROWS, ROWS])
  } finally {
    await demo.stop()
  }
}, 180_000)
