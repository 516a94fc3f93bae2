import { describe, expect, test } from 'vitest'
import type { SupportContacts } from '../../config/config.ts'
import { publishedDirectory } from '../../config/directory-file.ts'
import { configuredContacts } from './configured-contacts.ts'
import { keptNumbersPage, supportPages } from './pages.tsx'

const support: SupportContacts = {
  name: 'Example Support',
  email: 'support@example.com',
  numbers: [
    {
      location: 'USA and Canada',
      countries: ['US', 'CA'],
      number: '+18668016161',
      display: '+1 866 801 6161',
      kind: 'toll-free',
      international: false,
    },
    { location: 'United States', number: '+16508016161', display: '+1 650 801 6161', kind: 'toll', international: true },
  ],
}

describe('the support portal (S21)', () => {
  test('Need Assistance leads to the telephone numbers', async () => {
    const page = await open('/support')
    expect(page).toContain('<h1>Support</h1>')
    expect(page).toMatch(/<a [^>]*href="\/support\/numbers">\s*Need Assistance/)
    expect(page).toContain('href="/support/mail"')
    expect(page).toContain('href="mailto:support@example.com"')
  })

  test('numbers stand by location, can be dialled, and one can be reached from anywhere', async () => {
    const page = await open('/support/numbers')
    expect(page).toContain('<h1>Need Assistance</h1>')
    expect(page).toMatch(/From anywhere[^]*href="tel:\+16508016161">\s*\+1 650 801 6161\s*<\/a>[^]*<table/)
    expect(page).toMatch(/<h3>Americas<\/h3>[^]*USA and Canada[^]*href="tel:\+18668016161">\s*\+1 866 801 6161\s*<\/a>/)
  })

  test.each([
    ['en-CA,en;q=0.9', 'Canada'],
    ['en-US', 'United States'],
  ])('%s: those of the visitor’s own country come first', async (languages, country) => {
    const page = await open('/support/numbers', support, { 'accept-language': languages })
    expect(page).toMatch(new RegExp(`<h2>${country}</h2>[^]*tel:\\+18668016161[^]*From anywhere`))
  })

  test.each(['ja', 'en', '', 'x'.repeat(5_000)])('with Accept-Language %.10s nothing is guessed', async (languages) => {
    expect(await open('/support/numbers', support, { 'accept-language': languages })).not.toContain(
      'By the languages of your browser',
    )
  })

  test('are found by what one types, with one from anywhere always in sight', async () => {
    const page = await open('/support/numbers?q=canada')
    expect(page).toContain('1 number found')
    const none = await open('/support/numbers?q=%3Cscript%3Ealert(1)')
    expect(none).toContain('No number fits “&lt;script&gt;alert(1)”')
    expect(none).toContain('From anywhere')
    expect(none).not.toContain('<script>alert')
  })

  test('say when somebody answers, there and by script in the visitor’s own time', async () => {
    const [first] = support.numbers
    const office = { hours: ['Mon-Sun 00:00-23:59'], timeZone: 'UTC', languages: ['fr'] }
    const numbers = [{ ...support.numbers[0], ...first, ...office }, ...support.numbers.slice(1)]
    const page = await open('/support/numbers', { ...support, numbers: numbers as SupportContacts['numbers'] })
    expect(page).toMatch(/class="opening state active" data-open-spans="\d+-\d+ \d+-\d+[ \d-]*">\s*Open now, until 23:59 there/)
    expect(page).toContain('Mon to Sun 00:00–23:59, UTC time')
    expect(page).toContain('French')
    expect(page).toMatch(/assets\/hours\./)
  })

  test('the kept page is for everybody and any time: without a guess, and with hours for its script', () => {
    const numbers = [
      { ...support.numbers[0], hours: ['Mon-Fri 09:00-17:00'], timeZone: 'Europe/London' },
    ] as SupportContacts['numbers']
    const contacts = configuredContacts(numbers)
    const page = keptNumbersPage(configOf(support), { contacts, drawnAt: new Date('2026-11-21T12:00:00Z') })
    expect(page).toMatch(/data-open-spans="1795424400-1795453200 [\d -]+" hidden/)
    expect(page).toContain('Mon to Fri 09:00–17:00, London time')
    expect(page).not.toMatch(/Open now|Opens in|By the languages/)
  })

  test('the numbers page says what support never asks for', async () => {
    const page = await open('/support/numbers')
    expect(page).toContain('What support never asks for')
    expect(page).toContain('Your password, an activation key, or a code')
  })

  test('without numbers or address the pages still stand', async () => {
    const bare = { ...support, email: null, numbers: [] }
    expect(await open('/support/numbers', bare)).toContain('No telephone numbers')
    expect(await open('/support', bare)).not.toContain('mailto:')
  })
})

describe('what a network should allow (S16)', () => {
  test('the sender and its domain', async () => {
    const page = await open('/support/mail')
    expect(page).toMatch(/<code[^>]*>\s*no-reply@mail\.example\.com\s*<\/code>/)
    expect(page).toMatch(/<code[^>]*>\s*mail\.example\.com\s*<\/code>/)
  })

  test('the origins of the front door and of every platform', async () => {
    const page = await open('/support/mail')
    expect(page).toContain('>https://door.example<')
    expect(page).not.toContain('https://alias.example')
    for (const { signInUrl } of publishedDirectory()) expect(page).toContain(`>${new URL(signInUrl).origin}<`)
  })

  test('why scanners do no harm (N01)', async () => {
    const page = await open('/support/mail')
    for (const words of ['GET or HEAD', 'after the #', 'scripts', 'Posting the form', 'Send me a new link']) {
      expect(page).toContain(words)
    }
  })
})

const configOf = (contacts: SupportContacts) => ({
  brand: { name: 'Gatehouse', accent: null },
  directory: publishedDirectory(),
  support: contacts,
  mail: { from: 'Gatehouse <no-reply@mail.example.com>', transport: { kind: 'outbox' as const, folder: '/nowhere' } },
  frontDoor: { origins: ['https://door.example', 'https://alias.example'], platforms: [] },
  platforms: [],
  demo: false,
})

async function open(path: string, contacts: SupportContacts = support, headers: Record<string, string> = {}): Promise<string> {
  const response = await supportPages({ config: configOf(contacts) }).request(path, { headers })
  expect(response.status).toBe(200)
  return response.text()
}
