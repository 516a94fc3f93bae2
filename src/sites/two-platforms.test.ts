import { describe, expect, it } from 'vitest'
import { apiCaller, newApiToken } from '../../test/support/api-caller.ts'
import { isLive } from '../../test/support/owner.ts'
import { newCompany, type Person } from '../../test/support/people.ts'
import { arrive } from '../../test/support/recovery.ts'
import { failTimes, guess } from '../../test/support/sign-in-attempts.ts'
import { signedIn, trySignIn } from '../../test/support/signed-in.ts'
import { useWorld, type World } from '../../test/support/world.ts'
import { KEY_RULES, type KeyPurpose } from '../domain/activation-key.ts'
import { findLiveKey, mintKey } from '../features/accounts/keys.ts'

const us1 = await useWorld({ work: false })
const pci = await useWorld({ platformId: 'PCI', work: false })
const usOwner = await newCompany(us1.app)
const pciOwner = await newCompany(pci.app)

type Side = { readonly world: World; readonly owner: Person }
const US1: Side = { world: us1, owner: usOwner }
const PCI: Side = { world: pci, owner: pciOwner }

/** Whatever is made at the first is taken to the second. */
const WAYS = [
  ['US1', 'PCI', US1, PCI],
  ['PCI', 'US1', PCI, US1],
] as const

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
    expect(await isLive(owner)).toBe(true)
    const stranger = arrive(away.world)
    for (const [name, value] of owner.cookies) stranger.cookies.set(name, value)
    expect(await isLive(stranger)).toBe(false)
    expect((await stranger.get('/')).headers.get('location')).toBe('/sign-in')
    expect(await isLive(owner)).toBe(true)
  })

  it('a device that is known', async () => {
    const { tokens } = await guess(home.world.app, home.owner)
    const other = await newCompany(away.world.app)
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
    const answer = await stranger.post(KEY_RULES[purpose].page, { key, ...typed })
    expect([404, 422]).toContain(answer.status)
    expect(stranger.cookies.has('__Host-session')).toBe(false)
    expect(await findLiveKey(home.world.app.db, key, [purpose])).not.toBeNull()
  })

  it('a captcha', async () => {
    const other = await newCompany(away.world.app)
    await failTimes(away.world.app, 3, other.username)
    const altcha = await arrive(home.world).captcha('sign-in')
    const stranger = arrive(away.world)
    const refused = await stranger.post('/sign-in', { username: other.username, password: other.password, altcha })
    expect(refused.status).toBe(422)
    const own = await stranger.captcha('sign-in')
    const entered = await stranger.post('/sign-in', { username: other.username, password: other.password, altcha: own })
    expect(entered.status).toBe(303)
  })

  it('an API token', async () => {
    const { token } = await newApiToken(home.world.app, home.owner)
    expect((await apiCaller(away.world, token)('GET', '/session')).status).toBe(401)
    expect([401, 404]).toContain((await apiCaller(away.world, token)('GET', '/users')).status)
  })
})
