import { expect, test } from 'vitest'
import { readUserAgent } from './user-agent.ts'

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)'

test.each([
  [`${WINDOWS} Chrome/140.0.0.0 Safari/537.36`, 'Chrome 140', 'Windows'],
  [`${WINDOWS} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, 'Microsoft Edge 140', 'Windows'],
  [`${MAC} Version/26.0 Safari/605.1.15`, 'Safari 26', 'macOS'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox 143', 'Linux'],
])('%s is told by name', (header, browser, system) => {
  expect(readUserAgent(header)).toEqual({ browser, system })
})

test.each([null, undefined, '', '\u0000', '()', '<b>/1'])('%j tells nothing', (header) => {
  expect(readUserAgent(header)).toEqual({ browser: '', system: '' })
})

test.each(['x', '(', '/1.1 ', 'Mozilla/5.0 (', 'Chrome/', 'é'])(
  '%j a million times over is read in bounded time and space',
  (part) => {
    const started = performance.now()
    const { browser, system } = readUserAgent(part.repeat(1_000_000))
    expect(performance.now() - started).toBeLessThan(1_000)
    expect(browser.length + system.length).toBeLessThan(200)
  },
)
