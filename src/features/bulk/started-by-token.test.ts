import { describe, expect, it } from 'vitest'
import { newApiToken } from '../../../test/support/api-caller.ts'
import { bulkActsOf } from '../../../test/support/bulk-acts.ts'
import { actorFor, newCompany, newUnit, type Person } from '../../../test/support/people.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { TokenActor } from '../../domain/request-context.ts'
import { removeUnit } from '../subscriptions/change-units.ts'
import { revokeToken } from '../tokens/revoke-token.ts'
import { chooseUnit } from './choose-unit.ts'
import { runBulkAct } from './run-bulk-act.ts'
import { startBulkAct } from './start-bulk-act.ts'

/** Jobs are run by hand here, so that a test can come between. */
const world = await useWorld({ work: false })
const { app } = world
const { context, prepared, statesOf, outcomesOf, progressOf, newPeople } = bulkActsOf(app)

async function byToken(person: Person): Promise<TokenActor> {
  const { tokenId } = await newApiToken(app, person)
  const { kind: _account, sessionId: _none, ...standing } = actorFor(person)
  return { kind: 'api_token', tokenId, ...standing }
}

const ids = (people: readonly Person[]) => ({ ids: people.map(({ accountId }) => accountId) })

describe('a bulk act', () => {
  it('is told of as the deed of who started it, whoever prepared it (I-32)', async () => {
    const manager = await newCompany(app)
    const people = await newPeople(1, manager.subscriptionId)
    const actor = await byToken(manager)
    const id = await prepared(manager, 'deactivate', ids(people))
    await startBulkAct(app, actor, id, context)
    await runBulkAct(app, id)
    const trail = app.db.selectFrom('auditEvents').select(['actorKind', 'actorId', 'details'])
    const row = await trail.where('action', '=', 'account.deactivated').executeTakeFirst()
    expect(row).toMatchObject({ actorKind: 'api_token', actorId: manager.accountId, details: { tokenId: actor.tokenId } })
  })

  it('stops with the token that started it (I-19)', async () => {
    const manager = await newCompany(app)
    const people = await newPeople(2, manager.subscriptionId)
    const actor = await byToken(manager)
    const id = await prepared(manager, 'deactivate', ids(people))
    await startBulkAct(app, actor, id, context)
    await revokeToken(app, actorFor(manager), actor.tokenId, context)
    await runBulkAct(app, id)
    expect([await statesOf(people), (await progressOf(id))?.state]).toEqual([['active', 'active'], 'stopped'])
  })

  it('ends where the unit is gone into which it was to move people', async () => {
    const manager = await newCompany(app)
    const unit = await newUnit(app, manager.subscriptionId)
    const people = await newPeople(1, manager.subscriptionId)
    const id = await prepared(manager, 'move', ids(people))
    await chooseUnit(app, actorFor(manager), { id, unit })
    await startBulkAct(app, actorFor(manager), id, context)
    await removeUnit(app, actorFor(manager), unit, context)
    await runBulkAct(app, id)
    expect([(await progressOf(id))?.state, Object.values(await outcomesOf(id))]).toEqual(['stopped', [null]])
  })

  it('that nobody starts makes room: of one person the latest twenty previews are kept', async () => {
    const manager = await newCompany(app)
    const people = await newPeople(1, manager.subscriptionId)
    const made: string[] = []
    for (let count = 0; count < 22; count += 1) made.push(await prepared(manager, 'end_sessions', ids(people)))
    const left = await app.db.selectFrom('bulkActs').select('id').where('accountId', '=', manager.accountId).execute()
    expect(left.map(({ id }) => id).toSorted()).toEqual(made.slice(2).toSorted())
  })
})
