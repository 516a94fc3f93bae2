import { describe, expect, it } from 'vitest'
import { apiCaller, newApiToken } from '../../test/support/api-caller.ts'
import { useCore } from '../../test/support/core-world.ts'
import { newCompany, newPerson, type Person } from '../../test/support/people.ts'
import { arrive } from '../../test/support/recovery.ts'
import { failTimes, guess } from '../../test/support/sign-in-attempts.ts'
import { signedIn, trySignIn } from '../../test/support/signed-in.ts'
import { newStaffMember } from '../../test/support/staff-people.ts'
import type { Visitor } from '../../test/support/visitor.ts'
import { useWorld, type World } from '../../test/support/world.ts'
import { KEY_RULES, type KeyPurpose } from '../domain/activation-key.ts'
import { findLiveKey, mintKey } from '../features/accounts/keys.ts'
import { PATHS } from '../ui/paths.ts'

const us1 = await useWorld({ work: false })
const pci = await useWorld({ platformId: 'PCI', work: false })
const core = await useCore({ work: false })
const usOwner = await newCompany(us1.app)
const pciOwner = await newCompany(pci.app)
const operator = await newStaffMember(core.app)

type Side = { readonly world: World; readonly owner: Person }
const US1: Side = { world: us1, owner: usOwner }
const PCI: Side = { world: pci, owner: pciOwner }
/** Where operators sign in, which is a platform as far as this goes. */
const STAFF: Side = { world: core, owner: operator }

/** Whatever is made at the first is taken to the second. */
const WAYS = [
  ['US1', 'PCI', US1, PCI],
  ['PCI', 'US1', PCI, US1],
  ['US1', 'the front door’s /staff', US1, STAFF],
  ['the front door’s /staff', 'US1', STAFF, US1],
  ['PCI', 'the front door’s /staff', PCI, STAFF],
] as const

const pathsOf = ({ world }: Side) => PATHS[world.app.config.platform.product]
/** Of what stands at every site, where it stands at this one. */
const at = (side: Side, path: string) => (side === STAFF ? `/staff${path}` : path)

async function isLive(guest: Visitor, side: Side): Promise<boolean> {
  return (await guest.get(pathsOf(side).apiSession)).status === 200
}

/** Somebody else of a site, with no failures yet. */
async function anotherOf({ world, owner }: Side): Promise<Person> {
  const { product } = world.app.config.platform
  return product === 'staff' ? newPerson(world.app, owner.subscriptionId, { role: 'manager' }) : newCompany(world.app)
}

async function mint({ world, owner }: Side, purpose: KeyPurpose): Promise<string> {
  const { accountId } = owner
  return (await world.app.db.transaction().execute((trx) => mintKey(trx, { accountId, purpose }))).key
}

describe.each(WAYS)('I-39 what %s has given is worthless at %s', (_from, _to, home, away) => {
  it('a user name and its password', async () => {
    expect((await trySignIn(home.world, home.owner)).status).toBe(303)
    expect((await trySignIn(away.world, home.owner)).status).toBe(422)
  })

  it('a session', async () => {
    const owner = await signedIn(home.world, home.owner)
    expect(await isLive(owner, home)).toBe(true)
    const stranger = arrive(away.world)
    for (const [name, value] of owner.cookies) stranger.cookies.set(name, value)
    expect(await isLive(stranger, away)).toBe(false)
    const { home: place, signIn } = pathsOf(away)
    expect((await stranger.get(place)).headers.get('location')).toBe(signIn)
    expect(await isLive(owner, home)).toBe(true)
  })

  it('a device that is known', async () => {
    const { tokens } = await guess(home.world.app, home.owner)
    const other = await anotherOf(away)
    await failTimes(away.world.app, 3, other.username)
    const there = { ...other, deviceToken: tokens?.deviceToken ?? null, captcha: false }
    expect((await guess(away.world.app, there)).code).toBe('captcha_required')
  })

  it.each(Object.keys(KEY_RULES) as readonly KeyPurpose[])('a key to %s, which stays good at home', async (purpose) => {
    const key = await mint(home, purpose)
    const stranger = arrive(away.world)
    const altcha = await stranger.captcha('activate')
    const password = 'quiet harbour 47 noon'
    const typed = { email: home.owner.email, newPassword: password, confirmation: password, altcha }
    // Where a platform has no such page, there is nothing to be valid at.
    const answer = await stranger.post(at(away, KEY_RULES[purpose].page), { key, ...typed })
    expect([404, 422]).toContain(answer.status)
    expect(stranger.cookies.has('__Host-session')).toBe(false)
    expect(await findLiveKey(home.world.app.db, key, [purpose])).not.toBeNull()
  })

  it('a captcha', async () => {
    const other = await anotherOf(away)
    await failTimes(away.world.app, 3, other.username)
    const altcha = await arrive(home.world).captcha('sign-in')
    const stranger = arrive(away.world)
    const refused = await stranger.post(pathsOf(away).signIn, { username: other.username, password: other.password, altcha })
    expect(refused.status).toBe(422)
    const own = await stranger.captcha('sign-in')
    const entered = await stranger.post(pathsOf(away).signIn, { username: other.username, password: other.password, altcha: own })
    expect(entered.status).toBe(303)
  })

  it('an API token', async () => {
    const { token } = await newApiToken(home.world.app, home.owner)
    expect((await apiCaller(away.world, token)('GET', '/session')).status).toBe(401)
    expect([401, 404]).toContain((await apiCaller(away.world, token)('GET', '/users')).status)
  })
})
