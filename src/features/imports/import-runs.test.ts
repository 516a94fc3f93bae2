import { describe, expect, it } from 'vitest'
import { actorFor, newCompany, newPerson, newUnit, type Person } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { auditTrail, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { checkFile, uploadFile } from '../../../test/support/uploads.ts'
import { freshAddress } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { cleanUp } from '../accounts/clean-up.ts'
import { cancelImport } from './cancel-import.ts'
import { importBatch } from './import-batch.ts'
import { runImport } from './run-import.ts'
import { startImport } from './start-import.ts'

/** Jobs are run by hand here, so that a test can come between. */
const world = await useWorld({ work: false })
const { db } = world.app
const COLUMNS = 'external_id,first_name,last_name,email,role,business_unit'
const context = requestFrom(freshAddress())

const manyRows = (count: number) =>
  [COLUMNS, ...Array.from({ length: count }, (_, index) => `N${index},Ann,Lee,n${index}@mail.test,Reader,`), ''].join('\n')

async function checkedBy(person: Person, file: string, createsUnits = false): Promise<{ path: string; importId: string }> {
  const path = await checkFile(world, await signedIn(world, person), file, { createsUnits })
  return { path, importId: path.split('/').at(-1) ?? '' }
}

async function startedBy(person: Person, file: string): Promise<string> {
  const { importId } = await checkedBy(person, file)
  expect(await startImport(world.app, actorFor(person), { importId, welcomes: true }, context)).toBe(true)
  return importId
}

async function countsOf(importId: string) {
  return db
    .selectFrom('userImports')
    .select(['state', 'created', 'changed', 'unchanged', 'refused', 'done'])
    .where('id', '=', importId)
    .executeTakeFirst()
}

async function usernamesOf(subscriptionId: string): Promise<readonly string[]> {
  const accounts = await db
    .selectFrom('accounts')
    .select('username')
    .where('subscriptionId', '=', subscriptionId)
    .where('externalId', 'is not', null)
    .execute()
  return accounts.map(({ username }) => username)
}

async function addedIn(subscriptionId: string): Promise<number> {
  return (await auditTrail(world.app, subscriptionId)).filter(({ action }) => action === 'account.added').length
}

async function lettersTo(usernames: readonly string[]): Promise<number> {
  const mails = await db
    .selectFrom('mails')
    .innerJoin('accounts', 'accounts.id', 'mails.accountId')
    .select('mails.id')
    .where('accounts.username', 'in', [...usernames])
    .execute()
  return mails.length
}

describe('an import under way', () => {
  it('I-38 that is killed in a batch has done none of it, and goes on from there', async () => {
    const manager = await newCompany(world.app)
    const importId = await startedBy(manager, manyRows(600))
    const killed = db.transaction().execute(async (trx) => {
      await importBatch(world.app, trx, { importId, handsOver: false })
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    expect([await usernamesOf(manager.subscriptionId), (await countsOf(importId))?.done]).toEqual([[], 0])
    await db.transaction().execute((trx) => importBatch(world.app, trx, { importId, handsOver: false }))
    expect([(await usernamesOf(manager.subscriptionId)).length, (await countsOf(importId))?.done]).toEqual([250, 250])
    await runImport(world.app, importId)
    const usernames = await usernamesOf(manager.subscriptionId)
    expect(new Set(usernames).size).toBe(600)
    expect([await addedIn(manager.subscriptionId), await lettersTo(usernames)]).toEqual([600, 600])
    expect(await countsOf(importId)).toEqual({ state: 'done', created: 600, changed: 0, unchanged: 0, refused: 0, done: 600 })
  })

  it('I-38 that two processes run at once does each row once', async () => {
    const manager = await newCompany(world.app)
    const importId = await startedBy(manager, manyRows(800))
    await Promise.all([runImport(world.app, importId), runImport(world.app, importId), runImport(world.app, importId)])
    const usernames = await usernamesOf(manager.subscriptionId)
    expect([usernames.length, new Set(usernames).size, await addedIn(manager.subscriptionId)]).toEqual([800, 800, 800])
    expect(await countsOf(importId)).toMatchObject({ state: 'done', created: 800, done: 800 })
  })

  it('that is cancelled keeps what is done, forgets the rest, and says so', async () => {
    const manager = await newCompany(world.app)
    const importId = await startedBy(manager, manyRows(600))
    await db.transaction().execute((trx) => importBatch(world.app, trx, { importId, handsOver: false }))
    expect(await cancelImport(world.app, actorFor(manager), importId, context)).toBe(true)
    expect(await cancelImport(world.app, actorFor(manager), importId, context)).toBe(false)
    await runImport(world.app, importId)
    expect((await usernamesOf(manager.subscriptionId)).length).toBe(250)
    expect(await countsOf(importId)).toMatchObject({ state: 'cancelled', created: 250, done: 250 })
    const page = await pageAt(await signedIn(world, manager), `/users/import/${importId}`)
    expectWords(page, ['Cancelled. What was done before stays.', '250 of 600'])
    expect((await auditTrail(world.app, manager.subscriptionId)).at(-1)?.action).toBe('import.cancelled')
  })

  it('I-27 does nothing more for a starter who may import no longer', async () => {
    const { subscriptionId } = await newCompany(world.app)
    const businessUnitId = await newUnit(world.app, subscriptionId)
    const wish = { role: 'unit_manager', businessUnitId, extraRights: ['import_users'] } as const
    const starter = await newPerson(world.app, subscriptionId, wish)
    const file = manyRows(300).replaceAll(',Reader,', ',Reader').replace(',business_unit', '')
    const { importId } = await checkedBy(starter, file)
    await startImport(world.app, actorFor(starter, wish), { importId, welcomes: false }, context)
    await db.transaction().execute((trx) => importBatch(world.app, trx, { importId, handsOver: false }))
    // They still add users to their unit, one by one.
    await db.updateTable('accounts').set({ extraRights: [] }).where('id', '=', starter.accountId).execute()
    await runImport(world.app, importId)
    expect((await usernamesOf(subscriptionId)).length).toBe(250)
    expect(await countsOf(importId)).toMatchObject({ state: 'done', created: 250, refused: 50 })
  })

  it('decides each row anew: who came meanwhile is not made twice', async () => {
    const manager = await newCompany(world.app)
    const importId = await startedBy(manager, manyRows(2))
    const person = await newPerson(world.app, manager.subscriptionId, { firstName: 'Ann', lastName: 'Lee' })
    await db.updateTable('accounts').set({ externalId: 'N1' }).where('id', '=', person.accountId).execute()
    await runImport(world.app, importId)
    expect(await countsOf(importId)).toMatchObject({ state: 'done', created: 1, unchanged: 1 })
  })

  it('hands over to the next job after a while', async () => {
    const manager = await newCompany(world.app)
    const importId = await startedBy(manager, manyRows(300))
    const goesOn = await db.transaction().execute((trx) => importBatch(world.app, trx, { importId, handsOver: true }))
    expect(goesOn).toBe(true)
    expect((await countsOf(importId))?.state).toBe('running')
  })

  it('makes a unit that rows name once, where that was asked for', async () => {
    const manager = await newCompany(world.app)
    const rows = Array.from(
      { length: 300 },
      (_, index) => `N${index},Ann,Lee,n${index}@mail.test,Reader,${index % 2 ? 'North' : 'NORTH'}`,
    )
    const { importId } = await checkedBy(manager, [COLUMNS, ...rows, ''].join('\n'), true)
    await startImport(world.app, actorFor(manager), { importId, welcomes: false }, context)
    await runImport(world.app, importId)
    const units = await db
      .selectFrom('businessUnits')
      .select('name')
      .where('subscriptionId', '=', manager.subscriptionId)
      .execute()
    expect(units).toEqual([{ name: 'NORTH' }])
    const trail = await auditTrail(world.app, manager.subscriptionId)
    expect(trail.filter(({ action }) => action === 'unit.created').length).toBe(1)
  })
})

describe('who may import', () => {
  it('I-27 a Unit Manager with the right imports into their unit, and nowhere else', async () => {
    const { subscriptionId } = await newCompany(world.app)
    const [own, other] = [
      await newUnit(world.app, subscriptionId, { name: 'Own' }),
      await newUnit(world.app, subscriptionId, { name: 'Other' }),
    ]
    const wish = { role: 'unit_manager', businessUnitId: own } as const
    const plain = await newPerson(world.app, subscriptionId, wish)
    const entitled = await newPerson(world.app, subscriptionId, { ...wish, extraRights: ['import_users'] })
    const stranger = await newPerson(world.app, subscriptionId, { businessUnitId: other })
    expect((await uploadFile(world, await signedIn(world, plain), manyRows(1))).status).toBe(403)
    const file = [
      COLUMNS.replace('email', 'username,email'),
      'N1,Ann,Lee,,ann@mail.test,Reader,Own',
      'N2,Bob,Lee,,bob@mail.test,Reader,Other',
      'N3,Cy,Lee,,cy@mail.test,Manager,',
      'N4,Di,Lee,,di@mail.test,Reader,',
      `N5,Ed,Lee,${stranger.username},ed@mail.test,Reader,Own`,
      '',
    ].join('\n')
    const { importId } = await checkedBy(entitled, file)
    const rows = await db
      .selectFrom('userImportRows')
      .select(['fate', 'reasons'])
      .where('importId', '=', importId)
      .orderBy('line')
      .execute()
    expect(rows.map(({ fate, reasons }) => [fate, ...reasons])).toEqual([
      ['created'],
      ['refused', 'forbidden'],
      ['refused', 'forbidden'],
      ['refused', 'forbidden'],
      ['refused', 'forbidden'],
    ])
  })

  it('I-26 nobody of another subscription finds an import, nor can they stop or start it', async () => {
    const manager = await newCompany(world.app)
    const { path, importId } = await checkedBy(manager, manyRows(2))
    const stranger = await signedIn(world, await newCompany(world.app))
    for (const suffix of ['', '/rows.csv']) expect((await stranger.get(`${path}${suffix}`)).status).toBe(404)
    for (const act of ['start', 'cancel']) expect((await stranger.post(`${path}/${act}`, {})).status).toBe(404)
    expect(await countsOf(importId)).toMatchObject({ state: 'checked', created: 2 })
  })

  it('I-26 means the users of its own subscription only, whatever keys it names', async () => {
    const victim = await newPerson(world.app, (await newCompany(world.app)).subscriptionId)
    await db.updateTable('accounts').set({ externalId: 'N0' }).where('id', '=', victim.accountId).execute()
    const manager = await newCompany(world.app)
    const columns = COLUMNS.replace('email', 'username,email')
    const importId = await startedBy(manager, `${columns}\nN0,Eve,Lee,${victim.username},eve@mail.test,Reader,\n`)
    await runImport(world.app, importId)
    const untouched = await db.selectFrom('accounts').select('firstName').where('id', '=', victim.accountId).executeTakeFirst()
    expect(untouched?.firstName).toBe(victim.firstName)
    expect((await usernamesOf(manager.subscriptionId)).length).toBe(1)
  })

  it('only its own person starts it, and another Manager may stop it', async () => {
    const manager = await newCompany(world.app)
    const other = await newPerson(world.app, manager.subscriptionId, { role: 'manager' })
    const { path, importId } = await checkedBy(manager, manyRows(2))
    const visitor = await signedIn(world, other)
    expect((await visitor.post(`${path}/start`, {})).status).toBe(404)
    expect((await visitor.post(`${path}/cancel`, {})).status).toBe(303)
    expect((await countsOf(importId))?.state).toBe('cancelled')
  })
})

it('rows are forgotten a day after, those that waited with their import', async () => {
  const manager = await newCompany(world.app)
  const ended = await startedBy(manager, manyRows(2))
  await runImport(world.app, ended)
  const { importId: waiting } = await checkedBy(manager, manyRows(3))
  await world.passTime(25 * 3_600)
  await cleanUp(world.app)
  await world.passTime(-25 * 3_600)
  const rows = await db.selectFrom('userImportRows').select('line').where('importId', 'in', [ended, waiting]).execute()
  expect(rows).toEqual([])
  expect([(await countsOf(ended))?.created, await countsOf(waiting)]).toEqual([2, undefined])
})
