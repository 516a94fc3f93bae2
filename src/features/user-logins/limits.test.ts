import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import {
  askForLogin,
  changeLogin,
  confirmLogin,
  loginOf,
  newLogin,
  undoKey,
  undoLogin,
} from '../../../test/support/user-logins.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { fieldProblemsOf, Refusal, type FieldProblem } from '../../domain/errors.ts'
import { attempt } from '../../http/reply.ts'
import { cleanUp } from '../accounts/clean-up.ts'
import { refuseQuarantined } from '../accounts/taken-usernames.ts'

const MINUTE = 60
const DAY = 24 * 60 * MINUTE

const world = await useWorld({ platformId: 'PCI' })

const stopClock = (seconds: number) => stopClockAt(world.app, seconds)
const arrive = () => visitor(world.site, { origin: world.app.config.origin })

/** Why a login can't be given to somebody new, or null. */
async function problemOf(person: Person, username: string): Promise<FieldProblem | null> {
  const outcome = await attempt(() => newPerson(world.app, person.subscriptionId, { username }))
  return outcome instanceof Refusal ? (fieldProblemsOf(outcome)['username'] ?? null) : null
}

describe('the second step of a change', () => {
  it('waits for 15 minutes, to the second (S29, I-40)', async () => {
    for (const [seconds, isOpen] of [
      [-1, true],
      [0, false],
      [1, false],
    ] as const) {
      await stopClock(0)
      const person = await newCompany(world.app)
      const owner = await signedIn(world, person)
      const next = newLogin()
      await askForLogin(owner, person, { next })
      await stopClock(10 * MINUTE)
      await pageAt(owner, `/account/users/${person.accountId}/edit/login/confirm`)
      await stopClock(15 * MINUTE + seconds)
      const answer = await owner.get(`/account/users/${person.accountId}/edit/login/confirm`)
      expect([seconds, answer.status]).toEqual([seconds, isOpen ? 200 : 303])
      await confirmLogin(owner, person, next)
      expect([seconds, await loginOf(world, person)]).toEqual([seconds, isOpen ? next : person.username])
    }
  })
})

describe('the way back', () => {
  it('is open for 7 days, to the second (N13, I-40)', async () => {
    for (const [seconds, isOpen] of [
      [-1, true],
      [0, false],
      [1, false],
    ] as const) {
      await stopClock(0)
      const person = await newCompany(world.app)
      const changed = await changeLogin(world, person)
      const key = await undoKey(world, person, person.username)
      await stopClock(7 * DAY + seconds)
      const answer = await undoLogin(arrive(), { key, email: person.email })
      expect([seconds, answer.status]).toEqual([seconds, isOpen ? 303 : 422])
      expect([seconds, await loginOf(world, person)]).toEqual([seconds, isOpen ? person.username : changed.username])
    }
  })
})

describe('a login that was given up', () => {
  it('is closed to everybody for 90 days, to the second, in every spelling (N13, I-13, I-40)', async () => {
    for (const [seconds, isClosed] of [
      [-1, true],
      [0, false],
      [1, false],
    ] as const) {
      await stopClock(0)
      const person = await newCompany(world.app)
      const changed = await changeLogin(world, person)
      await stopClock(90 * DAY + seconds)
      const spelt = person.username.toUpperCase()
      const owner = await signedIn(world, changed)
      const asked = await askForLogin(owner, changed, { next: spelt })
      expect([seconds, asked.status]).toEqual([seconds, isClosed ? 422 : 303])
      expect([seconds, (await asked.text()).includes('This user login was given up lately')]).toEqual([seconds, isClosed])
      expect([seconds, await problemOf(person, spelt)]).toEqual([seconds, isClosed ? 'username_quarantined' : null])
    }
  })

  it('is forgotten by the clean-up when that is over, and not before; so are changes that nobody settled', async () => {
    await stopClock(0)
    const person = await newCompany(world.app)
    const changed = await changeLogin(world, person)
    const owner = await signedIn(world, changed)
    await askForLogin(owner, changed, { next: newLogin() })
    const left = async () => {
      await cleanUp(world.app)
      const names = world.app.db.selectFrom('quarantinedUsernames').select('username').where('accountId', '=', person.accountId)
      const waiting = world.app.db.selectFrom('usernameChanges').select('newUsername').where('accountId', '=', person.accountId)
      return [(await names.execute()).length, (await waiting.execute()).length]
    }
    expect(await left()).toEqual([1, 1])
    await stopClock(15 * MINUTE + 1)
    expect(await left()).toEqual([1, 0])
    await stopClock(90 * DAY - 1)
    expect(await left()).toEqual([1, 0])
    await stopClock(90 * DAY)
    expect(await left()).toEqual([0, 0])
  })

  it('stays closed where the account is gone, which an invitation that is cancelled does not leave behind', async () => {
    await stopClock(0)
    const person = await newCompany(world.app)
    const invited = await newPerson(world.app, person.subscriptionId, { state: 'pending_activation' })
    await world.app.db.deleteFrom('accounts').where('id', '=', invited.accountId).execute()
    expect(await problemOf(person, invited.username)).toBeNull()
    const leaving = await newPerson(world.app, person.subscriptionId)
    await changeLogin(world, leaving)
    await world.app.db.deleteFrom('accounts').where('id', '=', leaving.accountId).execute()
    const look = world.app.db.transaction().execute((trx) => refuseQuarantined(trx, leaving.username, 'username'))
    await expect(look).rejects.toMatchObject({
      code: 'invalid_fields',
      details: { fields: { username: 'username_quarantined' } },
    })
  })
})
