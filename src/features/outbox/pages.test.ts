import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMailer } from '../../mail/mailer.ts'
import type { Chrome } from '../../ui/layout.tsx'
import { outboxPages } from './pages.tsx'

const key = 'k'.repeat(43)
const url = `http://us1.localhost:8080/activate#${key}`
const brand = { name: 'Gatehouse', accent: null }
const chrome: Chrome = {
  brand,
  product: null,
  siteLabel: null,
  home: '/',
  sections: [],
  viewer: null,
  session: null,
  help: [],
  corner: null,
  footer: [],
}

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-outbox-page-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

function pages(at = folder) {
  return outboxPages({ folder: at, chrome, clock: { now: () => new Date('2026-05-12T10:00:00Z') } })
}

async function mail(subject: string, minute = 0): Promise<string> {
  const before = new Set(await readdir(folder))
  const mailer = createMailer({ from: 'no-reply@gatehouse.example', transport: { kind: 'outbox', folder } }, brand)
  const letter = {
    subject,
    heading: 'Choose a new password',
    blocks: [
      { kind: 'text', text: 'Hello <script>alert(1)</script>, javascript:alert(2)' },
      { kind: 'action', label: 'Choose', url, key },
    ],
  } as const
  await mailer.send({ to: 'jd@acme.example', messageId: 'job-1', date: new Date(Date.UTC(2026, 4, 12, 9, minute)), letter })
  return (await readdir(folder)).find((name) => name.endsWith('.eml') && !before.has(name)) ?? ''
}

async function bodyOf(path: string, at = folder): Promise<string> {
  return (await pages(at).request(path)).text()
}

describe('the outbox', () => {
  test('says so when there is no mail yet, also before the folder is there', async () => {
    expect(await bodyOf('/outbox')).toContain('No mail yet')
    expect(await bodyOf('/outbox', join(folder, 'later'))).toContain('No mail yet')
  })

  test('lists mails newest first, and links to each', async () => {
    const older = await mail('The older one', 1)
    const newer = await mail('The newer <one>', 2)
    const page = await bodyOf('/outbox')
    expect(page.indexOf('The newer &lt;one&gt;')).toBeLessThan(page.indexOf('The older one'))
    expect(page).toContain(`href="/outbox/${older}"`)
    expect(page).toContain(`href="/outbox/${newer}"`)
    expect(page).toContain('jd@acme.example')
    expect(page).toContain('2 mails')
  })

  test('shows one mail: its text with the link to click, and its headers', async () => {
    const page = await bodyOf(`/outbox/${await mail('Reset your password')}`)
    expect(page).toContain(`<a href="${url}">${url}</a>`)
    expect(page).toContain(`Activation key: ${key}`)
    expect(page).toContain('&lt;job-1@gatehouse.example&gt;')
    expect(page).toContain('auto-generated')
  })

  test('makes links of web addresses only, and no markup of what a mail says', async () => {
    const page = await bodyOf(`/outbox/${await mail('Reset <b>your</b> password')}`)
    expect(page).not.toMatch(/<script>alert|href="javascript|<b>your/u)
    expect(page).toContain('Hello &lt;script&gt;alert(1)&lt;/script&gt;, javascript:alert(2)')
  })

  test('shows the HTML part only where it can do nothing', async () => {
    const answer = await pages().request(`/outbox/${await mail('Reset your password')}/html`)
    expect(await answer.text()).toContain('class="button"')
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/sandbox(?!.*(allow-scripts|allow-same-origin|allow-forms))/u)
  })

  test('is never kept by a cache', async () => {
    const name = await mail('Reset your password')
    for (const path of ['/outbox', `/outbox/${name}`, `/outbox/${name}/html`]) {
      expect((await pages().request(path)).headers.get('cache-control')).toBe('no-store')
    }
  })

  test('reads no file but the mails in its folder', async () => {
    const name = await mail('Reset your password')
    await writeFile(join(folder, 'secret.txt'), 'a secret')
    await symlink(join(folder, 'secret.txt'), join(folder, 'linked.eml'))
    const elsewhere = [
      'secret.txt',
      'linked.eml',
      '.tmp',
      `..%2F${encodeURIComponent(folder.split('/').at(-1) ?? '')}%2F${name}`,
      `.%2F${name}`,
      '..%2F..%2Fetc%2Fpasswd',
      `${name}%00`,
      name.replace(/\d/u, '9'),
    ]
    for (const path of elsewhere) {
      for (const view of ['', '/html']) {
        const answer = await pages().request(`/outbox/${path}${view}`)
        expect(answer.status).toBe(404)
        expect(await answer.text()).not.toContain('a secret')
      }
    }
    expect(await bodyOf('/outbox')).toContain('1 mail<')
  })
})
