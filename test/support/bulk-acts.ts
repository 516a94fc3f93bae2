import type { App } from '../../src/app.ts'
import type { BulkAct } from '../../src/domain/bulk-act.ts'
import { prepareBulkAct, type Meant } from '../../src/features/bulk/prepare-bulk-act.ts'
import { startBulkAct } from '../../src/features/bulk/start-bulk-act.ts'
import { actorFor, newPerson, type Person } from './people.ts'
import { requestFrom } from './sign-in-attempts.ts'
import { freshAddress, type Visitor } from './visitor.ts'

/** Bulk acts of one world, as tests make them and read what came of them. */
export function bulkActsOf(app: App) {
  const context = requestFrom(freshAddress())

  async function prepared(person: Person, act: BulkAct, meant: Meant, standing = {}): Promise<string> {
    return prepareBulkAct(app, actorFor(person, standing), { act, meant, list: '/users' }, context)
  }

  async function started(person: Person, act: BulkAct, people: readonly Person[]): Promise<string> {
    const id = await prepared(person, act, { ids: people.map(({ accountId }) => accountId) })
    await startBulkAct(app, actorFor(person), id, context)
    return id
  }

  async function statesOf(people: readonly Person[]): Promise<readonly string[]> {
    const rows = await app.db
      .selectFrom('accounts')
      .select(['id', 'state'])
      .where(
        'id',
        'in',
        people.map(({ accountId }) => accountId),
      )
      .execute()
    const byId = new Map(rows.map(({ id, state }) => [id, state]))
    return people.map(({ accountId }) => byId.get(accountId) ?? 'gone')
  }

  async function outcomesOf(id: string): Promise<Readonly<Record<string, string | null>>> {
    const rows = await app.db.selectFrom('bulkActUsers').select(['accountId', 'outcome']).where('bulkActId', '=', id).execute()
    return Object.fromEntries(rows.map(({ accountId, outcome }) => [accountId, outcome]))
  }

  async function progressOf(id: string) {
    return app.db.selectFrom('bulkActs').select(['state', 'total', 'done', 'refused']).where('id', '=', id).executeTakeFirst()
  }

  async function newPeople(count: number, subscriptionId: string): Promise<readonly Person[]> {
    const people: Person[] = []
    for (let made = 0; made < count; made += 1) people.push(await newPerson(app, subscriptionId, { lastName: `P${made}` }))
    return people
  }

  /** What the form of the list sends, with a tick for each. */
  async function tick(
    guest: Visitor,
    fields: Record<string, string>,
    people: readonly { accountId: string }[],
  ): Promise<Response> {
    const body = new URLSearchParams(fields)
    for (const { accountId } of people) body.append('user', accountId)
    return guest.post('/users/bulk', body)
  }

  return { context, prepared, started, statesOf, outcomesOf, progressOf, newPeople, tick }
}
