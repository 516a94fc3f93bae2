import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { CLOSING_END, CLOSING_START, closing, incidentOf, knownStatus, secondsAfter } from '../../test/support/known-status.ts'
import { newCompany } from '../../test/support/people.ts'
import { expectNoWords, expectWords } from '../../test/support/signed-in.ts'
import { visitor, type Visitor } from '../../test/support/visitor.ts'
import { useWorld } from '../../test/support/world.ts'
import { closable, type Closable } from './closed-site.ts'

const world = await useWorld({ work: false })
const pci = await useWorld({ platformId: 'PCI', work: false })
const owner = await newCompany(world.app)
const MIDDLE = secondsAfter(CLOSING_START, 3_600)

/** A platform with a status and a clock of its own; `database`: whether its own is there. */
function platformOf({ app, site }: typeof world, { database = true } = {}) {
  const { platform, origin } = app.config
  const known = knownStatus(platform.id)
  const of: Closable = {
    config: app.config,
    status: known.source,
    clock: known.clock,
    log: pino({ level: 'silent' }),
    app: () => (database ? app : null),
  }
  const closed = closable(site, of)
  return { ...known, guest: (): Visitor => visitor(closed, { origin }) }
}

describe('a platform that is closed for maintenance (S04)', () => {
  it.each([
    ['a second before its start', secondsAfter(CLOSING_START, -1), 200],
    ['at its start', CLOSING_START, 503],
    ['a second after', secondsAfter(CLOSING_START, 1), 503],
    ['a second before its end', secondsAfter(CLOSING_END, -1), 503],
    ['at its end', CLOSING_END, 200],
    ['a second after its end', secondsAfter(CLOSING_END, 1), 200],
  ])('%s answers %s', async (_, now, status) => {
    const us1 = platformOf(world)
    us1.say({ maintenances: [closing()] })
    us1.setClock(now)
    expect((await us1.guest().get('/sign-in')).status).toBe(status)
  })

  it('stays closed beyond the planned end where a person is to open it, and says so', async () => {
    const us1 = platformOf(world)
    us1.say({ maintenances: [closing({ completes: 'by_person' })] })
    us1.setClock(secondsAfter(CLOSING_END, 60))
    const answer = await us1.guest().get('/sign-in')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60'])
    expectWords(await answer.text(), ['The planned end has passed'])
  })

  it.each([
    ['does not close it', closing({ closes: false })],
    ['is cancelled', closing({ cancelledAt: CLOSING_START })],
    ['was completed early', closing({ actualEndAt: secondsAfter(CLOSING_START, 60) })],
  ])('is open where the maintenance %s', async (_, maintenance) => {
    const us1 = platformOf(world)
    us1.say({ maintenances: [maintenance] })
    us1.setClock(MIDDLE)
    expect((await us1.guest().get('/sign-in')).status).toBe(200)
  })

  it.each([
    ['platform', world],
    ['PCI platform', pci],
  ])('of the %s says what, until when, where to follow it and whom to call', async (_, place) => {
    const it0 = platformOf(place)
    it0.say({ maintenances: [closing()] })
    it0.setClock(MIDDLE)
    for (const path of ['/', '/sign-in', '/users', '/no-such-page']) {
      const answer = await it0.guest().get(path)
      expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '3600'])
      expect(answer.headers.get('link')).toBe('<https://gatehouse.test/status/incidents/maintenance0>; rel="status"')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expectWords(await answer.text(), [
        'Closed for maintenance',
        'New racks',
        place.app.config.platform.label,
        '1 January 2027 at 13:00 UTC',
        'https://gatehouse.test/status/incidents/maintenance0',
        'Need Assistance',
      ])
    }
    expect((await it0.guest().head('/sign-in')).status).toBe(503)
  })

  it('takes nothing that is posted, says so, and loses nothing', async () => {
    const us1 = platformOf(world)
    us1.say({ maintenances: [closing()] })
    us1.setClock(MIDDLE)
    const guest = us1.guest()
    const answer = await guest.post('/sign-in', { username: owner.username, password: owner.password })
    expect([answer.status, guest.cookies.size]).toEqual([503, 0])
    expectWords(await answer.text(), ['What you sent was not taken'])
    expectNoWords(await (await guest.get('/sign-in')).text(), ['What you sent'])
    us1.setClock(CLOSING_END)
    expect((await guest.post('/sign-in', { username: owner.username, password: owner.password })).status).toBe(303)
  })

  it('answers programs as programs read it (RFC 9457)', async () => {
    const us1 = platformOf(world)
    us1.say({ maintenances: [closing()] })
    us1.setClock(MIDDLE)
    const answer = await us1.guest().get('/api/v1/users')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
    expect(answer.headers.get('link')).toContain('rel="status"')
    expect(await answer.json()).toMatchObject({
      status: 503,
      code: 'closed_for_maintenance',
      planned_end: '2027-01-01T13:00:00.000Z',
      status_page: 'https://gatehouse.test/status/incidents/maintenance0',
    })
  })

  it('still gives its style sheet and scripts', async () => {
    const us1 = platformOf(world)
    us1.say({ maintenances: [closing()] })
    us1.setClock(MIDDLE)
    const page = await (await us1.guest().get('/')).text()
    const assets = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(assets.length).toBeGreaterThan(2)
    for (const path of assets) expect([path, (await us1.guest().get(path)).status]).toEqual([path, 200])
  })

  it('is closed also while its own database is away, and no other platform is', async () => {
    const us1 = platformOf(world, { database: false })
    us1.say({ maintenances: [closing()], incidents: [incidentOf('critical')] })
    us1.setClock(MIDDLE)
    expectWords(await (await us1.guest().get('/')).text(), ['Closed for maintenance'])
    const other = platformOf(pci)
    other.setClock(MIDDLE)
    expect((await other.guest().get('/sign-in')).status).toBe(200)
  })
})
