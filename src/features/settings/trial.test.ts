import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { auditTrail, flashAfter, pageAt } from '../../../test/support/signed-in.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { TRIAL_SECONDS, type OwnSettings } from '../../domain/security-settings.ts'
import { settleTrials } from './settle-trials.ts'

const world = await useWorld({ work: false })
const twin = await world.openTwin()

const HOME = '203.0.113.7'
const HOME_NETWORK = '203.0.113.0/24'
const ELSEWHERE = '198.51.100.7'

/** Somebody's browser at an address, signed in. */
async function at(address: string, { username, password }: Person, place: Pick<typeof world, 'site'> = world): Promise<Visitor> {
  const guest = visitor(place.site, { origin: world.app.config.origin, address })
  expect((await guest.post('/sign-in', { username, password })).status).toBe(303)
  return guest
}

/** The same cookies from another address. */
function moved(guest: Visitor, address: string): Visitor {
  const other = visitor(world.site, { origin: world.app.config.origin, address })
  for (const [name, value] of guest.cookies) other.cookies.set(name, value)
  return other
}

const versionOn = (page: string) => /name="version" value="(\d+)"/.exec(page)?.[1] ?? ''

/** Saves the form as it stands, with some fields typed anew. */
async function save(guest: Visitor, fields: Record<string, string>, given?: string): Promise<Response> {
  const version = given ?? versionOn(await pageAt(guest, '/subscription/security'))
  const standing = { freezeThreshold: '10', selfUnfreeze: 'yes', idleMinutes: '60', absoluteHours: '12', allowedNetworks: '' }
  return guest.post('/subscription/security', { ...standing, idleDeactivationDays: '', ...fields, version })
}

async function press(guest: Visitor, button: 'keep' | 'go-back'): Promise<Response> {
  const version = versionOn(await pageAt(guest, '/subscription/security'))
  return guest.post(`/subscription/security/${button}`, { version })
}

const isIn = async (guest: Visitor) => (await guest.get('/api/v1/session')).status === 200

async function stored({ subscriptionId }: Person): Promise<OwnSettings> {
  const row = await world.app.db
    .selectFrom('subscriptions')
    .select('settings')
    .where('id', '=', subscriptionId)
    .executeTakeFirst()
  return row?.settings ?? {}
}

async function actions({ subscriptionId }: Person): Promise<readonly string[]> {
  const trail = await auditTrail(world.app, subscriptionId)
  return trail.map(({ action }) => action).filter((action) => action.startsWith('settings.'))
}

/** Puts the networks of the home on trial, from there. */
async function onTrial(): Promise<{ boss: Person; guest: Visitor }> {
  const boss = await newCompany(world.app)
  const guest = await at(HOME, boss)
  expect((await save(guest, { allowedNetworks: HOME_NETWORK })).headers.get('location')).toBe('/subscription/security')
  return { boss, guest }
}

describe('a setting that shuts its author out (N12)', () => {
  it('is refused until the author says that they know, and names their address', async () => {
    const boss = await newCompany(world.app)
    const guest = await at(ELSEWHERE, boss)
    const answer = await save(guest, { allowedNetworks: HOME_NETWORK })
    const page = await answer.text()
    expect(answer.status).toBe(409)
    expect(page).toContain('These networks don’t include you')
    expect(page).toContain(ELSEWHERE)
    expect(page).toContain(HOME_NETWORK)
    expect([await stored(boss), await actions(boss)]).toEqual([{}, []])
  })

  it('counts at once, keeps the author out, and goes by the clock alone: a second before the end it counts, at the end not', async () => {
    const boss = await newCompany(world.app)
    const guest = await at(ELSEWHERE, boss)
    const answer = await save(guest, { allowedNetworks: HOME_NETWORK, despiteLockOut: 'yes' })
    const place = answer.headers.get('location') ?? ''
    expect(place).toMatch(/^\/subscription\/security\/trial\?until=\d+$/)
    expect(await pageAt(guest, place)).toContain('These settings keep you out')
    expect([await isIn(guest), await isIn(moved(guest, HOME))]).toEqual([false, true])
    await world.passTime(TRIAL_SECONDS - 2)
    expect(await isIn(guest)).toBe(false)
    await world.passTime(2)
    expect(await isIn(guest)).toBe(true)
    // No job has come by yet.
    expect(await actions(boss)).toEqual(['settings.trial_started'])
    expect(await pageAt(guest, '/subscription/security')).toContain('Save')
  })

  it('leaves one row in the trail at its end and one mail to each Manager, however many jobs come by (I-32)', async () => {
    const { boss } = await onTrial()
    const second = await newPerson(world.app, boss.subscriptionId, { role: 'manager' })
    await world.passTime(TRIAL_SECONDS)
    await Promise.all([world.app, twin.app, world.app, twin.app].map(settleTrials))
    expect(await actions(boss)).toEqual(['settings.trial_started', 'settings.rolled_back'])
    expect((await world.mails(boss.email, 2)).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('are being tried'),
      expect.stringContaining('count again'),
    ])
    expect(await world.mails(second.email)).toHaveLength(1)
    expect(await stored(boss)).toEqual({})
  })

  it('is kept from a session that it lets in, and not from one that it keeps out (N12)', async () => {
    const boss = await newCompany(world.app)
    const guest = await at(ELSEWHERE, boss)
    const before = versionOn(await pageAt(guest, '/subscription/security'))
    await save(guest, { allowedNetworks: HOME_NETWORK, despiteLockOut: 'yes' })
    const kept = await guest.post('/subscription/security/keep', { version: String(Number(before) + 1) })
    expect([kept.status, kept.headers.get('location')]).toEqual([303, '/sign-in'])
    expect(await stored(boss)).toEqual({})
    const inside = moved(guest, HOME)
    expect(await flashAfter(inside, await press(inside, 'keep'))).toContain('The security settings are kept')
    expect(await stored(boss)).toEqual({ allowedNetworks: [HOME_NETWORK] })
    await world.passTime(TRIAL_SECONDS + 1)
    expect([await isIn(guest), await isIn(inside)]).toEqual([false, true])
    expect(await actions(boss)).toEqual(['settings.trial_started', 'settings.confirmed'])
  })

  it('can be kept a second before its end, and not at it', async () => {
    for (const [left, status] of [
      [2, 303],
      [0, 409],
    ] as const) {
      const { boss, guest } = await onTrial()
      const version = versionOn(await pageAt(guest, '/subscription/security'))
      await world.passTime(TRIAL_SECONDS - left)
      expect((await guest.post('/subscription/security/keep', { version })).status).toBe(status)
      expect(await stored(boss)).toEqual(status === 303 ? { allowedNetworks: [HOME_NETWORK] } : {})
    }
  })
})

describe('a trial', () => {
  it('ends at once where somebody goes back, and tells every Manager', async () => {
    const { boss, guest } = await onTrial()
    expect(await isIn(moved(guest, ELSEWHERE))).toBe(false)
    expect(await flashAfter(guest, await press(guest, 'go-back'))).toContain('The earlier security settings count again')
    expect(await isIn(moved(guest, ELSEWHERE))).toBe(true)
    expect(await actions(boss)).toEqual(['settings.trial_started', 'settings.rolled_back'])
    expect(await world.mails(boss.email, 2)).toHaveLength(2)
  })

  it('is seen by another Manager, who starts no second one and may keep it', async () => {
    const { boss } = await onTrial()
    const second = await newPerson(world.app, boss.subscriptionId, { role: 'manager', firstName: 'Ada', lastName: 'Ito' })
    const other = await at('203.0.113.99', second, twin)
    const page = await pageAt(other, '/subscription/security')
    expect(page).toContain('Sam Lee is trying new ones')
    const version = versionOn(page)
    const again = await save(other, { allowedNetworks: '203.0.113.99' }, version)
    expect([again.status, (await again.text()).includes('Settings are being tried just now')]).toEqual([409, true])
    expect((await press(other, 'keep')).status).toBe(303)
    expect(await stored(boss)).toEqual({ allowedNetworks: [HOME_NETWORK] })
  })

  it('is started once by a form that comes twice, and kept once by a button that is pressed twice, in two processes', async () => {
    const boss = await newCompany(world.app)
    const [here, there] = [await at(HOME, boss), await at(HOME, boss, twin)]
    const version = versionOn(await pageAt(here, '/subscription/security'))
    const fields = { allowedNetworks: HOME_NETWORK }
    const started = await Promise.all([here, there, here, there].map((guest) => save(guest, fields, version)))
    expect(started.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    const next = versionOn(await pageAt(here, '/subscription/security'))
    const kept = await Promise.all(
      [here, there, here].map((guest) => guest.post('/subscription/security/keep', { version: next })),
    )
    expect(kept.map(({ status }) => String(status)).toSorted()).toEqual(['303', '409', '409'])
    expect(await actions(boss)).toEqual(['settings.trial_started', 'settings.confirmed'])
  })

  it('of two Managers who save at once is that of one; the other is told', async () => {
    const boss = await newCompany(world.app)
    const second = await newPerson(world.app, boss.subscriptionId, { role: 'manager' })
    const [one, other] = [await at(HOME, boss), await at(HOME, second, twin)]
    const version = versionOn(await pageAt(one, '/subscription/security'))
    const answers = await Promise.all([
      save(one, { allowedNetworks: HOME_NETWORK }, version),
      save(other, { allowedNetworks: '203.0.113.0/25' }, version),
    ])
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['303', '409'])
    expect(await actions(boss)).toEqual(['settings.trial_started'])
  })

  it('is not kept by a press that was meant for another', async () => {
    const { boss, guest } = await onTrial()
    const stale = versionOn(await pageAt(guest, '/subscription/security'))
    await press(guest, 'go-back')
    await save(guest, { allowedNetworks: `${HOME_NETWORK}\n10.0.0.0/8` })
    for (const button of ['keep', 'go-back']) {
      expect((await guest.post(`/subscription/security/${button}`, { version: stale })).status).toBe(409)
    }
    expect(await stored(boss)).toEqual({})
  })

  it('of shorter sessions counts for the session that saved it, and goes by the clock', async () => {
    const boss = await newCompany(world.app)
    const guest = await at(HOME, boss)
    await world.passTime(50 * 60)
    await pageAt(guest, '/')
    await world.passTime(20 * 60)
    const answer = await save(guest, { absoluteHours: '1' })
    expect(answer.headers.get('location')).toMatch(/trial\?until=/)
    expect(await isIn(guest)).toBe(false)
    const anew = await at(HOME, boss)
    expect((await press(anew, 'keep')).status).toBe(303)
    expect(await stored(boss)).toEqual({ absoluteHours: 1 })
  })

  it('is not asked for where nobody could be locked out: what is looser or only about failures counts at once', async () => {
    const boss = await newCompany(world.app)
    await giveSettings(world.app, boss.subscriptionId, { allowedNetworks: [HOME_NETWORK], idleMinutes: 30 })
    const guest = await at(HOME, boss)
    const standing = { allowedNetworks: HOME_NETWORK, idleMinutes: '30' }
    for (const fields of [
      { ...standing, freezeThreshold: '5' },
      { ...standing, freezeThreshold: '5', selfUnfreeze: '' },
      { allowedNetworks: `${HOME_NETWORK} 198.51.100.0/24`, idleMinutes: '30', idleDeactivationDays: '90' },
      { allowedNetworks: '203.0.112.0/23, 198.51.100.0/24', idleMinutes: '45', idleDeactivationDays: '90' },
      { allowedNetworks: '' },
    ]) {
      expect(await flashAfter(guest, await save(guest, fields))).toContain('The security settings are saved')
    }
    expect(await actions(boss)).toEqual(Array.from({ length: 5 }, () => 'settings.changed'))
    expect(await stored(boss)).toEqual({})
  })
})

describe('the page for whom a trial keeps out', () => {
  it('tells a stranger nothing, and leads on where its time could not be one of ours', async () => {
    const stranger = visitor(world.site, { origin: world.app.config.origin })
    const now = Math.ceil(Date.now() / 1_000)
    expect(await pageAt(stranger, `/subscription/security/trial?until=${now + 60}`)).toContain('You need not do anything')
    for (const until of ['', 'x', '0', '99999999999', String(now + 4_000), String(now - 4_000), '<script>']) {
      const answer = await stranger.get(`/subscription/security/trial?until=${encodeURIComponent(until)}`)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fsubscription%2Fsecurity'])
    }
  })

  it('leads who is signed in to the settings', async () => {
    const guest = await at(HOME, await newCompany(world.app))
    const answer = await guest.get(`/subscription/security/trial?until=${Math.ceil(Date.now() / 1_000) - 1}`)
    expect(await flashAfter(guest, answer)).toContain('The trial is over')
  })
})
