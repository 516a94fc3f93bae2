import { describe, expect, test } from 'vitest'
import { publishedDirectory } from '../../config/directory-file.ts'
import type { PlatformStanding, StandingMaintenance } from '../../domain/platform-standing.ts'
import { finderPages } from './pages.tsx'

const directory = publishedDirectory()
const door = finderPages({ config: { brand: { name: 'Gatehouse', accent: null }, directory, demo: false } })

describe('the finder (S02, N03)', () => {
  test('asks by a form that anyone can bookmark', async () => {
    const page = await open('/')
    expect(page).toContain('<h1>Which platform is mine?</h1>')
    expect(page).toMatch(/<form method="get" action="\/"/)
    expect(page).toMatch(/<label for="field-username">\s*Username\s*<\/label>/)
    expect(page).toMatch(/<button[^>]*type="submit"[^>]*>Find my platform<\/button>/)
    expect(page).not.toContain('class="alert')
  })

  test('shows the whole table of platforms, identifiers and addresses on the same page', async () => {
    const page = await open('/?username=nonsense')
    for (const { label, region, identifiers, retiredIdentifiers, ...urls } of directory) {
      const signs = [...identifiers, ...retiredIdentifiers].map((sign) => `>${sign}</code>`)
      const addresses = [urls.apiUrl, urls.gatewayUrl].map((url) => (url ?? '').replace('https://', ''))
      for (const text of [label, region, ...signs, `<a href="${urls.signInUrl}">`, ...addresses]) {
        expect(page).toContain(text)
      }
    }
  })

  test.each([
    ['acme_jd1', 'US Platform 1', 'https://qualysguard.qualys.com'],
    ['acme2jd', 'US Platform 2', 'https://qualysguard.qg2.apps.qualys.com'],
    ['quaysAab1', 'KSA Platform 1', 'https://qualysguard.qg1.apps.qualysksa.com'],
    ['3com_ab1', 'US Platform 1', 'https://qualysguard.qualys.com'],
    [' nne8gm ', 'India Platform 1', 'https://qualysguard.qg1.apps.qualys.in'],
    ['quays6qt84', 'US Platform 4', 'https://qualysguard.qg4.apps.qualys.com'],
  ])('%s leads to %s by a link', async (username, label, url) => {
    const page = await answer(username)
    expect(page).toContain(`<title>${label} · Which platform is mine? · Gatehouse</title>`)
    expect(page).toContain(`<h2>${label}</h2>`)
    const carried = `${url}/sign-in\\?username=${encodeURIComponent(username.trim())}`
    expect(page).toMatch(new RegExp(`href="${carried}">\\s*Sign in to ${label}`))
  })

  test('a retired identifier is explained', async () => {
    const page = await answer('acme#jd1')
    expect(page).toContain('<h2>UK Platform 1</h2>')
    expect(page).toContain('a retired identifier')
  })

  test('an @ leads to PCI, and may be of an e-mail address', async () => {
    const page = await answer('jane@acme.example')
    expect(page).toContain('<h2>PCI Platform</h2>')
    expect(page).toContain('This may be your e-mail address')
  })

  test.each([
    ['nonsense!!', 'This doesn’t look like a username'],
    ['acme_j1', 'ends with two letters'],
    ['jd1', 'Here it is missing'],
    ['toolong_jd1', 'starts with three to five'],
    ['acme0jd1', 'No platform has this identifier'],
    ['a'.repeat(5_000), 'That is too long for a username'],
  ])('%.12s gets a helpful answer: %s', async (username, words) => {
    const page = await answer(username)
    expect(page).toContain(words)
    expect(page).toMatch(/href="https:\/\/qualysguard\.gov1\.qualys\.us">\s*Sign in to US Gov Platform 1/)
    expect(page).toContain('/support/numbers')
  })

  test('wrong case is pointed out', async () => {
    expect(await answer('quaysaab1')).toContain('it would be KSA Platform 1')
  })

  test('what was typed stays, and does no harm', async () => {
    const page = await answer('"><script>alert(1)</script>\0\u202E')
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\uFFFD\uFFFD"')
    expect(page).not.toContain('<script>alert')
  })

  test.each([
    '/?username=%',
    '/?username=%E0%A4%A',
    '/?username=%ED%A0%80',
    '/?username=a&username=b',
    '/?username',
    '/?__proto__=x',
  ])('%s is answered', async (path) => {
    expect(await open(path)).toContain('Which platform is mine?')
  })
})

describe('as one types (S02, N03)', () => {
  const typing = async (username: string) => {
    const response = await door.request(`/?${new URLSearchParams({ username })}`, { headers: { 'x-typing': '1' } })
    return response.text()
  }
  const live = (page: string) => /id="answer-line"[^>]*role="status"[^>]*>([^<]*)</.exec(page)?.[1]?.trim()

  test('the page takes part in the search of its script, and has its button without', async () => {
    const page = await open('/')
    expect(page).toMatch(/<form method="get" action="\/"[^>]*data-search="quiet"/)
    expect(page).toMatch(/assets\/search\./)
    expect(page.indexOf('id="field-username"')).toBeLessThan(page.indexOf('id="answer"'))
  })

  test.each(['a', 'acme', 'acme_', 'acme_j', 'quaysB', '3com'])('nothing is wrong with %s, which may go on', async (username) => {
    const page = await typing(username)
    expect([live(page), page.includes('class="alert')]).toEqual(['', false])
    expect(await answer(username)).toContain('class="alert warn"')
  })

  test('what can be no username any more is said at once', async () => {
    expect(live(await typing('hello world!'))).toBe('No platform found')
    expect(await typing('hello world!')).toContain('This doesn’t look like a username')
  })

  test('a match is announced in words, and an empty field says nothing', async () => {
    expect(live(await typing('acme_jd1'))).toBe('Found: US Platform 1')
    expect(live(await typing('jane@acme.example'))).toBe('Found: PCI Platform')
    const empty = await typing('')
    expect([live(empty), empty.includes('Enter: Username')]).toEqual(['', false])
  })
})

describe('how each platform is', () => {
  const now = Date.now()
  const at = (hours: number) => new Date(now + hours * 3_600_000)
  const maintenance = (hours: number, wish: Partial<StandingMaintenance> = {}): StandingMaintenance => ({
    id: 'm'.repeat(12),
    name: 'Database upgrade',
    isRelease: false,
    closes: false,
    scheduledFor: at(hours),
    scheduledUntil: at(hours + 2),
    actualStartAt: null,
    verifyingAt: null,
    actualEndAt: null,
    cancelledAt: null,
    completes: 'by_clock',
    ...wish,
  })
  const standing = (platformId: string, wish: Partial<PlatformStanding> = {}): [string, PlatformStanding] => [
    platformId,
    { platformId, state: 'operational', incidents: [], maintenances: [], asOf: new Date(now), ...wish },
  ]
  const incident = { id: 'i'.repeat(12), name: 'Sign-in is slow', impact: 'minor' as const, updatedAt: new Date(now) }
  const pageWith = async (standings: readonly [string, PlatformStanding][], path = '/?username=acme_jd1') => {
    const pages = finderPages({
      config: { brand: { name: 'Gatehouse', accent: null }, directory, demo: false },
      standings: () => new Map(standings),
    })
    return (await pages.request(path)).text()
  }

  test('a candidate tells of its incident and of its next maintenance, with links', async () => {
    const us1 = standing('US1', { state: 'degraded_performance', incidents: [incident], maintenances: [maintenance(200)] })
    const card = /<section class="candidate"[^]*?<\/section>/.exec(await pageWith([us1]))?.[0]
    expect(card).toMatch(/Degraded performance<\/span>: <a href="\/status\/incidents\/i{12}">Sign-in is slow<\/a>/)
    expect(card).toMatch(/Next maintenance <time[^]*<a href="\/status\/incidents\/m{12}">Database upgrade<\/a>/)
  })

  test('one that runs is said to run, one that is over is not told of, nor is a release', async () => {
    const candidate = async (one: StandingMaintenance) =>
      pageWith([standing('US1', { state: 'under_maintenance', maintenances: [one] })])
    expect(await candidate(maintenance(-1))).toContain('Maintenance now:')
    const late = { completes: 'by_person' as const }
    expect(await candidate(maintenance(-3, late))).toContain('its planned end has passed')
    expect(await candidate(maintenance(-3))).not.toContain('Database upgrade')
    expect(await candidate(maintenance(1, { isRelease: true }))).not.toContain('Database upgrade')
    expect(await candidate(maintenance(1, { cancelledAt: at(0) }))).not.toContain('Database upgrade')
  })

  test('the strip names those that are not as they should be, or soon maintained; the table all of them', async () => {
    const page = await pageWith(
      [
        standing('US1'),
        standing('US2', { state: 'major_outage', incidents: [incident] }),
        standing('EU1', { maintenances: [maintenance(71)] }),
        standing('EU2', { maintenances: [maintenance(73)] }),
        standing('CA1', { state: 'unknown' }),
      ],
      '/',
    )
    const strip = /<section class="status-strip"[^]*?<\/section>/.exec(page)?.[0] ?? ''
    const named = ['US Platform 1', 'US Platform 2', 'EU Platform 1', 'EU Platform 2', 'Canada Platform 1']
    expect(named.filter((label) => strip.includes(`<b>${label}</b>`))).toEqual([
      'US Platform 2',
      'EU Platform 1',
      'Canada Platform 1',
    ])
    expect(page).toMatch(/<th role="columnheader" scope="col">Status<\/th>/)
    expect(page.match(/not reported/g)).toHaveLength(10)
  })

  test('all is well in one line; without anything known there is no word of it', async () => {
    expect(await pageWith([standing('US1'), standing('US2')], '/')).toMatch(
      /Operational<\/span>: 2 of \d+ platforms; the others are not reported/,
    )
    const unknown = await open('/')
    expect([unknown.includes('status-strip'), unknown.includes('>Status</th>')]).toEqual([false, false])
  })
})

describe('the name is carried along', () => {
  test('to our own platforms, not to addresses that the demo only lists', async () => {
    const local = directory.map((platform) =>
      platform.id === 'US1' ? { ...platform, signInUrl: 'http://us1.localhost:8080' } : platform,
    )
    const demo = finderPages({ config: { brand: { name: 'Gatehouse', accent: null }, directory: local, demo: true } })
    const find = async (username: string) => (await demo.request(`/?${new URLSearchParams({ username })}`)).text()
    expect(await find('acme_jd1')).toContain('href="http://us1.localhost:8080/sign-in?username=acme_jd1"')
    expect(await find('acme2jd')).toContain('href="https://qualysguard.qg2.apps.qualys.com"')
    expect(await find('acme2jd')).not.toContain('username=acme2jd"')
  })
})

async function open(path: string): Promise<string> {
  const response = await door.request(path)
  expect(response.status).toBe(200)
  return response.text()
}

async function answer(username: string): Promise<string> {
  return open(`/?${new URLSearchParams({ username })}`)
}
