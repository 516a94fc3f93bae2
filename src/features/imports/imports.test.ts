import { hash as bcrypt } from '@node-rs/bcrypt'
import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, newUnit } from '../../../test/support/people.ts'
import { auditTrail, expectNoWords, expectWords, pageAt, signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { checkFile, runImportAt, uploadFile } from '../../../test/support/uploads.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld()
const { db } = world.app
const COLUMNS = 'external_id,first_name,last_name,email,role,business_unit,password_hash'
const csv = (...rows: readonly string[]) => `${[COLUMNS, ...rows].join('\n')}\n`

async function usersOf(subscriptionId: string) {
  return db
    .selectFrom('accounts')
    .leftJoin('businessUnits', 'businessUnits.id', 'accounts.businessUnitId')
    .select([
      'accounts.externalId',
      'accounts.username',
      'accounts.firstName',
      'accounts.email',
      'accounts.role',
      'accounts.state',
    ])
    .select(['accounts.id', 'accounts.credentialHash', 'accounts.version', 'businessUnits.name as unit'])
    .where('accounts.subscriptionId', '=', subscriptionId)
    .where('accounts.externalId', 'is not', null)
    .orderBy('accounts.externalId')
    .execute()
}

async function rowsAt(path: string) {
  return db
    .selectFrom('userImportRows')
    .select(['line', 'fate', 'reasons', 'notes', 'credential'])
    .where('importId', '=', path.split('/').at(-1) ?? '')
    .orderBy('line')
    .execute()
}

async function startCompany() {
  const manager = await newCompany(world.app)
  return { manager, visitor: await signedIn(world, manager), subscriptionId: manager.subscriptionId }
}

describe('A06 the dry run', () => {
  it('tells every row’s fate and changes nobody', async () => {
    const { visitor, subscriptionId } = await startCompany()
    await newUnit(world.app, subscriptionId, { name: 'Field' })
    const path = await checkFile(
      world,
      visitor,
      csv(
        'A1,Ann,Lee,ann@mail.test,Reader,Field,',
        'A2,Bob,Ray,not an address,Reader,,',
        'A3,Cy,Fox,cy@mail.test,Wizard,,',
        'A4,Di,Oak,di@mail.test,unit manager,,',
        'A1,Ann,Lee,ann@mail.test,Reader,,',
        'A5,Ed,Elm,ed@mail.test,Reader,Nowhere,',
        'A6,Flo,Ash,flo@mail.test,Reader,,5f4dcc3b5aa765d61d8327deb882cf99',
        'A7,Gus,Fir,gus@mail.test,Reader',
        '"=cmd()",Hal,Yew,hal@mail.test,Reader,,',
      ),
    )
    expect((await rowsAt(path)).map(({ line, fate, reasons }) => [line, fate, ...reasons])).toEqual([
      [2, 'created'],
      [3, 'refused', 'email_invalid'],
      [4, 'refused', 'role_unknown'],
      [5, 'refused', 'unit_needed'],
      [6, 'refused', 'repeated_key'],
      [7, 'refused', 'unit_unknown'],
      [8, 'refused', 'hash_unknown'],
      [9, 'refused', 'cell_count'],
      [10, 'created'],
    ])
    const page = await pageAt(visitor, path)
    expectWords(page, [
      'Create 2 users',
      '7 rows will be left out',
      'E-mail address: one like name@example.com',
      'Start the import',
    ])
    expect(await usersOf(subscriptionId)).toEqual([])
    expectWords(await pageAt(visitor, `${path}?fate=refused`), ['Nowhere'])
    expectNoWords(await pageAt(visitor, `${path}?fate=refused`), ['hal@mail.test'])
  })

  it('walks in pages of fifty, forwards and back', async () => {
    const { visitor } = await startCompany()
    const rows = Array.from({ length: 120 }, (_, index) => `N${index},Ann,Lee,n${index}@mail.test,Reader,,`)
    const path = await checkFile(world, visitor, csv(...rows))
    const first = await pageAt(visitor, path)
    expect(first).toContain(`href="${path}?after=51"`)
    const second = await pageAt(visitor, `${path}?after=51`)
    expectWords(second, ['n50@mail.test', 'n99@mail.test', `${path}?before=52`, `${path}?after=101`])
    expectWords(await pageAt(visitor, `${path}?before=52`), ['n0@mail.test', 'n49@mail.test'])
  })

  it('drops a file of the same person that waits already, with its hashes', async () => {
    const { visitor } = await startCompany()
    const first = await checkFile(world, visitor, csv('A1,Ann,Lee,ann@mail.test,Reader,,'))
    await checkFile(world, visitor, csv('A2,Bob,Ray,bob@mail.test,Reader,,'))
    expect((await visitor.get(first)).status).toBe(404)
    expect(await rowsAt(first)).toEqual([])
  })

  it.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
    ['nothing in it', '', 'This file is empty'],
    ['a column missing', 'external_id,first_name,last_name,role\n', 'does not name: email'],
    ['a column twice', 'external_id,first_name,last_name,email,e-mail,Email,role\n', 'names twice: email'],
    ['no rows', csv(), 'This file has no rows'],
    ['an open quote', csv('A1,"Ann,Lee,ann@mail.test,Reader,,', 'A2,Bob,Ray,bob@mail.test,Reader,,'), 'Line 2 opens a cell'],
    [
      'Latin-1',
      Uint8Array.from(Buffer.from(csv('A1,Zo\u00eb,Lee,zoe@mail.test,Reader,,'), 'latin1')),
      'Line 2 has letters in another',
    ],
    ['a spreadsheet in it', 'PK\u0003\u0004\u0014', 'This is a spreadsheet, not a CSV file'],
  ])('answers a file with %s by what is wrong, where, and the next step', async (_, file, words) => {
    const { visitor, subscriptionId } = await startCompany()
    const answer = await uploadFile(world, visitor, file)
    expect(answer.status).toBe(422)
    expectWords(await answer.text(), [words, 'Nothing was imported.'])
    expect(await db.selectFrom('userImports').select('id').where('subscriptionId', '=', subscriptionId).execute()).toEqual([])
  })
})

describe('A06 an import', () => {
  it('creates users, mails them where asked, and changes nothing the second time', async () => {
    const { visitor, subscriptionId, manager } = await startCompany()
    const file = csv('A1,Ann,Lee,ann.a06@mail.test,Reader,Field,', 'A2,Amy,Low,amy.a06@mail.test,Contact,Field,')
    const page = await runImportAt(visitor, await checkFile(world, visitor, file, { createsUnits: true }), { welcomes: true })
    expectWords(page, ['This is what happened', '2 of 2'])
    const users = await usersOf(subscriptionId)
    expect(users.map(({ externalId, role, state, unit }) => [externalId, role, state, unit])).toEqual([
      ['A1', 'reader', 'pending_activation', 'Field'],
      ['A2', 'contact', 'pending_activation', 'Field'],
    ])
    const [acronym] = manager.username.split('_')
    expect(users.map(({ username }) => username)).toEqual([`${acronym}_al1`, `${acronym}_al2`])
    expect((await world.mails('ann.a06@mail.test'))[0]?.subject).toContain('Welcome')
    await world.jobsDone()
    expect(await world.mails('amy.a06@mail.test', 0)).toEqual([])
    expect((await world.mails(manager.email)).map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Your import of users/),
    ])

    const again = await checkFile(world, visitor, file)
    expect((await rowsAt(again)).map(({ fate }) => fate)).toEqual(['unchanged', 'unchanged'])
    expectWords(await pageAt(visitor, again), ['There is nothing to import'])
  })

  it('I-32 leaves one row in the trail for each user, and its own beginning and end', async () => {
    const { visitor, subscriptionId, manager } = await startCompany()
    const file = csv('A1,Ann,Lee,ann@mail.test,Reader,,', 'A2,Bob,Ray,bob@mail.test,Reader,,')
    await runImportAt(visitor, await checkFile(world, visitor, file))
    await runImportAt(
      visitor,
      await checkFile(
        world,
        visitor,
        file.replace('Bob', 'Rob').replace('A2,Rob,Ray,bob@mail.test,Reader', 'A2,Rob,Ray,bob@mail.test,Scanner'),
      ),
    )
    const [ann, bob] = await usersOf(subscriptionId)
    const acts = (await auditTrail(world.app, subscriptionId)).filter(({ action }) => action !== 'subscription.created')
    expect(acts.map(({ action, actorId, accountId }) => [action, actorId, accountId])).toEqual([
      ['import.started', manager.accountId, null],
      ['account.added', manager.accountId, ann?.id],
      ['account.added', manager.accountId, bob?.id],
      ['import.finished', manager.accountId, null],
      ['import.started', manager.accountId, null],
      ['account.role_changed', manager.accountId, bob?.id],
      ['import.finished', manager.accountId, null],
    ])
  })

  it('A16 I-35 lets users in with the password of their old system, once told, and raises its hash', async () => {
    const { visitor, subscriptionId } = await startCompany()
    const password = 'their old password'
    const path = await checkFile(world, visitor, csv(`A1,Ann,Lee,ann.a16@mail.test,Reader,,${await bcrypt(password, 4)}`))
    expectWords(await pageAt(visitor, path), ['Brings a password, and is Active at once'])
    await runImportAt(visitor, path, { welcomes: true })
    const [ann] = await usersOf(subscriptionId)
    expect([ann?.state, ann?.credentialHash?.slice(0, 16)]).toEqual(['active', 'imported:$2y$04$'])
    await world.jobsDone()
    expect(await world.mails('ann.a16@mail.test', 0)).toEqual([])
    const username = ann?.username ?? ''
    expect((await trySignIn(world, { username, password: 'another password' })).status).toBe(422)
    await signedIn(world, { username, password })
    expect((await usersOf(subscriptionId))[0]?.credentialHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await signedIn(world, { username, password })
  })

  it('I-28 takes no hash for somebody who is there, nor from anyone but a Manager', async () => {
    const { visitor, subscriptionId } = await startCompany()
    const member = await newPerson(world.app, subscriptionId)
    await db.updateTable('accounts').set({ externalId: 'A1' }).where('id', '=', member.accountId).execute()
    const before = (await usersOf(subscriptionId))[0]?.credentialHash
    const foreign = await bcrypt('chosen by somebody else', 4)
    const path = await checkFile(world, visitor, csv(`A1,Samuel,Lee,${member.email},Reader,,${foreign}`))
    expect(await rowsAt(path)).toMatchObject([{ fate: 'changed', notes: ['password_kept'], credential: null }])
    await runImportAt(visitor, path)
    expect(await usersOf(subscriptionId)).toMatchObject([{ firstName: 'Samuel', credentialHash: before }])

    const administrator = await signedIn(world, await newPerson(world.app, subscriptionId, { role: 'user_administrator' }))
    const theirs = await checkFile(world, administrator, csv(`A2,Bob,Ray,bob@mail.test,Reader,,${foreign}`))
    expect(await rowsAt(theirs)).toMatchObject([{ fate: 'refused', reasons: ['hash_not_allowed'] }])
  })

  it('I-08 I-36 shows and keeps no hash longer than it takes', async () => {
    const { visitor, subscriptionId } = await startCompany()
    const foreign = await bcrypt('their old password', 4)
    const tail = foreign.slice(-20)
    const path = await checkFile(
      world,
      visitor,
      csv(`A1,Ann,Lee,ann@mail.test,Reader,,${foreign}`, `A2,Bob,,b@mail.test,Reader,,${foreign}`),
    )
    expectNoWords(await pageAt(visitor, path), [tail])
    expectNoWords(await (await visitor.get(`${path}/rows.csv`)).text(), [tail])
    await runImportAt(visitor, path)
    expect((await rowsAt(path)).map(({ credential }) => credential)).toEqual([null, null])
    const trail = await db.selectFrom('auditEvents').selectAll().where('subscriptionId', '=', subscriptionId).execute()
    expectNoWords(JSON.stringify(trail), [tail])
  })

  it('I-37 leaves an e-mail address as it is, and does the rest of the row', async () => {
    const { visitor, subscriptionId } = await startCompany()
    await runImportAt(visitor, await checkFile(world, visitor, csv('A1,Ann,Lee,ann@mail.test,Reader,,')))
    const path = await checkFile(world, visitor, csv('A1,Anna,Lee,anna@mail.test,Reader,,'))
    expectWords(await pageAt(visitor, path), ['First name: Ann → Anna', 'The e-mail address differs and stays as it is'])
    await runImportAt(visitor, path)
    expect(await usersOf(subscriptionId)).toMatchObject([{ firstName: 'Anna', email: 'ann@mail.test' }])
  })

  it('gives an external id to those who are there without one, found by their username', async () => {
    const { visitor, subscriptionId } = await startCompany()
    const member = await newPerson(world.app, subscriptionId, { firstName: 'Ann', lastName: 'Lee' })
    const file = `external_id,username,first_name,last_name,email,role\nA1,${member.username},Ann,Lee,${member.email},Reader\n`
    await runImportAt(visitor, await checkFile(world, visitor, file))
    expect(await usersOf(subscriptionId)).toMatchObject([{ id: member.accountId, externalId: 'A1' }])
  })
})
