import { describe, expect, test } from 'vitest'
import type { SupportContacts } from '../../config/config.ts'
import { publishedDirectory } from '../../config/directory-file.ts'
import { supportPages } from './pages.tsx'

const support: SupportContacts = {
  name: 'Example Support',
  email: 'support@example.com',
  numbers: [
    { location: 'USA and Canada', number: '+18668016161', display: '+1 866 801 6161', kind: 'toll-free', international: false },
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
    expect(page).toMatch(/USA and Canada[^]*<a href="tel:\+18668016161">\+1 866 801 6161<\/a>/)
    expect(page).toMatch(/From anywhere[^]*<a href="tel:\+16508016161">\+1 650 801 6161<\/a>[^]*<table/)
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

async function open(path: string, contacts: SupportContacts = support): Promise<string> {
  const pages = supportPages({
    config: {
      brand: { name: 'Gatehouse', accent: null },
      directory: publishedDirectory(),
      support: contacts,
      mail: { from: 'Gatehouse <no-reply@mail.example.com>', transport: { kind: 'outbox', folder: '/nowhere' } },
      frontDoor: { origins: ['https://door.example', 'https://alias.example'] },
      platforms: [],
      demo: false,
    },
  })
  const response = await pages.request(path)
  expect(response.status).toBe(200)
  return response.text()
}
