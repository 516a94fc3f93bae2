import pino from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { useCore } from '../../test/support/core-world.ts'
import { closing, CLOSING_START, knownStatus, secondsAfter } from '../../test/support/known-status.ts'
import { aMaintenance, maintenanceAt, newOperator } from '../../test/support/operators.ts'
import { newCompany } from '../../test/support/people.ts'
import { requestFrom } from '../../test/support/sign-in-attempts.ts'
import { expectWords, pageAt, signedIn } from '../../test/support/signed-in.ts'
import { stopClockAt } from '../../test/support/stopped-clock.ts'
import { visitor } from '../../test/support/visitor.ts'
import { useWorld } from '../../test/support/world.ts'
import { readDatabaseClock } from '../clock.ts'
import { PASS_SECONDS, PASS_SKEW_SECONDS, PASS_TYPE, type MaintenancePass } from '../domain/maintenance-pass.ts'
import { issuePass } from '../features/passes/issue-pass.ts'
import { signJws } from '../jws.ts'
import { newId, signingKeyOf } from '../secrets.ts'
import { SITE } from '../ui/paths.ts'
import { STAFF_PASSES } from '../ui/status-paths.ts'
import { closable } from './closed-site.ts'

const core = await useCore({ work: false })
const us1 = await useWorld({ work: false })
const pci = await useWorld({ platformId: 'PCI', work: false })
const operator = await newOperator(core.app)
const owner = await newCompany(us1.app)
const CLOSED = closing()

/** Noon, as `stopClockAt` has it. */
const NOON = Date.UTC(2027, 0, 1, 12)

function closedPlatform({ app, site }: typeof us1, maintenance = CLOSED) {
  const known = knownStatus(app.config.platform.id)
  known.say({ maintenances: [maintenance] })
  known.setClock(secondsAfter(CLOSING_START, 3_600))
  const log = pino({ level: 'silent' })
  const closed = closable(site, { config: app.config, status: known.source, clock: known.clock, log, app: () => app })
  return { ...known, guest: () => visitor(closed, { origin: app.config.origin }) }
}

/** A pass as the front door signs it, but for what is said of it. */
function passWith(
  more: Partial<MaintenancePass> = {},
  { key = signingKeyOf(core.app.config.secret), type = PASS_TYPE } = {},
): string {
  const iat = NOON / 1_000
  const pass = { aud: 'US1', sub: operator.username, maintenance: CLOSED.id, iat, exp: iat + PASS_SECONDS, jti: newId(), ...more }
  return signJws(key, type, JSON.stringify(pass))
}

const uses = async () =>
  us1.app.db.selectFrom('auditEvents').select(['details', 'accountId']).where('action', '=', 'maintenance.pass_used').execute()

beforeEach(() => stopClockAt(us1.app, 0))

describe('an operator’s pass to a closed platform (S04)', () => {
  it('opens the sign-in page for its holder, and no account; everybody else stays outside', async () => {
    const place = closedPlatform(us1)
    const holder = place.guest()
    expectWords(await pageAt(holder, SITE.maintenancePass), ['Operator’s pass', 'data-pass'])
    const answer = await holder.post(SITE.maintenancePass, { pass: passWith() })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in'])
    expect((await holder.get('/sign-in')).status).toBe(200)
    expect((await holder.get('/')).headers.get('location')).toBe('/sign-in')
    expect((await holder.get('/api/v1/session')).status).toBe(401)
    expect((await place.guest().get('/sign-in')).status).toBe(503)
    expect((await holder.post('/sign-in', { username: owner.username, password: 'wrong horse battery' })).status).toBe(422)
    expect((await holder.post('/sign-in', { username: owner.username, password: owner.password })).status).toBe(303)
    expect((await holder.get('/')).status).toBe(200)
  })

  it('is only looked at by whoever opens its page (I-02)', async () => {
    const place = closedPlatform(us1)
    const pass = passWith()
    for (let times = 0; times < 3; times += 1) expect((await place.guest().get(SITE.maintenancePass)).status).toBe(200)
    expect((await place.guest().post(SITE.maintenancePass, { pass })).status).toBe(303)
  })

  it('of any number of tries at once exactly one comes in, with one row in the trail (I-01, I-32)', async () => {
    const place = closedPlatform(us1)
    const before = await uses()
    const pass = passWith()
    const answers = await Promise.all(Array.from({ length: 6 }, () => place.guest().post(SITE.maintenancePass, { pass })))
    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1)
    const after = await uses()
    expect(after.length - before.length).toBe(1)
    expect(after.at(-1)).toMatchObject({ accountId: null, details: { operator: operator.username, maintenanceId: CLOSED.id } })
  })

  it.each([
    ['for another platform', () => passWith({ aud: 'EU1' })],
    ['for another maintenance', () => passWith({ maintenance: 'another00000' })],
    ['signed by another key', () => passWith({}, { key: signingKeyOf(us1.app.config.secret) })],
    ['signed for another use', () => passWith({}, { type: 'gatehouse-forgot-username' })],
    ['that is to last longer', () => passWith({ exp: NOON / 1_000 + PASS_SECONDS + 1 })],
    ['with a name that is guessed', () => passWith({ jti: 'short' })],
    ['of another form', () => signJws(signingKeyOf(core.app.config.secret), PASS_TYPE, '{"aud":"US1"}')],
    ['changed on the way', () => passWith().replace(/\.(.)/, (_, letter: string) => (letter === 'A' ? '.B' : '.A'))],
    ['of nothing', () => ''],
    ['that is none', () => 'a.b.c'],
  ])('one %s opens nothing, and leaves no trace (I-39)', async (_, pass) => {
    const place = closedPlatform(us1)
    const before = await uses()
    const guest = place.guest()
    const answer = await guest.post(SITE.maintenancePass, { pass: pass() })
    expect([answer.status, guest.cookies.size]).toEqual([422, 0])
    expectWords(await answer.text(), ['This pass is not valid'])
    expect((await guest.get('/sign-in')).status).toBe(503)
    expect(await uses()).toEqual(before)
  })

  it.each([
    ['more before its beginning than clocks differ', -PASS_SKEW_SECONDS - 1, 422],
    ['as much before as clocks differ', -PASS_SKEW_SECONDS, 303],
    ['a second before its end', PASS_SECONDS - 1, 303],
    ['at its end', PASS_SECONDS, 422],
    ['a second after', PASS_SECONDS + 1, 422],
  ])('%s it is answered with its number, by the clock of the database (I-40)', async (_, seconds, status) => {
    await stopClockAt(us1.app, seconds)
    expect((await closedPlatform(us1).guest().post(SITE.maintenancePass, { pass: passWith() })).status).toBe(status)
  })

  it('is worthless at a platform that knows no front door, and from a page of another origin (I-24)', async () => {
    const { app, site } = us1
    const deaf = closedPlatform({ ...us1, app: { ...app, config: { ...app.config, frontDoorKey: null } }, site })
    expect((await deaf.guest().post(SITE.maintenancePass, { pass: passWith() })).status).toBe(422)
    const headers = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }
    expect((await closedPlatform(us1).guest().post(SITE.maintenancePass, { pass: passWith() }, headers)).status).toBe(403)
  })

  it('leads on to the sign-in page once the platform is open again', async () => {
    const place = closedPlatform(us1)
    place.say({ maintenances: [] })
    expect((await place.guest().get(SITE.maintenancePass)).headers.get('location')).toBe('/sign-in')
    expect((await place.guest().post(SITE.maintenancePass, { pass: passWith() })).headers.get('location')).toBe('/sign-in')
  })
})

describe('the cookie that it leaves', () => {
  it('is good at this platform, for this maintenance, and as it was given (I-23)', async () => {
    const place = closedPlatform(us1)
    const holder = place.guest()
    const answer = await holder.post(SITE.maintenancePass, { pass: passWith() })
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-maintenance=[\w.-]+; Path=\/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax$/),
    ])
    const value = holder.cookies.get('__Host-maintenance') ?? ''
    const statusWith = async (cookie: string, at = place) => {
      const guest = at.guest()
      guest.cookies.set('__Host-maintenance', cookie)
      return (await guest.get('/sign-in')).status
    }
    expect(await statusWith(value)).toBe(200)
    expect(await statusWith(`${value.slice(0, -1)}${value.endsWith('A') ? 'B' : 'A'}`)).toBe(503)
    expect(await statusWith('maintenance0..')).toBe(503)
    expect(await statusWith(value, closedPlatform(pci))).toBe(503)
    const next = closedPlatform(us1, closing({ id: 'maintenance1' }))
    expect(await statusWith(value, next)).toBe(503)
    expect(await statusWith(value.replace('maintenance0', 'maintenance1'), next)).toBe(503)
  })
})

describe('how operators get one', () => {
  it('from a page that lists what is closed now, once it is, each with one row in the trail (I-32)', async () => {
    const now = await readDatabaseClock(core.app.db)
    const { incidentId } = await aMaintenance(core.app, operator.doer, maintenanceAt(now, 2, 60))
    const session = await signedIn(core, operator)
    expectWords(await pageAt(session, STAFF_PASSES), ['No platform is closed for maintenance now'])
    const form = { maintenanceId: incidentId, platformId: 'US1' }
    expect((await session.post(STAFF_PASSES, form)).headers.get('location')).toBe(STAFF_PASSES)

    await core.passTime(240)
    expectWords(await pageAt(session, STAFF_PASSES), ['Get a pass to US Platform 1', 'Database upgrade'])
    const answer = await session.post(STAFF_PASSES, form)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const page = await answer.text()
    const jws = /href="https:\/\/us1\.gatehouse\.test\/maintenance-pass#([\w.-]+)"/.exec(page)?.[1] ?? ''
    const rows = await core.app.db
      .selectFrom('auditEvents')
      .select(['actorId', 'details'])
      .where('action', '=', 'maintenance.pass_issued')
      .execute()
    expect(rows).toEqual([
      { actorId: operator.accountId, details: { platformId: 'US1', maintenanceId: incidentId, name: 'Database upgrade' } },
    ])

    const { iat } = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()) as MaintenancePass
    await stopClockAt(us1.app, iat - NOON / 1_000 + 1)
    const place = closedPlatform(us1, closing({ id: incidentId }))
    expect((await place.guest().post(SITE.maintenancePass, { pass: jws })).status).toBe(303)
  })

  it('and nobody else (I-27)', async () => {
    const wish = { maintenanceId: 'maintenance0', platformId: 'US1' }
    const context = requestFrom('192.0.2.1')
    await expect(issuePass(core.app, { kind: 'anonymous' }, wish, context)).rejects.toMatchObject({ code: 'forbidden' })
    const { actor } = operator.doer
    if (actor.kind !== 'account') throw new Error('an operator is an account')
    await expect(issuePass(core.app, { ...actor, role: 'reader' }, wish, context)).rejects.toMatchObject({ code: 'forbidden' })
    const stranger = visitor(core.site, { origin: 'https://gatehouse.test' })
    expect((await stranger.post(STAFF_PASSES, wish)).headers.get('location')).toContain('/staff/sign-in')
  })
})
