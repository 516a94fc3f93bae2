import { sql } from 'kysely'
import pino from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiCaller } from '../../test/support/api-caller.ts'
import { changePasswordBy } from '../../test/support/owner.ts'
import { newCompany, newPerson } from '../../test/support/people.ts'
import { askForReset, choosePassword, resetKey } from '../../test/support/recovery.ts'
import { signedIn } from '../../test/support/signed-in.ts'
import { visitor } from '../../test/support/visitor.ts'
import { useWorld } from '../../test/support/world.ts'
import { newId } from '../secrets.ts'

/** Passwords, keys and cookies of a whole life of an account, by what they are. */
const canaries = new Map<string, string>()
const lines: string[] = []
const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) })
const world = await useWorld({ log })
const { subscriptionId } = await newCompany(world.app)
const person = await newPerson(world.app, subscriptionId, { role: 'user_administrator' })
beforeAll(liveThrough)

async function liveThrough(): Promise<void> {
  const plant = (what: string, secret: string) => {
    canaries.set(what, secret)
    return secret
  }
  const guest = visitor(world.site, { origin: world.app.config.origin })
  plant('the first password', person.password)
  await guest.post('/sign-in', { username: person.username, password: plant('a wrong password', `wrong canary ${newId()}`) })
  // People do type their password into the wrong field.
  await guest.post('/sign-in', {
    username: plant('a password typed as a username', `misplaced-canary-${newId()}`),
    password: 'x',
  })
  const owner = await signedIn(world, person)
  for (const [name, value] of owner.cookies) plant(`the cookie ${name}`, value)

  const newEmail = `canary-${newId()}@mail.test`
  await owner.post('/account/email', { email: newEmail })
  const [mail] = await world.mails(newEmail)
  await guest.post('/account/confirm-email', { key: plant('a key to confirm', mail?.key ?? ''), email: newEmail })
  await guest.post('/account/confirm-email', { key: plant('a malformed key', `not-a-key-${newId()}`), email: newEmail })

  const tokenForm = { name: 'Canary', days: '90', 'users:read': 'yes', currentPassword: person.password }
  const created = await (await owner.post('/account/tokens', tokenForm)).text()
  const token = plant('an API token', /gatehouse_pat_\w+/.exec(created)?.[0] ?? '')
  await apiCaller(world, token)('GET', '/activation-requests')
  await apiCaller(world, plant('a wrong API token', `gatehouse_pat_${newId().replaceAll('-', '')}`))('GET', '/users')
  const added = { firstName: 'Ada', lastName: 'Berg', email: 'ada@mail.test', role: 'reader' }
  const idempotencyKey = plant('an Idempotency-Key', `canary-${newId()}`)
  await apiCaller(world, token)('POST', '/users', { json: added, headers: { 'idempotency-key': idempotencyKey } })

  const next = plant('the next password', `next canary ${newId()}`)
  await changePasswordBy(owner, { current: plant('a wrong current password', `current canary ${newId()}`), next })
  await changePasswordBy(owner, { current: person.password, next })

  await world.jobsDone()
  const key = plant('a reset key', await resetKey(world, { ...person, email: newEmail }))
  await choosePassword(guest, { key, password: plant('a common password', 'passwordpassword') })
  await choosePassword(guest, { key, password: plant('the last password', `last canary ${newId()}`) })
  await guest.post('/activate/new-link', { key })
  await askForReset(guest, { username: person.username, email: newEmail })
  await world.jobsDone()
}

/** What of them occurs in a text. */
function canariesIn(text: string): readonly string[] {
  const found = [...canaries].filter(([, secret]) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
  return found.map(([what]) => what)
}

describe('secrets that a life of an account plants', () => {
  it('are all there to be found', () => {
    expect([...canaries.values()].filter((secret) => secret.length < 10)).toEqual([])
    expect(canaries.size).toBe(15)
  })

  it('occur in no line of the log, which has one for each request (I-36, I-08)', () => {
    const requests = lines.filter((line) => line.includes('"msg":"request"'))
    expect(requests.length).toBeGreaterThan(15)
    expect(canariesIn(lines.join(''))).toEqual([])
  })

  it('occur in no column of any table, jobs and mails included (I-36, I-08, I-34)', async () => {
    const { rows: tables } = await sql<{ name: string }>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('public', 'jobs') and table_type = 'BASE TABLE'`.execute(world.app.db)
    expect(tables.length).toBeGreaterThan(12)
    for (const { name } of tables) {
      const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.raw(name)} as t`.execute(
        world.app.db,
      )
      expect({ table: name, found: canariesIn(rows.map(({ row }) => row).join('\n')) }).toEqual({ table: name, found: [] })
    }
  })

  it('leave an audit row for each deed all the same (A04, I-32)', async () => {
    const rows = await world.app.db.selectFrom('auditEvents').select('action').where('accountId', '=', person.accountId).execute()
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'sign_in.refused',
        'sign_in.succeeded',
        'email.change_requested',
        'email.changed',
        'password.changed',
        'password.reset',
        'token.created',
      ]),
    )
  })
})
