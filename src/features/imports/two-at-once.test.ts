import { expect, it } from 'vitest'
import { actorFor, newCompany } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { freshAddress } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { attempt } from '../../http/reply.ts'
import { previewImport } from './preview-import.ts'

const world = await useWorld({ work: false })
const HEADER = 'external_id,first_name,last_name,email,role\r\n'
const ROW = 'A1,Ann,Lee,ann@mail.test,reader\r\n'
const bytes = (text: string) => new TextEncoder().encode(text)

it('A06 a second file of the same person goes before one that is still being read, which is refused and not a fault', async () => {
  const manager = await newCompany(world.app)
  const context = requestFrom(freshAddress())
  const preview = (chunks: AsyncIterable<Uint8Array>) =>
    previewImport(world.app, actorFor(manager), { name: 'users.csv', createsUnits: false, chunks }, context)
  const [isBeingRead, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const slow = (async function* () {
    yield bytes(HEADER)
    isBeingRead.resolve()
    await goesOn.promise
    yield bytes(ROW)
  })()
  const quick = (async function* () {
    yield await Promise.resolve(bytes(HEADER + ROW))
  })()
  const first = attempt(() => preview(slow))
  await isBeingRead.promise
  const id = await preview(quick)
  goesOn.resolve()
  expect(await first).toMatchObject({ code: 'changed_meanwhile' })
  const left = world.app.db.selectFrom('userImports').select(['id', 'state']).where('accountId', '=', manager.accountId)
  expect(await left.execute()).toEqual([{ id, state: 'checked' }])
})
