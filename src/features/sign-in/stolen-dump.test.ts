import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { failTimes, guess } from '../../../test/support/sign-in-attempts.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { KEY_RULES, looksLikeKey, type KeyPurpose } from '../../domain/activation-key.ts'
import { hashToken } from '../../secrets.ts'
import { findLiveKey } from '../accounts/keys.ts'
import { requestPasswordReset } from '../recovery/request-password-reset.ts'
import { findSession } from './sessions.ts'

const world = await useWorld()
const owner = await newCompany(world.app)
let values: readonly string[]

const PURPOSES = Object.keys(KEY_RULES) as readonly KeyPurpose[]

/** A platform with a live session, a known device, a challenged name, and live keys of two purposes. */
beforeAll(async () => {
  const frozen = await newPerson(world.app, owner.subscriptionId)
  const guest = visitor(world.site, { origin: world.app.config.origin })
  await guest.post('/sign-in', { username: owner.username, password: owner.password })
  await failTimes(world.app, 10, frozen.username)
  await failTimes(world.app, 4, owner.username)
  const context = { requestId: '', address: '192.0.2.1', network: '192.0.2.0/24', browser: '', system: '' }
  await requestPasswordReset(world.app, { username: owner.username, email: owner.email }, context)
  await world.mails(frozen.email)
  await world.mails(owner.email)
  await world.jobsDone()
  values = await dump()
})

/** Every text and every bytes value of every table, the bytes in each of the ways they could be written. */
async function dump(): Promise<readonly string[]> {
  const { db } = world.app
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`.execute(
    db,
  )
  const found = new Set<string>()
  for (const { name } of tables) {
    const { rows } = await sql<{ row: unknown }>`select to_jsonb(t) as row from ${sql.raw(name)} t`.execute(db)
    for (const { row } of rows) collect(row, found)
  }
  return [...found]
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    found.add(value)
    const hex = /^(?:\\x)?((?:[0-9a-f]{2})+)$/.exec(value)?.[1]
    if (hex === undefined) return
    const bytes = Buffer.from(hex, 'hex')
    for (const encoding of ['hex', 'base64', 'base64url', 'latin1'] as const) found.add(bytes.toString(encoding))
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) collect(part, found)
  }
}

describe('I-34 with a dump of the whole database', () => {
  it('one has the hashes of sessions, devices and keys in hand, spelled as their tokens are', () => {
    expect(values.filter(looksLikeKey).length).toBeGreaterThanOrEqual(4)
    expect(values.some((value) => value.startsWith('$argon2id$'))).toBe(true)
  })

  it('no value is a session', async () => {
    const limits = { ...world.app.config.profile.session, address: '203.0.113.7' }
    const found = await Promise.all(values.map(async (value) => findSession(world.app.db, hashToken(value), limits)))
    expect(found.filter(Boolean)).toEqual([])
    for (const token of values.filter(looksLikeKey)) {
      const thief = visitor(world.site, { origin: world.app.config.origin })
      thief.cookies.set('__Host-session', token)
      expect((await thief.get('/api/v1/session')).status).toBe(401)
    }
  })

  it('no value is a key', async () => {
    const found = await Promise.all(values.map(async (value) => findLiveKey(world.app.db, value, PURPOSES)))
    expect(found.filter(Boolean)).toEqual([])
  })

  it('no value is a known device', async () => {
    for (const deviceToken of values.filter(looksLikeKey)) {
      expect((await guess(world.app, { ...owner, deviceToken, captcha: false })).code).toBe('captcha_required')
    }
  })

  it('no value is the password', async () => {
    const { credentialHash } = await world.app.db
      .selectFrom('accounts')
      .select('credentialHash')
      .where('id', '=', owner.accountId)
      .executeTakeFirstOrThrow()
    const telling = values.filter((value) => value.length >= 15 && (looksLikeKey(value) || value.startsWith('$')))
    for (const value of telling) {
      const slot = world.app.hasher.reserve()
      expect(await slot.verify(credentialHash, value)).toBe(false)
      slot.release()
    }
  })

  it('I-35 the platform’s secret and its pepper are not in it', () => {
    const { secret, pepper } = world.config.platforms[0] ?? {}
    for (const hidden of [secret, pepper]) {
      if (!hidden) throw new Error('the world has both')
      const spellings = (['hex', 'base64', 'base64url', 'latin1'] as const).map((encoding) =>
        Buffer.from(hidden).toString(encoding),
      )
      expect(values.filter((value) => spellings.some((spelling) => value.includes(spelling)))).toEqual([])
    }
  })
})
