import { describe, expect, it } from 'vitest'
import { newCompany, type Person } from '../../../test/support/people.ts'
import { revealFor, signInRestricted } from '../../../test/support/reveal.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { useWorld } from '../../../test/support/world.ts'
import { foldUsername } from '../../domain/username.ts'
import { hashToken, newId, newToken } from '../../secrets.ts'
import { guardSubjects } from './guard-subjects.ts'
import { settleSuccess } from './settle-attempt.ts'
import { settleRestricted } from './settle-restricted.ts'

const CONTEXT = requestFrom('192.0.2.7')

const world = await useWorld({ platformId: 'PCI' })

async function credentialOf({ accountId }: Person): Promise<string> {
  const { credentialHash } = await world.app.db
    .selectFrom('accounts')
    .select('credentialHash')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  return credentialHash ?? ''
}

/** An entry by a credential that was verified before: what is written must ask for it once more. */
function entryBy({ accountId, username }: Person, verifiedHash: string) {
  const subjects = guardSubjects(world.app.config.secret, { folded: foldUsername(username), network: 'n', deviceHash: null })
  return {
    accountId,
    username,
    verifiedHash,
    sessionHash: newToken().hash,
    replacedSessionHash: null,
    subjects,
    charged: subjects.name,
    isKnownDevice: false,
    context: CONTEXT,
  }
}

describe('what writes a sign-in asks once more', () => {
  it('that the password is its owner’s own: no temporary one becomes a session, in any race (I-06)', async () => {
    const person = await newCompany(world.app)
    await revealFor(world, person)
    const entry = entryBy(person, await credentialOf(person))
    const more = { rehashed: null, sessionId: newId(), deviceHash: newToken().hash, previousSignIn: null }
    expect(await settleSuccess(world.app.db, { ...entry, ...more })).toBe(false)
    expect(await settleRestricted(world.app.db, { ...entry, reason: 'expired_password' })).toBe(false)
    expect(await settleRestricted(world.app.db, { ...entry, reason: 'temporary_password' })).toBe(true)
  })

  it('that it is still the one that was verified (I-20)', async () => {
    const person = await newCompany(world.app)
    const own = await credentialOf(person)
    await revealFor(world, person)
    const first = await credentialOf(person)
    await world.passTime(121)
    await revealFor(world, person)
    for (const reason of ['temporary_password', 'expired_password'] as const) {
      expect(await settleRestricted(world.app.db, { ...entryBy(person, own), reason })).toBe(false)
      expect(await settleRestricted(world.app.db, { ...entryBy(person, first), reason })).toBe(false)
    }
  })

  it('that its time is not up (I-06)', async () => {
    const person = await newCompany(world.app)
    await revealFor(world, person)
    await world.passTime(901)
    const entry = entryBy(person, await credentialOf(person))
    expect(await settleRestricted(world.app.db, { ...entry, reason: 'temporary_password' })).toBe(false)
  })
})

it('a restricted session is over with the credential that opened it, whoever replaces that (I-06, I-19)', async () => {
  const person = await newCompany(world.app)
  const shown = await revealFor(world, person)
  const guest = await signInRestricted(world, shown)
  const credentialHash = await world.app.hasher.hash('another one 12')
  await world.app.db.updateTable('accounts').set({ credentialHash }).where('id', '=', person.accountId).execute()
  expect((await guest.get('/choose-password')).headers.get('location')).toBe('/sign-in')
})

it('a restricted session’s token is nowhere in the database (I-34)', async () => {
  const person = await newCompany(world.app)
  const guest = await signInRestricted(world, await revealFor(world, person))
  const token = guest.cookies.get('__Host-session') ?? ''
  const { tokenHash } = await world.app.db
    .selectFrom('restrictedSessions')
    .select('tokenHash')
    .where('accountId', '=', person.accountId)
    .executeTakeFirstOrThrow()
  expect(tokenHash).toEqual(hashToken(token))
})
