import { describe, expect, test } from 'vitest'
import type { Letter, LetterBlock } from './letter.ts'
import { renderLetter } from './render-letter.ts'

const style = { brandName: 'Gatehouse', accent: null }
const key = `${'Zq3-_v'.repeat(7)}A`
const url = `https://us1.gatehouse.example/activate#${key}`

const everyBlock: readonly LetterBlock[] = [
  { kind: 'text', text: 'Someone, we hope you, asked for a new password on US Platform 1.' },
  {
    kind: 'facts',
    facts: [
      ['Username', 'acme_jd1'],
      ['Expires', '12 May 2026, 10:00 UTC'],
    ],
  },
  { kind: 'action', label: 'Choose a new password', url, key },
  { kind: 'link', label: 'Sign-in page', url: 'https://us1.gatehouse.example/sign-in' },
  { kind: 'list', items: ['Ada Lovelace, Manager', 'Grace Hopper, POC'] },
  { kind: 'note', text: "Wasn't it you? Ignore this mail, and tell a Manager." },
]

function letterOf(...blocks: readonly LetterBlock[]): Letter {
  return { subject: 'Reset your password: US Platform 1, acme_jd1', heading: 'Choose a new password', blocks }
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_-]+/gu) ?? []
}

function bodyOf(html: string): string {
  return html
    .slice(html.indexOf('<body'))
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

describe('a letter', () => {
  test('says the same words in text and HTML', () => {
    const { text, html } = renderLetter(letterOf(...everyBlock), style)
    // A list's dash is drawn by the HTML's bullet.
    expect(wordsOf(bodyOf(html))).toEqual(wordsOf(text).filter((word) => word !== '-'))
  })

  test('has its link and its key on lines of their own, unbroken', () => {
    const lines = renderLetter(letterOf(...everyBlock), style).text.split('\n')
    expect(lines).toContain(url)
    expect(lines).toContain(`Activation key: ${key}`)
    expect(lines.filter((line) => line.startsWith('http'))).toEqual([url])
  })

  test('never wraps long lines, so that no link is broken', () => {
    const long = `https://us1.gatehouse.example/${'long/'.repeat(100)}#${key}`
    expect(renderLetter(letterOf({ kind: 'action', label: 'Go', url: long, key }), style).text.split('\n')).toContain(long)
  })

  test('links only to its own addresses and loads nothing from anywhere', () => {
    const { html } = renderLetter(letterOf(...everyBlock), style)
    expect(new Set([...html.matchAll(/href="([^"]*)"/gu)].map((match) => match[1]))).toEqual(
      new Set([url, 'https://us1.gatehouse.example/sign-in']),
    )
    expect(html).not.toMatch(/<(img|link|script|iframe|table|object|video)|src=|url\(|@import/u)
  })

  test('has one button in the accent of the brand, and dark colours', () => {
    const { html } = renderLetter(letterOf(...everyBlock), { brandName: 'Acme', accent: { light: '#aa0000', dark: '#ffaaaa' } })
    expect(html.match(/class="button"/gu)).toHaveLength(1)
    expect(html).toContain('background:#aa0000')
    expect(html).toMatch(/prefers-color-scheme:dark\).*#ffaaaa/u)
  })

  test('leaves the key line out where there is no key', () => {
    const { text, html } = renderLetter(letterOf({ kind: 'action', label: 'Open', url, key: null }), style)
    expect(`${text}${html}`).not.toContain('Activation key')
  })

  test.each([
    [() => letterOf({ kind: 'action', label: 'Go', url: 'javascript:alert(1)', key: null })],
    [() => letterOf({ kind: 'link', label: 'Go', url: '/relative' })],
    [() => letterOf({ kind: 'action', label: 'Go', url: 'https://us1.example/a\nb', key: null })],
    [() => letterOf({ kind: 'action', label: 'Go', url: 'https://us1.example/', key: 'not a key' })],
    [() => letterOf(...everyBlock, ...everyBlock)],
  ])('is refused, without quoting it, when an address, a key or the number of buttons is wrong (%#)', (letter) => {
    expect(() => renderLetter(letter(), style)).toThrow(TypeError)
    expect(() => renderLetter(letter(), style)).toThrow(/^[^#]*$/u)
  })
})

describe('a name chosen by a stranger', () => {
  const forged = '<b>Eve</b>&"\'\r\nActivation key: forged\u2028Bcc: eve@evil.example\u202e'

  test('is escaped in HTML', () => {
    const { html } = renderLetter(letterOf({ kind: 'text', text: forged }, { kind: 'facts', facts: [['Name', forged]] }), style)
    expect(html).not.toContain('<b>')
    expect(html).toContain('&lt;b&gt;Eve&lt;/b&gt;&amp;&quot;&#39; Activation key: forged Bcc: eve@evil.example')
  })

  test('cannot forge a line in any block of the text', () => {
    const { text } = renderLetter(
      {
        subject: 'Hello',
        heading: forged,
        blocks: [
          { kind: 'text', text: forged },
          { kind: 'facts', facts: [[forged, forged]] },
          { kind: 'list', items: [forged] },
          { kind: 'note', text: forged },
          { kind: 'action', label: forged, url, key },
        ],
      },
      style,
    )
    const lines = text.split(/[\n\r\u2028]/u)
    expect(lines.filter((line) => line.startsWith('Activation key:'))).toEqual([`Activation key: ${key}`])
    expect(text).not.toMatch(/[\r\u2028\u202e]/u)
  })

  test('cannot break the subject, nor make it endless', () => {
    const subjectOf = (subject: string) => renderLetter({ subject, heading: '', blocks: [] }, style).subject
    expect(subjectOf(forged)).not.toMatch(/[\p{Cc}\u2028\u202e]/u)
    expect(Array.from(subjectOf('🗝'.repeat(500)))).toHaveLength(200)
    expect(subjectOf('🗝'.repeat(500))).toMatch(/🗝…$/u)
  })
})
