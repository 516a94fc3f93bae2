import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markdownHtml, markdownText } from './markdown.tsx'

describe('Markdown as HTML', () => {
  test.each([
    ['**bold** and *soft*', '<p><strong>bold</strong> and <em>soft</em></p>'],
    ['# Big', '<p><strong>Big</strong></p>'],
    ['- one\n- two', '<ul>\n<li>one</li>\n<li>two</li>\n</ul>'],
    ['[us](https://x.test/?a=1&b=2)', '<p><a href="https://x.test/?a=1&amp;b=2" rel="nofollow noopener">us</a></p>'],
    ['<https://x.test>', '<p><a href="https://x.test" rel="nofollow noopener">https://x.test</a></p>'],
    ['<me@x.test>', '<p><a href="mailto:me@x.test" rel="nofollow noopener">me@x.test</a></p>'],
    ['![a chart](https://x.test/a.png)', '<p><a href="https://x.test/a.png" rel="nofollow noopener">a chart</a></p>'],
    ['[![a](https://x.test/a.png)](https://x.test)', '<p><a href="https://x.test" rel="nofollow noopener">a</a></p>'],
    ['```js\n<b>\n```', '<pre><code>&lt;b&gt;\n</code></pre>'],
  ])('%s', (text, html) => {
    expect(markdownHtml(text)).toBe(html)
  })

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](java\nscript:alert(1))',
    '[x](<java&Tab;script:alert(1)>)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:msgbox)',
    '[x](//evil.test)',
    '[x](/sign-out)',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '![x](data:image/svg+xml,<svg>)',
    '![" onload="alert(1)](https://x.test)',
    '[x](https://x.test "onclick=alert(1)")',
    '[x]: javascript:alert(1)\n\n[x]',
    '```"><script>alert(1)</script>\na\n```',
    '<a href="javascript:alert(1)">x</a>',
    '<a\nhref="https://x.test"\nonclick=alert(1)>x</a>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<!-- --><style>*{display:none}</style>',
    '<iframe src="https://x.test">',
  ])('nothing in %j runs, loads, or leads to what is no address', (text) => {
    expectHarmless(markdownHtml(text))
  })

  test('no text at all gives anything but what is on the list', () => {
    const pieces = fc.constantFrom('<', '>', '"', "'", '(', ')', '[', ']', '!', '`', '*', '_', '&', ';', '#', '\n', ' ', 'a', ':')
    const words = fc.constantFrom(
      'script',
      'javascript:',
      'https://x.test',
      'onload=',
      '&lt;',
      '&#x3c;',
      '<img src=',
      '](',
      '\u0000',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, words), { maxLength: 40 }), (parts) => expectHarmless(markdownHtml(parts.join('')))),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['stars', '*_'.repeat(5_000)],
    ['quotes', '>'.repeat(10_000)],
    ['brackets', '[a]('.repeat(2_500)],
    ['pictures', '![a'.repeat(3_333)],
    ['lists in one line', '- '.repeat(5_000)],
    ['numbers in one line', '1) '.repeat(3_333)],
    ['lists in quotes', '- > '.repeat(2_500)],
    ['lists, line by line', '- - - - - a\n'.repeat(833)],
  ])('ten thousand characters of %s take their time, and no more', (_, text) => {
    const start = performance.now()
    markdownHtml(text)
    expect(performance.now() - start).toBeLessThan(1_500)
  })

  test.each([
    ['- '.repeat(6), 6, ''],
    ['- '.repeat(7), 6, '-'],
    ['> '.repeat(7), 6, '&gt;'],
    ['1. '.repeat(7), 6, '1.'],
  ])('%s is nested six times, and what is deeper stands as it was typed', (markers, depth, rest) => {
    const html = markdownHtml(`${markers}words`)
    expect(html.match(/<(?:ul|ol|blockquote)>/gu)).toHaveLength(depth)
    expect(html.replaceAll(/<[^>]*>|\n/gu, '')).toBe(`${rest} words`.trim())
  })

  test('four hundred items are items, and one more is words', () => {
    const items = (count: number) => markdownHtml('- a\n'.repeat(count)).match(/<li>/gu)?.length
    expect([items(400), items(401)]).toEqual([400, 400])
  })
})

describe('Markdown as plain text', () => {
  test.each([
    ['**bold** <b>', 'bold <b>'],
    ['one\n\ntwo', 'one\n\ntwo'],
    ['[us](https://x.test/?a&b)', 'us (https://x.test/?a&b)'],
    ['<https://x.test>', 'https://x.test'],
    ['Do:\n\n- one\n- two\n\nthen', 'Do:\n\n- one\n- two\n\nthen'],
    ['&lt;b&gt; &amp;lt;', '<b> &lt;'],
  ])('%j', (text, plain) => {
    expect(markdownText(text)).toBe(plain)
  })
})

const ALLOWED =
  /^(?:[^<>]|<(?:\/?(?:p|em|strong|ul|ol|li|blockquote|pre|code)|br|hr|\/a|a href="(?:https?:\/\/|mailto:)[^"<>]*" rel="nofollow noopener")>)*$/iu

function expectHarmless(html: string): void {
  expect(html).toMatch(ALLOWED)
}
