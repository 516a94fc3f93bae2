import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { CLOSING_END, CLOSING_START, closing, incidentOf, knownStatus, secondsAfter } from '../../../test/support/known-status.ts'
import { newCompany } from '../../../test/support/people.ts'
import { expectNoWords, expectWords } from '../../../test/support/signed-in.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { Config } from '../../config/config.ts'
import { DatabaseAwayError } from '../../db/unavailable.ts'
import type { PlatformStanding } from '../../domain/platform-standing.ts'
import { servePlatform } from '../../sites/served-platform.ts'
import { siteOf } from '../../sites/site-of.ts'

const us1 = await useWorld({ work: false })
const pci = await useWorld({ platformId: 'PCI', work: false })
const owner = await newCompany(us1.app)

/** The sign-in page of a platform that knows this of itself at this moment. */
async function signInPage(world: typeof us1, standing: Partial<PlatformStanding> | null, now = CLOSING_START): Promise<string> {
  const { platform, origin } = world.app.config
  const known = knownStatus(platform.id)
  known.setClock(now)
  known.say(standing)
  const site = siteOf({ ...world.app, clock: known.clock }, known.source)
  const answer = await visitor(site, { origin }).get('/sign-in')
  expect(answer.status).toBe(200)
  return answer.text()
}

const open = closing({ closes: false })
const STATUS_PAGE = 'href="https://gatehouse.test/status"'

describe.each([
  ['platform', us1],
  ['PCI platform', pci],
])('the sign-in page of the %s (N05)', (_, world) => {
  it('says quietly that all is well', async () => {
    const page = await signInPage(world, {})
    expectWords(page, [`${world.app.config.platform.label} is operational`, STATUS_PAGE])
    expectNoWords(page, ['status-notices', 'maintenance.js'])
  })

  it('says honestly that nothing is known, and that nothing was heard lately', async () => {
    for (const standing of [null, { state: 'unknown' as const }]) {
      const page = await signInPage(world, standing)
      expectWords(page, ['Status unknown', STATUS_PAGE])
      expectNoWords(page, ['operational'])
    }
  })

  it('tells of an open incident, with the way to what is known of it', async () => {
    const page = await signInPage(world, { state: 'partial_outage', incidents: [incidentOf('major'), incidentOf('minor')] })
    expectWords(page, ['Sign-in is slow', 'Partial outage', '1 more incident', 'alert bad'])
    expectWords(page, ['href="https://gatehouse.test/status/incidents/incident0000"'])
    expectNoWords(page, ['is operational'])
  })

  it('tells what probes have found although nobody has written of it', async () => {
    expectWords(await signInPage(world, { state: 'degraded_performance' }), [
      'Degraded performance',
      'may be slow or fail',
      STATUS_PAGE,
    ])
  })

  it('tells of the platform that a refused name belongs to how it is (S02, N03)', async () => {
    const { platform, origin } = world.app.config
    const isPci = platform.product === 'pci'
    const known = knownStatus(isPci ? 'US1' : 'PCI')
    known.say({ state: 'partial_outage', incidents: [incidentOf('major')] })
    const username = isPci ? 'acme_jd1' : 'jane@acme'
    const guest = visitor(siteOf({ ...world.app, clock: known.clock }, known.source), { origin })
    const answer = await guest.post('/sign-in', { username, password: 'wrong horse battery' })
    const notice = /belongs to another platform.*?<\/div>/su.exec(await answer.text())?.[0] ?? ''
    expectWords(notice, ['Partial outage', 'href="https://gatehouse.test/status/incidents/incident0000"'])
  })

  it('tells of both an incident and a maintenance', async () => {
    const page = await signInPage(world, { state: 'partial_outage', incidents: [incidentOf('major')], maintenances: [open] })
    expectWords(page, ['Sign-in is slow', 'Maintenance now: New racks'])
  })
})

describe('a state that no incident tells of', () => {
  const troubled = (state: 'major_outage' | 'under_maintenance', now: Date) =>
    signInPage(us1, { state, maintenances: [open] }, now)
  const words = 'signing in may be slow or fail'

  it('is told beside a maintenance that is only planned (N05)', async () => {
    for (const state of ['major_outage', 'under_maintenance'] as const) {
      expectWords(await troubled(state, secondsAfter(CLOSING_START, -1)), [words, 'Planned maintenance: New racks'])
    }
  })

  it('is told beside a maintenance that runs where it is worse than that', async () => {
    expectWords(await troubled('major_outage', CLOSING_START), ['Major outage', words, 'Maintenance now: New racks'])
    expect(await troubled('under_maintenance', CLOSING_START)).not.toContain(words)
  })
})

describe('a maintenance on the sign-in page (N05)', () => {
  it.each([
    ['72 h and a second before', secondsAfter(CLOSING_START, -72 * 3_600 - 1), 'US Platform 1 is operational'],
    ['72 h before', secondsAfter(CLOSING_START, -72 * 3_600), 'Planned maintenance: New racks'],
    ['72 h less a second before', secondsAfter(CLOSING_START, -72 * 3_600 + 1), 'Planned maintenance: New racks'],
    ['a second before its start', secondsAfter(CLOSING_START, -1), 'Planned maintenance: New racks'],
    ['at its start', CLOSING_START, 'Maintenance now: New racks'],
    ['a second after', secondsAfter(CLOSING_START, 1), 'Maintenance now: New racks'],
    ['a second before its end', secondsAfter(CLOSING_END, -1), 'Maintenance now: New racks'],
    ['at its end', CLOSING_END, 'US Platform 1 is operational'],
    ['a second after its end', secondsAfter(CLOSING_END, 1), 'US Platform 1 is operational'],
  ])('%s', async (_, now, words) => {
    expectWords(await signInPage(us1, { maintenances: [open] }, now), [words])
  })

  it.each([
    ['an hour and a second before', -3_601, null],
    ['an hour before', -3_600, 'in 60 minutes'],
    ['an hour less a second before', -3_599, 'in 60 minutes'],
    ['61 s before', -61, 'in 2 minutes'],
    ['60 s before', -60, 'in 1 minute<'],
    ['a second before', -1, 'in less than a minute'],
    ['at its start', 0, null],
  ])('%s it counts the minutes as of the page, or not', async (_, seconds, words) => {
    const page = await signInPage(us1, { maintenances: [open] }, secondsAfter(CLOSING_START, seconds))
    expect(page.includes('data-minutes-left')).toBe(words !== null)
    expectWords(page, words === null ? [] : [words, `data-minutes-left="${-seconds}"`])
  })

  it('says from when to when, in UTC, with a place for the local time', async () => {
    const page = await signInPage(us1, { maintenances: [closing()] }, secondsAfter(CLOSING_START, -7_200))
    expectWords(page, [
      '1 January 2027 at 11:00 UTC',
      '1 January 2027 at 13:00 UTC',
      'data-local-moment',
      'Nobody can sign in to US Platform 1',
    ])
    expectWords(page, ['datetime="2027-01-01T11:00:00.000Z"'])
  })

  it('says that its planned end has passed', async () => {
    const overrun = { ...open, completes: 'by_person' as const }
    const at = (seconds: number) => signInPage(us1, { maintenances: [overrun] }, secondsAfter(CLOSING_END, seconds))
    expectWords(await at(-1), ['Its planned end is'])
    expectWords(await at(0), ['Its planned end has passed', 'until we say that it is over'])
    expectWords(await at(1), ['Its planned end has passed'])
  })

  it('calls a release without downtime what it is', async () => {
    expectWords(await signInPage(us1, { maintenances: [{ ...open, isRelease: true }] }), [
      'A release without downtime: work goes on.',
    ])
  })

  it('takes no markup from a name', async () => {
    const page = await signInPage(us1, { maintenances: [{ ...open, name: '<script>alert(1)</script>' }] })
    expectNoWords(page, ['<script>alert'])
  })
})

describe('the status where something fails (N05, I-39)', () => {
  it('stands on the page of a platform whose database is away, and needs it for nothing', async () => {
    const known = knownStatus()
    known.say({ state: 'major_outage', incidents: [incidentOf('critical')] })
    const [platform] = us1.config.platforms
    if (!platform) throw new Error('a world needs a platform')
    const server = {
      ...platform,
      database: { kind: 'server', url: '', ownerUrl: null, namedStatements: true, poolSize: 1 } as const,
    }
    const config: Config = { ...us1.config, platforms: [server] }
    const opening = () => Promise.reject(new DatabaseAwayError())
    const log = pino({ level: 'silent' })
    const served = await servePlatform({ config, platform: server, status: known.source, open: opening, log })
    const answer = await visitor(served.site, { origin: platform.origin }).get('/sign-in')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expectWords(await answer.text(), ['Sign-in is slow', 'Major outage', 'https://gatehouse.test/status/incidents/incident0000'])
    await served.close()
  })

  it('stands on a page that says that a fault is ours, and on none about what somebody typed', async () => {
    const known = knownStatus()
    known.say({ incidents: [incidentOf('major')] })
    const broken = { ...us1.app, captcha: { ...us1.app.captcha, check: () => Promise.reject(new Error('broken')) } }
    const guest = visitor(siteOf(broken, known.source), { origin: us1.app.config.origin })
    const fault = await guest.post('/sign-in', { username: owner.username, password: owner.password, altcha: 'x' })
    expect(fault.status).toBe(500)
    expectWords(await fault.text(), ['Sign-in is slow'])
    expectNoWords(await (await guest.get('/no-such-page')).text(), ['Sign-in is slow'])
  })
})
