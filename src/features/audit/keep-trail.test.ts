import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newCompany } from '../../../test/support/people.ts'
import { signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { connectAdmin } from '../../../test/support/template.ts'
import { createWorld, type World } from '../../../test/support/world.ts'
import { keepTrail } from './keep-trail.ts'
import { recordAudit } from './record.ts'
import { verifyTrail } from './verify-trail.ts'

const DAY = 24 * 60 * 60

/** It keeps sign-ins for 90 days and the rest for 400. */
let world: World
beforeEach(async () => {
  world = await createWorld({ work: false })
})
afterEach(() => world.close())

const countsOf = async () => {
  const rows = await world.app.db
    .selectFrom('auditEvents')
    .select((eb) => ['action', eb.fn.countAll<number>().as('count')])
    .groupBy('action')
    .execute()
  return Object.fromEntries(rows.map(({ action, count }) => [action, count]))
}
const verify = () => verifyTrail(world.app, { since: null })

async function liveOneDay(): Promise<void> {
  const person = await newCompany(world.app)
  await signedIn(world, person)
  await trySignIn(world, { ...person, password: 'a wrong one' })
}

describe('what is kept for how long is configuration (A04, I-32)', () => {
  it('sign-ins go after their days and the rest stays, and the chain can still be followed', async () => {
    await liveOneDay()
    await keepTrail(world.app)
    const before = await countsOf()
    expect(before).toMatchObject({ 'sign_in.succeeded': 1, 'sign_in.refused': 1, 'subscription.created': 1 })
    expect(before).not.toHaveProperty('audit.pruned')

    await world.passTime(90 * DAY)
    await keepTrail(world.app)
    expect(await countsOf()).toEqual(before)

    await world.passTime(DAY)
    await liveOneDay()
    await keepTrail(world.app)
    expect(await countsOf()).toMatchObject({
      'sign_in.succeeded': 1,
      'sign_in.refused': 1,
      'subscription.created': 2,
      'audit.pruned': 1,
    })
    const report = await verify()
    expect(report).toMatchObject({ problems: [], pruned: 2, first: 1, waiting: 0 })
    expect(report.intact).toBe(report.seals - 2)
  })

  it('removes the beginning of the chain with the last event of it, and can be followed from there', async () => {
    await liveOneDay()
    await keepTrail(world.app)
    const { head } = await verify()
    await world.passTime(401 * DAY)
    await liveOneDay()
    await keepTrail(world.app)
    const report = await verify()
    expect(report).toMatchObject({ problems: [], first: (head?.number ?? 0) + 1, pruned: 0 })
    expect(await countsOf()).toMatchObject({ 'subscription.created': 1, 'audit.pruned': 1 })
  })

  it('says so in one sealed event a day at most, and only where something goes', async () => {
    await liveOneDay()
    await world.passTime(91 * DAY)
    for (let hour = 0; hour < 3; hour += 1) await keepTrail(world.app)
    expect(await countsOf()).toMatchObject({ 'audit.pruned': 1 })
    await world.passTime(DAY)
    await keepTrail(world.app)
    expect(await countsOf()).toMatchObject({ 'audit.pruned': 1 })
  })
})

describe('what is pruned covers for nothing else (I-32)', () => {
  const asOwner = async (...statements: readonly string[]) => {
    const admin = await connectAdmin(world.target)
    for (const table of ['audit_events', 'audit_seals']) await admin.query(`alter table ${table} disable trigger user`)
    for (const statement of statements) await admin.query(statement)
    await admin.end()
  }
  const kinds = async () => (await verify()).problems.map(({ kind }) => kind)

  it('an event that is gone before its time is missing', async () => {
    await liveOneDay()
    await world.passTime(91 * DAY)
    await keepTrail(world.app)
    await asOwner(`delete from audit_events where action = 'subscription.created'`)
    expect(await kinds()).toEqual(['event_missing'])
  })

  it('seals that are gone though their events are kept are missing', async () => {
    await liveOneDay()
    await world.passTime(91 * DAY)
    await keepTrail(world.app)
    await asOwner(`delete from audit_seals where number <= 2`)
    expect(await kinds()).toEqual(['seals_missing', 'not_sealed'])
  })

  it('a chain that begins at another seal than the pruning says is a problem', async () => {
    await liveOneDay()
    await keepTrail(world.app)
    await world.passTime(401 * DAY)
    await liveOneDay()
    await keepTrail(world.app)
    await asOwner(`delete from audit_seals where number = (select min(number) from audit_seals)`)
    expect(await kinds()).toEqual(['seals_missing'])
  })

  it('nothing younger than 30 days can be removed, whatever a pruning says', async () => {
    await liveOneDay()
    await world.passTime(20 * DAY)
    const before = new Date(Date.now() + 19 * DAY * 1_000).toISOString()
    await recordAudit(world.app.db, {
      action: 'audit.pruned',
      actor: { kind: 'job' },
      subscriptionId: null,
      accountId: null,
      details: { signInsBefore: before, actsBefore: before, anchor: 0, anchorHash: '' },
      context: null,
    })
    await expect(keepTrail(world.app)).rejects.toThrow('no audit event may be removed within 30 days')
    await expect(sql`select prune_audit_trail(10)`.execute(world.app.db)).rejects.toThrow('within 30 days')
    expect(await countsOf()).toMatchObject({ 'sign_in.succeeded': 1, 'subscription.created': 1 })
  })
})
