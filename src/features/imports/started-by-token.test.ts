import { expect, it } from 'vitest'
import { newApiToken } from '../../../test/support/api-caller.ts'
import { actorFor, newCompany } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { checkFile } from '../../../test/support/uploads.ts'
import { freshAddress } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { revokeToken } from '../tokens/revoke-token.ts'
import { runImport } from './run-import.ts'
import { startImport } from './start-import.ts'

const world = await useWorld({ work: false })
const { app } = world
const context = requestFrom(freshAddress())
const FILE = 'external_id,first_name,last_name,email,role\r\nA1,Ann,Lee,ann@mail.test,reader\r\n'

/** A file that somebody signed in has brought, and a program with a token of theirs has started. */
async function started() {
  const manager = await newCompany(app)
  const path = await checkFile(world, await signedIn(world, manager), FILE)
  const importId = path.split('/').at(-1) ?? ''
  const { tokenId } = await newApiToken(app, manager)
  const { kind: _account, sessionId: _none, ...standing } = actorFor(manager)
  const start = { importId, welcomes: false }
  expect(await startImport(app, { kind: 'api_token', tokenId, ...standing }, start, context)).toBe(true)
  return { manager, importId, tokenId }
}

it('I-32 users are told of as added by who started the import, whoever brought the file', async () => {
  const { manager, importId, tokenId } = await started()
  await runImport(app, importId)
  const trail = app.db.selectFrom('auditEvents').select(['actorKind', 'details']).where('action', '=', 'account.added')
  const rows = await trail.where('subscriptionId', '=', manager.subscriptionId).execute()
  expect(rows).toEqual([{ actorKind: 'api_token', details: expect.objectContaining({ tokenId }) as object }])
})

it('I-19 what is left of a file is refused once the token that started it is revoked', async () => {
  const { manager, importId, tokenId } = await started()
  await revokeToken(app, actorFor(manager), tokenId, context)
  await runImport(app, importId)
  const rows = await app.db.selectFrom('userImportRows').select(['fate', 'reasons']).where('importId', '=', importId).execute()
  expect(rows).toEqual([{ fate: 'refused', reasons: ['starter_lost_right'] }])
})
