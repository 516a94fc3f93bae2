import { expect, it } from 'vitest'
import { newCompany, newPerson, newUnit } from '../../../test/support/people.ts'
import { auditTrail, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { checkFile } from '../../../test/support/uploads.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld({ work: false })
const { db } = world.app

it('A06 what was exported and is imported again changes nothing, formulas and all', async () => {
  const manager = await newCompany(world.app)
  const { subscriptionId } = manager
  const unit = await newUnit(world.app, subscriptionId, { name: '-North, "far"' })
  const names = [
    ['=cmd|x', "'=y"],
    ['+1', '-2'],
    ['@a', "''@b"],
    ['Zoë 🔑', 'O"Brien'],
    ["d'Arc", 'a;b, c'],
  ] as const
  for (const [firstName, lastName] of names) {
    await newPerson(world.app, subscriptionId, { firstName, lastName, businessUnitId: unit })
  }
  const visitor = await signedIn(world, manager)
  const file = await (await visitor.get('/users/export.csv')).text()
  expect(file.split('\r\n').filter((line) => /(^|,)"?[=+\-@]/u.test(line))).toEqual([])
  expectWords(file, ["'=cmd|x", "''=y", "'+1", "'-2", "'-North"])
  const path = await checkFile(world, visitor, file)
  const rows = await db
    .selectFrom('userImportRows')
    .select(['fate', 'reasons', 'notes', 'changes'])
    .where('importId', '=', path.split('/').at(-1) ?? '')
    .execute()
  expect(rows).toEqual(Array.from({ length: 6 }, () => ({ fate: 'unchanged', reasons: [], notes: [], changes: {} })))
  expect(await pageAt(visitor, path)).not.toContain('Some columns are left alone')
})

it('A06 everybody arrives, however many pieces it takes, in either format, once', async () => {
  const manager = await newCompany(world.app)
  const { subscriptionId } = manager
  const acronym = manager.username.split('_')[0] ?? ''
  const accounts = Array.from({ length: 2_345 }, (_, index) => ({
    id: crypto.randomUUID(),
    subscriptionId,
    username: `${acronym}_zz${index}`,
    usernameFolded: `${acronym}_zz${index}`,
    firstName: 'Zoe',
    lastName: 'Zed',
    email: `z${index}@mail.test`,
    role: 'reader',
    state: 'pending_activation',
    stateChangedBy: 'test',
  }))
  await db.insertInto('accounts').values(accounts).execute()
  const visitor = await signedIn(world, manager)
  const csv = await (await visitor.get('/users/export.csv')).text()
  const json = (await (await visitor.get('/users/export.json')).json()) as readonly { username: string; email: string }[]
  const expected = [manager.username, ...accounts.map(({ username }) => username)].toSorted()
  expect(
    csv
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[6] ?? '')
      .toSorted(),
  ).toEqual(expected)
  expect(json.map(({ username }) => username).toSorted()).toEqual(expected)
  expect(csv + JSON.stringify(json)).not.toContain('argon2')
  const trail = await auditTrail(world.app, subscriptionId)
  expect(trail.filter(({ action }) => action === 'users.exported').length).toBe(2)
})

it('I-27 brings the addresses of those on whom one acts, and one’s own', async () => {
  const manager = await newCompany(world.app)
  const { subscriptionId } = manager
  const helper = await newPerson(world.app, subscriptionId, { role: 'user_administrator' })
  const other = await newPerson(world.app, subscriptionId, { role: 'user_administrator' })
  const reader = await newPerson(world.app, subscriptionId)
  const visitor = await signedIn(world, helper)
  const users = (await (await visitor.get('/users/export.json')).json()) as readonly { username: string; email: string | null }[]
  expect(Object.fromEntries(users.map(({ username, email }) => [username, email]))).toEqual({
    [manager.username]: null,
    [helper.username]: helper.email,
    [other.username]: null,
    [reader.username]: reader.email,
  })
  const csv = await (await visitor.get('/users/export.csv')).text()
  expect([manager, helper, other, reader].map(({ email }) => csv.includes(email))).toEqual([false, true, false, true])
})

it('I-26 I-27 is of those whom one runs: a unit’s people of their unit, of other subscriptions nobody', async () => {
  const manager = await newCompany(world.app)
  const { subscriptionId } = manager
  const [own, other] = [await newUnit(world.app, subscriptionId), await newUnit(world.app, subscriptionId)]
  const inside = await newPerson(world.app, subscriptionId, { businessUnitId: own })
  await newPerson(world.app, subscriptionId, { businessUnitId: other })
  const wish = { role: 'unit_manager', businessUnitId: own } as const
  const entitled = await newPerson(world.app, subscriptionId, { ...wish, extraRights: ['import_users'] })
  const plain = await newPerson(world.app, subscriptionId, wish)
  const reader = await newPerson(world.app, subscriptionId)
  const users = (await (await (await signedIn(world, entitled)).get('/users/export.json')).json()) as readonly {
    username: string
  }[]
  expect(users.map(({ username }) => username).toSorted()).toEqual(
    [inside, entitled, plain].map(({ username }) => username).toSorted(),
  )
  for (const who of [plain, reader]) {
    const visitor = await signedIn(world, who)
    expect([(await visitor.get('/users/export.csv')).status, (await visitor.get('/users/export.json')).status]).toEqual([
      403, 403,
    ])
  }
})
