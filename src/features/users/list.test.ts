import { beforeAll, describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { expectNoWords, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { namesAt, newStaff } from '../../../test/support/user-lists.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { watchWork } from '../../../test/support/watched.ts'
import { useWorld } from '../../../test/support/world.ts'
import { foldUsername } from '../../domain/username.ts'
import { newId } from '../../secrets.ts'

const world = await useWorld({ work: false })

describe('the Users section', () => {
  it('shows everyone of the subscription to everyone in it: name, login, role, unit, state, last sign-in (S08)', async () => {
    const { manager, reader, pending } = await newStaff(world)
    await newCompany(world.app, { firstName: 'Somebody', lastName: 'Else' })
    const guest = await signedIn(world, reader)
    expect(await namesAt(guest, '/users')).toEqual(['Ángel Cruz', 'anna Berg', 'Maya Stone', 'Petra Ode', 'Zoe 100%_\\'])
    const page = await pageAt(guest, '/users')
    const shown = [
      manager.username,
      pending.username,
      'Auditor',
      'Unassigned',
      'Pending Activation',
      'failed sign-ins',
      'deactivated',
    ]
    expectWords(page, [...shown, 'never', 'just now', '5 users of Company', '* Primary contact'])
  })

  it('shows actions to Managers only, the nearest one in each row (S08)', async () => {
    const { manager, reader } = await newStaff(world)
    const own = await pageAt(await signedIn(world, manager), '/users')
    const buttons = [...own.matchAll(/command="show-modal">([^<]+)</g)].map(([, label = '']) => label)
    expect(buttons.toSorted()).toEqual(['Activate', 'Activate', 'Deactivate', 'Resend welcome'])
    expect(own).toContain('Add user')
    const others = await pageAt(await signedIn(world, reader), '/users')
    expectNoWords(others, ['show-modal', 'Add user', 'method="post" action="/users', '@mail.test'])
  })

  it('finds by parts of name and login, and for Managers by e-mail address (S08)', async () => {
    const { manager, reader, pending } = await newStaff(world)
    const [boss, colleague] = [await signedIn(world, manager), await signedIn(world, reader)]
    expect(await namesAt(boss, '/users?q=PETRA')).toEqual(['Petra Ode'])
    expect(await namesAt(boss, '/users?q=ode+petra')).toEqual(['Petra Ode'])
    expect(await namesAt(boss, `/users?q=${pending.username.slice(1)}`)).toEqual(['Petra Ode'])
    expect(await namesAt(boss, `/users?q=${pending.email}`)).toEqual(['Petra Ode'])
    expect(await namesAt(colleague, `/users?q=${pending.username}`)).toEqual(['Petra Ode'])
    expect(await namesAt(colleague, `/users?q=${pending.email}`)).toEqual([])
    expect(await pageAt(boss, '/users?q=PETRA')).toContain('1 of 5 users of Company')
  })

  // Every login has the platform's identifier in it, which is an underscore.
  it.each([
    ['%', 1],
    ['\\', 1],
    ['100%_\\', 1],
    ['_', 5],
    ["'", 0],
    ['(', 0],
    ['\u{1F4A9}', 0],
    ['\0', 5],
  ] as const)('takes %s in a search for itself', async (typed, found) => {
    const { manager } = await newStaff(world)
    expect(await namesAt(await signedIn(world, manager), `/users?q=${encodeURIComponent(typed)}`)).toHaveLength(found)
  })

  it('filters by state, with counts of what the search finds, and says so where there is nobody', async () => {
    const { manager } = await newStaff(world)
    const boss = await signedIn(world, manager)
    expect(await namesAt(boss, '/users?state=inactive')).toEqual(['Ángel Cruz', 'Zoe 100%_\\'])
    const page = await pageAt(boss, '/users?state=inactive')
    expect(page).toContain('2 of 5 users')
    expect(
      [...page.matchAll(/class="chip"[^>]*>([^<]+)<span class="count">(\d+)/g)].map(([, label, count]) => `${label} ${count}`),
    ).toEqual(['All 5', 'Active 2', 'Pending Activation 1', 'Inactive 2'])
    expect(await pageAt(boss, '/users?state=active&q=petra')).toContain('Nobody here is Active')
    expect(await pageAt(boss, '/users?q=nobody+of+that+name')).toContain('Nobody found')
  })

  it.each([
    ['name', ['Ángel Cruz', 'anna Berg', 'Maya Stone', 'Petra Ode', 'Zoe 100%_\\'], 'Zoe 100%_\\'],
    ['login', ['anna Berg', 'Ángel Cruz', 'Maya Stone', 'Petra Ode', 'Zoe 100%_\\'], 'Zoe 100%_\\'],
    ['role', ['Ángel Cruz', 'Maya Stone', 'anna Berg', 'Zoe 100%_\\', 'Petra Ode'], 'Petra Ode'],
    ['state', ['anna Berg', 'Maya Stone', 'Ángel Cruz', 'Zoe 100%_\\', 'Petra Ode'], 'Petra Ode'],
    ['last-sign-in', ['Ángel Cruz', 'anna Berg', 'Petra Ode', 'Zoe 100%_\\', 'Maya Stone'], 'Maya Stone'],
  ] as const)('sorts by %s, both ways, and by name where that is equal (S08)', async (sort, ascending, firstDescending) => {
    const { manager } = await newStaff(world)
    const boss = await signedIn(world, manager)
    expect(await namesAt(boss, `/users?sort=${sort}`)).toEqual(ascending)
    expect((await namesAt(boss, `/users?sort=${sort}&order=descending`))[0]).toBe(firstDescending)
  })

  it('asks whoever is not signed in to sign in, and comes back', async () => {
    const answer = await visitor(world.site, { origin: world.app.config.origin }).get('/users')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fusers'])
  })

  it('marks whose latest mail could not be delivered, for Managers (A02)', async () => {
    const { manager, reader, pending } = await newStaff(world)
    const mail = (state: string, at: string) => ({
      id: newId(),
      accountId: pending.accountId,
      kind: 'welcome',
      recipient: pending.email,
      params: '{}',
      state,
      createdAt: new Date(at),
    })
    await world.app.db
      .insertInto('mails')
      .values({ ...mail('parked', '2026-01-01'), lastError: '550 no such mailbox' })
      .execute()
    const boss = await signedIn(world, manager)
    expect(await pageAt(boss, '/users')).toContain('Mail not delivered')
    expect(await pageAt(boss, `/users/${pending.accountId}`)).toContain('550 no such mailbox')
    const colleague = await signedIn(world, reader)
    expect(await pageAt(colleague, '/users')).not.toContain('Mail not delivered')
    expect(await pageAt(colleague, `/users/${pending.accountId}`)).not.toContain('550')
    await world.app.db.insertInto('mails').values(mail('sent', '2026-01-02')).execute()
    expect(await pageAt(boss, '/users')).not.toContain('Mail not delivered')
  })

  it('warns Managers while only one of them can sign in (N09)', async () => {
    const { manager, reader } = await newStaff(world)
    const warning = 'Only one Manager can sign in'
    const boss = await signedIn(world, manager)
    expect(await pageAt(boss, '/users')).toContain(warning)
    expect(await pageAt(await signedIn(world, reader), '/users')).not.toContain(warning)
    await newPerson(world.app, manager.subscriptionId, { role: 'manager' })
    expect(await pageAt(boss, '/users')).not.toContain(warning)
  })
})

describe('a long list', () => {
  let boss: Visitor
  let everybody: readonly string[]
  let manager: Person

  beforeAll(async () => {
    manager = await newCompany(world.app, { firstName: 'Aa', lastName: 'Aa' })
    const rows = Array.from({ length: 3_000 }, (_, index) => {
      const username = `long_zz${index}`
      const number = String(index).padStart(4, '0')
      return {
        id: newId(),
        subscriptionId: manager.subscriptionId,
        username,
        usernameFolded: foldUsername(username),
        firstName: 'User',
        lastName: number,
        email: `u${index}@mail.test`,
        role: ['reader', 'scanner'][index % 2] ?? '',
        state: 'pending_activation',
        stateChangedBy: 'test',
      }
    })
    await world.app.db.insertInto('accounts').values(rows).execute()
    everybody = ['Aa Aa', ...rows.map(({ lastName }) => `User ${lastName}`)]
    boss = await signedIn(world, manager)
  })

  const linkOf = (page: string, rel: string) =>
    new RegExp(`rel="${rel}" href="([^"]+)"`).exec(page)?.[1]?.replaceAll('&amp;', '&') ?? null

  it.each(['', '?sort=role', '?sort=last-sign-in&order=descending', '?sort=state&order=descending&q=user'])(
    'comes in pages of 50, each user on one of them, and back again: /users%s',
    async (query) => {
      const seen: string[] = []
      let path: string | null = `/users${query}`
      let last = path
      while (path !== null && seen.length < 200) {
        const names = await namesAt(boss, path)
        expect(names).toHaveLength(50)
        seen.push(...names)
        last = path
        path = linkOf(await pageAt(boss, path), 'next')
      }
      expect(new Set(seen).size).toBe(200)
      for (let page = 3; page > 0; page -= 1) {
        last = linkOf(await pageAt(boss, last), 'prev') ?? ''
        expect(await namesAt(boss, last)).toEqual(seen.slice((page - 1) * 50, page * 50))
      }
      expect(linkOf(await pageAt(boss, last), 'prev')).toBeNull()
    },
  )

  it('keeps its order over the pages', async () => {
    const [first, second] = [
      await namesAt(boss, '/users'),
      await namesAt(boss, linkOf(await pageAt(boss, '/users'), 'next') ?? ''),
    ]
    expect([...first, ...second]).toEqual(everybody.slice(0, 100))
  })

  it('says how many there are, and where an old bookmark leads nowhere', async () => {
    expect(await pageAt(boss, '/users')).toContain('3,001 users of Company')
    const final = await world.app.db
      .selectFrom('accounts')
      .select('id')
      .where('username', '=', 'long_zz2999')
      .executeTakeFirstOrThrow()
    expect(await pageAt(boss, `/users?after=${final.id}`)).toContain('Nobody on this page')
    expect(await namesAt(boss, `/users?after=${newId()}`)).toEqual(everybody.slice(0, 50))
  })

  it('costs a bounded number of statements, however many users there are', async () => {
    const watched = watchWork(world)
    try {
      const place = { ...world, site: watched.site }
      const [alone, crowd] = [await signedIn(place, await newCompany(world.app)), await signedIn(place, manager)]
      const paths = [
        '/users',
        '/users?q=e&sort=role',
        '/users?q=user+29',
        '/users?sort=unit&state=active',
        '/users?sign-in=never',
      ]
      for (const path of paths) {
        const few = await watched.workOf(() => pageAt(alone, path))
        const many = await watched.workOf(() => pageAt(crowd, path))
        expect([path, few.statements.length <= 11, many.statements.length <= 15]).toEqual([path, true, true])
      }
    } finally {
      await watched.close()
    }
  })

  const queries = [
    'sort=name',
    'sort=login&order=descending',
    'sort=email',
    'sort=role&order=descending',
    'sort=unit',
    'sort=state',
    'sort=last-sign-in',
    'sort=added',
  ]

  it.each(queries)('is walked and gathered to the same pages: /users?%s (P5)', async (query) => {
    // All of them have "user" in their name: walked. Few have a 7 three times: gathered.
    const walked = await namesAt(boss, `/users?${query}&q=user`)
    expect(walked).toHaveLength(50)
    const next = linkOf(await pageAt(boss, `/users?${query}&q=user`), 'next') ?? ''
    expect(new Set([...walked, ...(await namesAt(boss, next))]).size).toBe(100)
    const gathered = await namesAt(boss, `/users?${query}&q=777`)
    expect(gathered.toSorted()).toEqual(['User 0777', 'User 1777', 'User 2777'])
  })
})
