import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { newCompany } from '../../../test/support/people.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { connectAdmin } from '../../../test/support/template.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { createWorld, useWorld, type World } from '../../../test/support/world.ts'
import { sha256 } from '../../secrets.ts'
import { hashOf } from './chain.ts'
import { recordAudit } from './record.ts'
import { sealForgotten } from './sealer.ts'
import { verifyTrail, type TrailProblem } from './verify-trail.ts'

const world = await useWorld()

const operator = { actor: { kind: 'operator' }, subscriptionId: null, accountId: null, context: null } as const
const record = ({ app }: Pick<World, 'app'>, details: Record<string, unknown> = {}) =>
  recordAudit(app.db, { action: 'profile.changed', details, ...operator })

const countOf = async ({ app }: Pick<World, 'app'>) => {
  const { rows } = await sql<{ events: number; unsealed: number; seals: number }>`
    select count(*) as events, count(*) filter (where s.number is null) as unsealed, (select count(*) from audit_seals) as seals
    from audit_events e left join audit_seals s on s.event_id = e.id`.execute(app.db)
  return rows[0] ?? { events: 0, unsealed: 0, seals: 0 }
}
const allSealed = (of: Pick<World, 'app'>) =>
  waitFor(
    () => countOf(of),
    ({ unsealed }) => unsealed === 0,
  )
const verify = ({ app }: Pick<World, 'app'>) => verifyTrail(app, { since: null })

describe('sealing (I-32)', () => {
  it('seals every deed within a second of its commit, a sign-in like any other', async () => {
    const waits: number[] = []
    // The best of some: a machine that does ten other things may be late itself.
    for (let rounds = 0; rounds < 5; rounds += 1) {
      const person = await newCompany(world.app)
      const { events } = await allSealed(world)
      await signedIn(world, person)
      const committedAt = performance.now()
      expect((await allSealed(world)).events).toBeGreaterThan(events)
      waits.push(performance.now() - committedAt)
    }
    expect(Math.min(...waits)).toBeLessThan(1_000)
  })

  it('makes one chain of what several processes seal at once, each event once and without a gap', async () => {
    const twin = await world.openTwin()
    await Promise.all(Array.from({ length: 300 }, (_, index) => record(index % 2 === 0 ? world : twin, { index })))
    const { events, seals } = await allSealed(world)
    expect(seals).toBe(events)
    const report = await verify(world)
    expect(report).toMatchObject({ first: 1, seals: events, intact: events, problems: [], head: { number: events } })
  })

  it('seals what commits after later ids, though it has waited long, and is not held up by what never commits', async () => {
    const [slow, lost] = [await connectAdmin(world.target), await connectAdmin(world.target)]
    const insert = `insert into audit_events (actor_kind, action) values ('operator', 'profile.changed')`
    await Promise.all([slow, lost].map((client) => client.query('begin')))
    await slow.query(insert)
    await lost.query(insert)
    for (let later = 0; later < 5; later += 1) await record(world)
    await allSealed(world)
    await lost.query('rollback')
    await slow.query('commit')
    const { unsealed } = await allSealed(world)
    expect(unsealed).toBe(0)
    expect((await verify(world)).problems).toEqual([])
    await Promise.all([slow, lost].map((client) => client.end()))
  })

  it('seals what an earlier version, or a process that was killed, left unsealed', async () => {
    const still = await createWorld({ work: false })
    try {
      for (let count = 0; count < 3; count += 1) await record(still)
      expect(await countOf(still)).toMatchObject({ unsealed: 3, seals: 0 })
      expect(await verify(still)).toMatchObject({ problems: [], waiting: 3, head: null })
      await sealForgotten(still.app)
      expect(await countOf(still)).toMatchObject({ unsealed: 0, seals: 3 })
      await still.openTwin()
      await record(still)
      expect(await allSealed(still)).toMatchObject({ seals: 4 })
    } finally {
      await still.close()
    }
  })
})

describe('the tables refuse what is no addition (I-32)', () => {
  it.each([
    'update audit_events set action = action',
    'delete from audit_events',
    'truncate audit_events',
    'update audit_seals set hash = hash',
    'delete from audit_seals',
    'truncate audit_events, audit_seals',
  ])('%s', async (change) => {
    await expect(sql.raw(change).execute(world.app.db)).rejects.toThrow('the audit trail can only be added to')
  })
})

describe('verifying finds', async () => {
  const victim = await createWorld({ work: false })
  const admin = await connectAdmin(victim.target)
  afterAll(async () => {
    await admin.end()
    await victim.close()
  })
  const triggers = async (word: 'disable' | 'enable') => {
    await admin.query(`alter table audit_events ${word} trigger user`)
    await admin.query(`alter table audit_seals ${word} trigger user`)
  }
  /** By who has the tables in their hands, past every trigger; afterwards all is as it was. */
  const tamper = async (...changes: readonly string[]): Promise<Partial<TrailProblem>[]> => {
    await admin.query(`create table kept_events as table audit_events`)
    await admin.query(`create table kept_seals as table audit_seals`)
    await triggers('disable')
    for (const change of changes) await admin.query(change)
    const { problems } = await verify(victim)
    await admin.query(`truncate audit_events, audit_seals`)
    await admin.query(`insert into audit_events overriding system value table kept_events`)
    await admin.query(`insert into audit_seals table kept_seals`)
    await admin.query(`drop table kept_events, kept_seals`)
    await triggers('enable')
    return problems.map(({ kind, seal, until }) => ({ kind, seal, ...(until !== undefined && { until }) }))
  }
  const eventOf = (seal: number) => `(select event_id from kept_seals where number = ${seal})`

  it('nothing in a trail that nobody touched (I-32)', async () => {
    for (let count = 0; count < 20; count += 1) {
      await record(victim, { count, text: 'ä "quoted" \n \\ line' })
      if (count % 4 === 3) await sealForgotten(victim.app)
    }
    expect(await verify(victim)).toMatchObject({ problems: [], intact: 20, head: { number: 20 } })
  })

  it.each([
    ['a changed detail', `update audit_events set details = '{}' where id = ${eventOf(5)}`],
    ['another time', `update audit_events set at = at + interval '1 microsecond' where id = ${eventOf(5)}`],
    ['another actor', `update audit_events set actor_kind = 'job' where id = ${eventOf(5)}`],
    ['an address put in', `update audit_events set address = '192.0.2.1' where id = ${eventOf(5)}`],
    ['another account', `update audit_events set account_id = gen_random_uuid() where id = ${eventOf(5)}`],
    ['a renamed act', `update audit_events set action = 'sign_in.refused' where id = ${eventOf(5)}`],
  ])('%s of an event, and where (I-32)', async (_, change) => {
    expect(await tamper(change)).toEqual([{ kind: 'event_changed', seal: 5 }])
  })

  it('a missing event (I-32)', async () => {
    expect(await tamper(`delete from audit_events where id = ${eventOf(7)}`)).toEqual([{ kind: 'event_missing', seal: 7 }])
  })

  it('missing seals, at the beginning or within (I-32)', async () => {
    expect(await tamper(`delete from audit_seals where number between 8 and 10`)).toEqual([
      { kind: 'seals_missing', seal: 8, until: 10 },
    ])
    expect(await tamper(`delete from audit_seals where number < 3`)).toEqual([{ kind: 'seals_missing', seal: 1, until: 2 }])
  })

  it.each([
    ['digest', `update audit_seals set digest = sha256('x') where number = 6`],
    ['time', `update audit_seals set at = at - interval '1 year' where number = 6`],
    ['kind', `update audit_seals set kind = 'sign_in' where number = 6`],
  ])('a changed seal: its %s (I-32)', async (_, change) => {
    expect(await tamper(change)).toContainEqual({ kind: 'seal_changed', seal: 6 })
  })

  it('an event changed together with its digest, since the hashes no longer follow (I-32)', async () => {
    const both = await tamper(
      `update audit_events set details = '{}' where id = ${eventOf(6)}`,
      `update audit_seals set digest = (select digest from kept_seals where number = 5) where number = 6`,
    )
    expect(both).toContainEqual({ kind: 'seal_changed', seal: 6 })
  })

  it('a seal made anew to fit a changed event, by the one after it, which no longer follows (I-32)', async () => {
    const { rows } = await admin.query<{ hash: Buffer; event_id: string; at: string }>(
      `select hash, event_id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from audit_seals where number in (5, 6) order by number`,
    )
    const [before, seal] = rows
    if (!before || !seal) throw new Error('there are no such seals')
    const digest = sha256('of another event')
    const hash = hashOf(before.hash, { number: 6, eventId: Number(seal.event_id), at: seal.at, kind: 'act', digest })
    const problems = await tamper(
      `update audit_seals set digest = '\\x${digest.toString('hex')}', hash = '\\x${hash.toString('hex')}' where number = 6`,
      `delete from audit_events where id = ${eventOf(6)}`,
    )
    expect(problems).toContainEqual({ kind: 'seal_changed', seal: 7 })
    expect(problems).not.toContainEqual({ kind: 'seal_changed', seal: 6 })
  })

  it('seals that somebody without the secret has made (I-32)', async () => {
    expect(await tamper(`update audit_seals set signature = sha256(signature) where signature is not null`)).toContainEqual(
      expect.objectContaining({ kind: 'seal_not_signed' }),
    )
    const { head } = await verify(victim)
    expect(await tamper(`update audit_seals set signature = null`)).toEqual([{ kind: 'seal_not_signed', seal: head?.number }])
  })

  it('an end that was cut off, by a head that was kept elsewhere (I-32)', async () => {
    const { head } = await verify(victim)
    if (!head) throw new Error('there is no head')
    const since = async (kept: { number: number; hash: string }) =>
      (await verifyTrail(victim.app, { since: kept })).problems.map(({ kind, seal }) => ({ kind, seal }))
    expect(await since(head)).toEqual([])
    expect(await since({ ...head, number: head.number + 1 })).toEqual([{ kind: 'head_missing', seal: head.number + 1 }])
    expect(await since({ ...head, number: head.number - 1 })).toEqual([{ kind: 'head_changed', seal: head.number - 1 }])
  })

  it('what the sealing has passed over for an hour (I-32)', async () => {
    const insert = (ago: string) =>
      `insert into audit_events (actor_kind, action, at) values ('job', 'profile.changed', now() - interval '${ago}')`
    expect(await tamper(insert('10 minutes'))).toEqual([])
    expect(await tamper(insert('2 hours'))).toEqual([{ kind: 'not_sealed', seal: null }])
  })
})
