import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { expectNoWords, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld({ platformId: 'PCI', work: false })
const USERS = '/account/users'

/** A company of five, in every state; the first Manager is its primary contact. */
async function newStaff(): Promise<{ manager: Person; user: Person; pending: Person }> {
  const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
  const { subscriptionId } = manager
  const user = await newPerson(world.app, subscriptionId, { firstName: 'Anna', lastName: 'Berg' })
  const pending = await newPerson(world.app, subscriptionId, {
    firstName: 'Petra',
    lastName: 'Ode',
    state: 'pending_activation',
  })
  await newPerson(world.app, subscriptionId, { firstName: 'Carl', lastName: 'Cruz', role: 'manager' })
  await newPerson(world.app, subscriptionId, { firstName: 'Zoe', lastName: 'Zimmer', state: 'inactive' })
  return { manager, user, pending }
}

type ShownRow = { readonly name: string; readonly standing: string; readonly isBold: boolean; readonly editPath: string | null }

async function rowsAt(guest: Visitor, path: string): Promise<readonly ShownRow[]> {
  const page = await pageAt(guest, path)
  const rows = [...page.matchAll(/<tr role="row"( class="standout")?><th role="rowheader" scope="row">(.*?)<\/th>(.*?)<\/tr>/gs)]
  return rows.map(([, bold, heading = '', cells = '']) => ({
    name: heading.replace(/<.*/s, ''),
    standing: /<span class="sub">(.*?)<\/span>/.exec(heading)?.[1] ?? '',
    isBold: bold !== undefined,
    editPath: /href="([^"]+)">Edit/.exec(cells)?.[1] ?? null,
  }))
}

const namesAt = async (guest: Visitor, path: string) => (await rowsAt(guest, path)).map(({ name }) => name)
const EVERYBODY = ['Anna Berg', 'Carl Cruz', 'Maya Stone', 'Petra Ode', 'Zoe Zimmer']

describe('Account > Users of the PCI platform', () => {
  it('shows everyone of the subscription to everyone in it: name, user login, role, state, last sign-in (S08)', async () => {
    const { user, pending } = await newStaff()
    await newCompany(world.app, { firstName: 'Somebody', lastName: 'Else' })
    const guest = await signedIn(world, user)
    expect(await namesAt(guest, USERS)).toEqual(EVERYBODY)
    expectWords(await pageAt(guest, USERS), [
      pending.username,
      'User login',
      'Manager',
      'Pending Activation',
      'deactivated',
      'never',
      'just now',
      '5 users of Company',
    ])
  })

  it('shows addresses, New and an Edit of every row to Managers; to others only their own row’s (S08, S26, I-28)', async () => {
    const { manager, user, pending } = await newStaff()
    const boss = await signedIn(world, manager)
    expectWords(await pageAt(boss, USERS), [
      'E-mail address',
      pending.email.replace('@', '<wbr/>@'),
      `href="${USERS}/new"`,
      'Edit<span class="heard"> Anna Berg',
    ])
    expect((await rowsAt(boss, USERS)).filter(({ editPath }) => editPath === null)).toEqual([])
    const guest = await signedIn(world, user)
    expectNoWords(await pageAt(guest, USERS), [
      'E-mail address',
      '@mail.test',
      `${USERS}/new`,
      `${USERS}/requests`,
      'method="post" action="/account',
    ])
    const own = (await rowsAt(guest, USERS)).filter(({ editPath }) => editPath !== null)
    expect(own.map(({ name, editPath }) => [name, editPath])).toEqual([['Anna Berg', `${USERS}/${user.accountId}/edit`]])
  })

  it('makes the primary contact’s row and one’s own stand out, in bold and in words (S26)', async () => {
    const { manager, user } = await newStaff()
    const standouts = async (guest: Visitor) =>
      (await rowsAt(guest, USERS)).filter(({ isBold }) => isBold).map(({ name, standing }) => [name, standing])
    expect(await standouts(await signedIn(world, user))).toEqual([
      ['Anna Berg', 'You'],
      ['Maya Stone', 'Primary contact'],
    ])
    expect(await standouts(await signedIn(world, manager))).toEqual([['Maya Stone', 'Primary contact, you']])
  })

  it('finds by parts of name and login, and for Managers by e-mail address (S08)', async () => {
    const { manager, user, pending } = await newStaff()
    const [boss, guest] = [await signedIn(world, manager), await signedIn(world, user)]
    expect(await namesAt(boss, `${USERS}?q=PETRA`)).toEqual(['Petra Ode'])
    expect(await namesAt(guest, `${USERS}?q=${encodeURIComponent(pending.username)}`)).toEqual(['Petra Ode'])
    expect(await namesAt(boss, `${USERS}?q=${pending.email}`)).toEqual(['Petra Ode'])
    expect(await namesAt(guest, `${USERS}?q=${pending.email}`)).toEqual([])
    expect(await pageAt(guest, `${USERS}?q=nobody`)).toContain('Nobody found')
  })

  it('filters by state with counts and sorts by each column, and every link leads back to this list', async () => {
    const { manager } = await newStaff()
    const boss = await signedIn(world, manager)
    expect(await namesAt(boss, `${USERS}?state=inactive`)).toEqual(['Zoe Zimmer'])
    const page = await pageAt(boss, `${USERS}?q=a&state=active&sort=role&order=descending`)
    const links = [...page.matchAll(/href="([^"]*(?:[?&]|&amp;)(?:state|sort|q)=[^"]*)"/g)].map(([, href = '']) => href)
    expect(links.length).toBeGreaterThan(7)
    expect(links.filter((href) => !href.startsWith(`${USERS}?`))).toEqual([])
    expect(await pageAt(boss, `${USERS}?state=active&q=petra`)).toContain('Nobody here is Active')
    const chips = [...(await pageAt(boss, USERS)).matchAll(/class="chip"[^>]*>([^<]+)<span class="count">(\d+)/g)]
    expect(chips.map(([, label, count]) => `${label} ${count}`)).toEqual([
      'All 5',
      'Active 3',
      'Pending Activation 1',
      'Inactive 1',
    ])
    const byRole = ['Carl Cruz', 'Maya Stone', 'Anna Berg', 'Petra Ode', 'Zoe Zimmer']
    expect(await namesAt(boss, `${USERS}?sort=role`)).toEqual(byRole)
    expect(await namesAt(boss, `${USERS}?sort=login&order=descending`)).toHaveLength(5)
  })

  it('goes on over pages of fifty, to the end and back (S08)', async () => {
    const manager = await newCompany(world.app)
    for (let index = 0; index < 59; index += 1) {
      const state = 'pending_activation'
      await newPerson(world.app, manager.subscriptionId, {
        firstName: `P${String(index).padStart(2, '0')}`,
        lastName: 'Quinn',
        state,
      })
    }
    const boss = await signedIn(world, manager)
    const first = await pageAt(boss, USERS)
    const next = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(next).toMatch(/^\/account\/users\?after=/)
    expect(first).toContain('60 users of')
    const [one, two] = [await namesAt(boss, USERS), await namesAt(boss, next)]
    expect([one.length, two.length, new Set([...one, ...two]).size]).toEqual([50, 10, 60])
    const previous = /rel="prev" href="([^"]+)"/.exec(await pageAt(boss, next))?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(await namesAt(boss, previous)).toEqual(one)
  })

  it('asks whoever is not signed in to sign in, and comes back', async () => {
    const answer = await visitor(world.site, { origin: world.app.config.origin }).get(USERS)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?next=%2Faccount%2Fusers'])
  })

  it('warns Managers while only one of them can sign in, and leads to a new one (N09)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const boss = await signedIn(world, manager)
    expectWords(await pageAt(boss, USERS), ['Only one Manager can sign in', `${USERS}/new?role=manager`, `${USERS}?state=active`])
    expectNoWords(await pageAt(await signedIn(world, user), USERS), ['Only one Manager can sign in'])
    await newPerson(world.app, manager.subscriptionId, { role: 'manager' })
    expectNoWords(await pageAt(boss, USERS), ['Only one Manager can sign in'])
  })
})
