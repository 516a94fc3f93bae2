import { expect, it } from 'vitest'
import { useCore } from '../../test/support/core-world.ts'
import { newPerson } from '../../test/support/people.ts'
import { pathOf, routesOf } from '../../test/support/routes.ts'
import { signedIn } from '../../test/support/signed-in.ts'
import { newStaffMember } from '../../test/support/staff-people.ts'
import { visitor, type Visitor } from '../../test/support/visitor.ts'
import { SITE } from '../ui/paths.ts'
import { staffSite } from './staff.ts'

/**
 * Pages that operators share with users of platforms know where they are: whatever one of them links or posts to is below
 * `/staff`, and there, or is one of the front door's public pages.
 */
const world = await useCore({ work: false })
const routes = routesOf({ ...world, site: staffSite(world.app) })
const owner = await newStaffMember(world.app)
const others = await Promise.all(
  (['pending_activation', 'inactive', 'active'] as const).map((state) =>
    newPerson(world.app, owner.subscriptionId, { role: 'manager', state }),
  ),
)
const boss = await signedIn(world, owner)
const guest = visitor(world.site, { origin: world.app.config.origin })
const door = visitor(world.frontDoor, { origin: world.app.config.origin })

const patterns = routes.map(({ path }) => new RegExp(`^${path.replaceAll(/:[^/]+/g, '[^/]+')}$`))
const PLACE = /\s(?:href|action|formaction|challenge|data-(?:left|use|sign-in))="(\/[^"]*)"/g

/** Everywhere on our own origin that a page leads to, without queries. */
async function placesOn(who: Visitor, path: string): Promise<readonly string[]> {
  const page = await (await who.get(path)).text()
  const found = [...page.matchAll(PLACE)].flatMap(([, place]) => place?.replace(/[?#].*/, '') ?? [])
  return [...new Set(found)].filter((place) => !place.startsWith(SITE.assets))
}

async function isThere(place: string): Promise<boolean> {
  if (/^\/staff(?:\/|$)/.test(place)) return patterns.some((pattern) => pattern.test(place))
  return (await door.get(place === SITE.captcha ? SITE.captchaFor('sign-in') : place)).status === 200
}

const pages = routes.filter(({ method }) => method === 'GET')

it.each(pages)('$path leads nowhere that is not there', async (route) => {
  const people = route.path.includes(':id') ? [owner, ...others] : [owner]
  for (const { accountId } of people) {
    for (const who of [guest, boss]) {
      const places = await placesOn(who, pathOf(route, accountId))
      for (const place of places) expect([place, await isThere(place)]).toEqual([place, true])
    }
  }
})

it('so does a page that is not there, and that of a dead key', async () => {
  const dead = await guest.post('/staff/unfreeze', { key: 'x'.repeat(43), email: 'nobody@mail.test' })
  const page = await dead.text()
  expect([dead.status, page.includes('action="/staff/unfreeze/new-link"')]).toEqual([422, true])
  expect(await placesOn(boss, '/staff/nowhere')).toContain('/staff')
})
