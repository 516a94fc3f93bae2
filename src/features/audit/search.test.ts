import { describe, expect, it } from 'vitest'
import { actorFor, newCompany, newPerson, newUnit, type Person } from '../../../test/support/people.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import { WHOLE_TRAIL, type AuditEvent, type AuditWish } from '../../domain/audit-trail.ts'
import { readNetwork } from '../../domain/network.ts'
import type { Actor, MemberActor, RequestContext } from '../../domain/request-context.ts'
import { newId } from '../../secrets.ts'
import { listAccountHistory, listFailedSignIns } from './queries.ts'
import { recordAudit } from './record.ts'
import { EVENTS_A_PAGE, searchAudit, streamAudit } from './search-audit.ts'

const world = await useWorld({ work: false })
const { app } = world

const contextOf = (address: string): RequestContext => ({ requestId: 'r', address, network: '', browser: 'B', system: 'S' })

type Told = { action: AuditAction; actor?: Actor; whom?: Person | null; address?: string; details?: Record<string, unknown> }
const tell = (subscriptionId: string, { action, actor = { kind: 'job' }, whom = null, address, details }: Told) =>
  recordAudit(app.db, {
    action,
    actor,
    subscriptionId,
    accountId: whom?.accountId ?? null,
    ...(details && { details }),
    context: address === undefined ? null : contextOf(address),
  })

const find = async (actor: MemberActor, wish: Partial<AuditWish> = {}) =>
  (await searchAudit(app, actor, { ...WHOLE_TRAIL, ...wish })).events
const actionsOf = (events: readonly AuditEvent[]) => events.map(({ action }) => action)

/** A company without a past: of its making only its own events are told. */
async function freshCompany() {
  const manager = await newCompany(app)
  const { subscriptionId } = manager
  const [ann, ben] = [
    await newPerson(app, subscriptionId, { firstName: 'Ann', lastName: 'Ode' }),
    await newPerson(app, subscriptionId, { firstName: 'Ben', lastName: 'Ode' }),
  ]
  return { subscriptionId, manager, ann, ben, boss: actorFor(manager) }
}

describe('the trail is searched (A04)', async () => {
  const { subscriptionId, manager, ann, ben, boss } = await freshCompany()
  await tell(subscriptionId, { action: 'account.deactivated', actor: boss, whom: ann, address: '203.0.113.7' })
  await world.passTime(3_600)
  await tell(subscriptionId, { action: 'account.activated', actor: boss, whom: ann, address: '203.0.112.9' })
  await tell(subscriptionId, { action: 'sign_in.refused', actor: { kind: 'anonymous' }, whom: ben, address: '2001:db8:1::7' })
  await tell(subscriptionId, { action: 'sign_in.succeeded', actor: actorFor(ben), whom: ben, address: '2001:db8:2::7' })
  await tell(subscriptionId, { action: 'account.frozen', whom: ben })
  const LATEST = ['account.frozen', 'sign_in.succeeded', 'sign_in.refused', 'account.activated', 'account.deactivated']

  it('the latest first, with everybody’s names', async () => {
    const events = await find(boss)
    expect(actionsOf(events)).toEqual([...LATEST, 'subscription.created'])
    expect(events[3]).toMatchObject({
      who: { id: manager.accountId, username: manager.username, name: 'Sam Lee' },
      whom: { id: ann.accountId, username: ann.username, name: 'Ann Ode' },
      address: '203.0.112.9',
      actorKind: 'account',
      seal: null,
    })
  })

  it.each<[string, () => Partial<AuditWish>, readonly string[]]>([
    ['who, by username', () => ({ who: manager.username }), ['account.activated', 'account.deactivated']],
    ['who, by a part of the name', () => ({ who: 'sam' }), ['account.activated', 'account.deactivated']],
    ['who, by id', () => ({ who: ben.accountId }), ['sign_in.succeeded']],
    ['whom, by both names in any order', () => ({ whom: 'ode ben' }), ['account.frozen', 'sign_in.succeeded', 'sign_in.refused']],
    ['whom, by what two people are called', () => ({ whom: 'ode' }), LATEST],
    ['nobody of that name', () => ({ whom: 'nobody' }), []],
    ['wildcards are letters', () => ({ whom: '%' }), []],
    ['a kind', () => ({ what: 'account.frozen' }), ['account.frozen']],
    ['a group', () => ({ what: 'sign_ins' }), ['sign_in.succeeded', 'sign_in.refused']],
    ['a group of acts', () => ({ what: 'users' }), ['account.frozen', 'account.activated', 'account.deactivated']],
    ['an address', () => ({ network: readNetwork('203.0.113.7') }), ['account.deactivated']],
    ['a network of IPv4', () => ({ network: readNetwork('203.0.112.0/23') }), ['account.activated', 'account.deactivated']],
    ['a network of IPv6', () => ({ network: readNetwork('2001:db8:1::/48') }), ['sign_in.refused']],
    [
      'everything at once',
      () => ({ who: 'sam', whom: 'ann', what: 'users', network: readNetwork('203.0.113.0/24') }),
      ['account.deactivated'],
    ],
  ])('by %s', async (_, wish, actions) => {
    expect(actionsOf(await find(boss, wish()))).toEqual(actions)
  })

  it('by time: from a moment on, and before one', async () => {
    const events = await find(boss)
    const at = events[3]?.at ?? new Date(0)
    expect(actionsOf(await find(boss, { before: at }))).toEqual(['account.deactivated', 'subscription.created'])
    expect(actionsOf(await find(boss, { from: at }))).toEqual(LATEST.slice(0, 4))
    expect(await find(boss, { from: at, before: at })).toEqual([])
  })

  it('an exact username is that one, though others begin so', async () => {
    const { username } = manager
    expect(actionsOf(await find(boss, { whom: username }))).toEqual([])
    expect(actionsOf(await find(boss, { who: username }))).toHaveLength(2)
  })

  it('a cancelled user is found by the username that they had, and shown by it', async () => {
    const gone = await newPerson(app, subscriptionId, { state: 'pending_activation' })
    await tell(subscriptionId, { action: 'account.added', actor: boss, whom: gone })
    await tell(subscriptionId, { action: 'account.cancelled', actor: boss, whom: gone, details: { username: gone.username } })
    await app.db.deleteFrom('accounts').where('id', '=', gone.accountId).execute()
    const events = await find(boss, { whom: gone.username })
    expect(actionsOf(events)).toEqual(['account.cancelled', 'account.added'])
    expect(events[1]?.whom).toEqual({ id: gone.accountId, username: gone.username, name: null })
  })

  it('more people than an answer can name are a problem to say, not a part to pass for all', async () => {
    const crowd = Array.from({ length: 101 }, (_, index) => ({
      id: newId(),
      subscriptionId,
      username: `crowd_${subscriptionId}_${index}`,
      usernameFolded: `crowd_${subscriptionId}_${index}`,
      firstName: 'Cro',
      lastName: 'Wd',
      email: 'crowd@mail.test',
      role: 'reader',
      state: 'pending_activation',
      stateChangedBy: 'test',
    }))
    await app.db.insertInto('accounts').values(crowd).execute()
    await expect(find(boss, { who: 'cro wd' })).rejects.toMatchObject({
      code: 'invalid_fields',
      details: { fields: { who: 'too_many_people' } },
    })
  })
})

describe('pages of the trail (A04)', async () => {
  const { subscriptionId, boss } = await freshCompany()
  const total = EVENTS_A_PAGE * 2 + 10
  for (let index = 1; index <= total; index += 1) {
    await tell(subscriptionId, { action: 'profile.changed', actor: boss, details: { index } })
  }
  const wish = { ...WHOLE_TRAIL, what: 'profile.changed' } as const
  const indexes = (events: readonly AuditEvent[]) => events.map(({ details }) => details['index'])

  it('go on to the end and back to the beginning, each event once', async () => {
    const first = await searchAudit(app, boss, wish)
    const second = await searchAudit(app, boss, { ...wish, place: first.older })
    const third = await searchAudit(app, boss, { ...wish, place: second.older })
    const all = [first, second, third].flatMap(({ events }) => indexes(events))
    expect(all).toEqual(Array.from({ length: total }, (_, index) => total - index))
    expect([first.newer, third.older]).toEqual([null, null])
    const back = await searchAudit(app, boss, { ...wish, place: third.newer })
    expect(indexes(back.events)).toEqual(indexes(second.events))
    expect(indexes((await searchAudit(app, boss, { ...wish, place: back.newer })).events)).toEqual(indexes(first.events))
  })

  it('stay where they are though newer events come', async () => {
    const first = await searchAudit(app, boss, wish)
    await tell(subscriptionId, { action: 'profile.changed', actor: boss, details: { index: total + 1 } })
    const second = await searchAudit(app, boss, { ...wish, place: first.older })
    expect(indexes(second.events)[0]).toBe(total - EVENTS_A_PAGE)
  })
})

describe('who sees what of the trail', async () => {
  const { subscriptionId, boss, ann, ben } = await freshCompany()
  const unit = await newUnit(app, subscriptionId)
  await app.db.updateTable('accounts').set({ businessUnitId: unit }).where('id', '=', ann.accountId).execute()
  await tell(subscriptionId, { action: 'account.deactivated', actor: boss, whom: ann })
  await tell(subscriptionId, { action: 'account.deactivated', actor: boss, whom: ben })
  await tell(subscriptionId, { action: 'unit.created', actor: boss })
  const stranger = await freshCompany()

  it('Auditors see all of it, as Managers do (I-27)', async () => {
    expect(await find(actorFor(ben, { role: 'auditor' }))).toEqual(await find(boss))
  })

  it('an Auditor of a unit sees what concerns it, whoever put them there (I-27)', async () => {
    const events = await find(actorFor(ben, { role: 'auditor', businessUnitId: unit }))
    expect(events.map(({ action, whom }) => [action, whom?.id])).toEqual([['account.deactivated', ann.accountId]])
  })

  it('a Unit Manager with the right sees what concerns their unit, and nothing else (I-27)', async () => {
    const right = { role: 'unit_manager', businessUnitId: unit, extraRights: ['read_audit'] } as const
    const events = await find(actorFor(ann, right))
    expect(events.map(({ action, whom }) => [action, whom?.id])).toEqual([['account.deactivated', ann.accountId]])
    expect(await find(actorFor(ann, right), { whom: ben.username })).toEqual([])
  })

  it.each(['unit_manager', 'user_administrator', 'reader'] as const)('a %s without it sees nothing (I-27)', async (role) => {
    await expect(find(actorFor(ann, { role, businessUnitId: unit }))).rejects.toMatchObject({ code: 'forbidden' })
    const exported = streamAudit(
      app,
      actorFor(ann, { role, businessUnitId: unit }),
      { wish: WHOLE_TRAIL, format: 'csv' },
      contextOf('192.0.2.1'),
    )
    await expect(exported).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('nobody sees anything of another subscription, by whatever name or id (I-26)', async () => {
    const of = await find(stranger.boss)
    expect(actionsOf(of)).toEqual(['subscription.created'])
    for (const whom of [ann.accountId, ann.username]) expect(await find(stranger.boss, { whom })).toEqual([])
    const [foreign] = await find(boss)
    const page = await searchAudit(app, stranger.boss, {
      ...WHOLE_TRAIL,
      place: foreign ? { side: 'older', than: foreign } : null,
    })
    expect(page.events.every(({ action }) => action === 'subscription.created')).toBe(true)
  })
})

describe('exporting', async () => {
  const { subscriptionId, boss } = await freshCompany()
  const rows = Array.from({ length: 2_500 }, (_, index) => ({
    subscriptionId,
    accountId: null,
    actorKind: 'job',
    actorId: null,
    action: 'profile.changed',
    details: JSON.stringify({ index }),
    address: null,
    requestId: null,
  }))
  await app.db.insertInto('auditEvents').values(rows).execute()

  it('brings everything once, a thousand at a time, and is itself in the trail first (A04, I-32)', async () => {
    const wish = { ...WHOLE_TRAIL, what: 'profile.changed', who: '' } as const
    const stream = await streamAudit(app, boss, { wish, format: 'jsonl' }, contextOf('192.0.2.1'))
    const [told] = await find(boss)
    expect(told).toMatchObject({
      action: 'audit.exported',
      details: { format: 'jsonl', what: 'profile.changed' },
      address: '192.0.2.1',
    })
    const sizes: number[] = []
    const seen = new Set<unknown>()
    for await (const events of stream) {
      sizes.push(events.length)
      for (const { details } of events) seen.add(details['index'])
    }
    expect(sizes).toEqual([1_000, 1_000, 500])
    expect(seen.size).toBe(2_500)
  })
})

describe('what a user’s page tells of them', async () => {
  const { subscriptionId, boss, manager, ann } = await freshCompany()
  await tell(subscriptionId, { action: 'account.deactivated', actor: boss, whom: ann })
  await tell(subscriptionId, {
    action: 'sign_in.refused',
    actor: { kind: 'anonymous' },
    whom: ann,
    address: '203.0.113.7',
    details: { reason: 'wrong_password' },
  })
  await tell(subscriptionId, { action: 'account.frozen', whom: ann })

  it('the history of its state: what, when, and who did it (A01)', async () => {
    const history = await listAccountHistory(app.db, { subscriptionId, accountId: ann.accountId }, 10)
    expect(history.map(({ action, actorKind, who }) => [action, actorKind, who?.username ?? null])).toEqual([
      ['account.frozen', 'job', null],
      ['account.deactivated', 'account', manager.username],
    ])
    expect(await listAccountHistory(app.db, { subscriptionId, accountId: ann.accountId }, 1)).toHaveLength(1)
  })

  it('failed sign-ins: when, from where, and why (A01)', async () => {
    const [failed, ...more] = await listFailedSignIns(app.db, { subscriptionId, accountId: ann.accountId }, 10)
    expect(failed).toMatchObject({ address: '203.0.113.7', reason: 'wrong_password' })
    expect(more).toEqual([])
  })

  it('nothing of another subscription’s user (I-26)', async () => {
    const foreign = { subscriptionId: newId(), accountId: ann.accountId }
    expect(await listAccountHistory(app.db, foreign, 10)).toEqual([])
    expect(await listFailedSignIns(app.db, foreign, 10)).toEqual([])
  })
})
