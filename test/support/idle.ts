import type { App } from '../../src/app.ts'
import { readDatabaseClock } from '../../src/clock.ts'
import { newPerson, type Person, type PersonWish } from './people.ts'

/** Somebody of a company who became what they are at this moment, and has not signed in since. */
export async function newIdlePerson(app: App, { subscriptionId }: Person, wish: PersonWish = {}): Promise<Person> {
  const made = await newPerson(app, subscriptionId, wish)
  const stateChangedAt = await readDatabaseClock(app.db)
  await app.db.updateTable('accounts').set({ stateChangedAt }).where('id', '=', made.accountId).execute()
  return made
}

/** The reason of who is Inactive, else the state. */
export async function conditionOf(app: App, { accountId }: Person): Promise<string> {
  const row = await app.db
    .selectFrom('accounts')
    .select(['state', 'inactiveReason'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  return row.inactiveReason ?? row.state
}

/** The kinds of the letters that were ordered to somebody, oldest first. */
export async function lettersTo(app: App, { accountId }: Person): Promise<readonly string[]> {
  const rows = await app.db.selectFrom('mails').select('kind').where('accountId', '=', accountId).orderBy('createdAt').execute()
  return rows.map(({ kind }) => kind)
}
