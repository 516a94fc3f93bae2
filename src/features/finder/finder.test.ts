import { describe, expect, test } from 'vitest'
import { publishedDirectory } from '../../config/directory-file.ts'
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
    expect(page).toContain(`<p class="alert-heading">${label}</p>`)
    expect(page).toMatch(new RegExp(`href="${url}">\\s*Sign in to ${label}`))
  })

  test('a retired identifier is explained', async () => {
    const page = await answer('acme#jd1')
    expect(page).toContain('<p class="alert-heading">UK Platform 1</p>')
    expect(page).toContain('a retired identifier')
  })

  test('an @ leads to PCI, and may be of an e-mail address', async () => {
    const page = await answer('jane@acme.example')
    expect(page).toContain('<p class="alert-heading">PCI Platform</p>')
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

async function open(path: string): Promise<string> {
  const response = await door.request(path)
  expect(response.status).toBe(200)
  return response.text()
}

async function answer(username: string): Promise<string> {
  return open(`/?${new URLSearchParams({ username })}`)
}
