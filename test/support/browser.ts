import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { findChromium } from './chromium.ts'
import { PATIENCE_MS } from './wait-for.ts'

/** Runs as root and without a network; Playwright gives each launch a fresh profile folder. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The sizes and colour schemes in which every page must look right. */
export const LOOKS = {
  'desktop-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'desktop-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  'phone-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true },
  'phone-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>

export type Look = keyof typeof LOOKS

/** Starts Chromium. Throws one line that says what to do where there is none. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findChromium()
  return chromium.launch({ executablePath, args: FLAGS, env: { ...ownEnvironment(), ...env } })
}

export type ContextWish = BrowserContextOptions & { readonly look?: Look }

/** A person of their own: no cookie, cache or storage is shared with another context. */
export async function openContext(
  browser: Browser,
  { look = 'desktop-light', ...options }: ContextWish = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ ...LOOKS[look], reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}

/**
 * WCAG 2.2 AA and axe's own best practices (A18); the message names each rule and the elements that break it. `but`: a
 * selector of what is alike to something that is looked at, and too much of it.
 */
export async function expectNoAxeFindings(page: Page, { but }: { but?: string } = {}): Promise<void> {
  // The mode without frames, of which our pages have none: twice as quick.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (but === undefined ? axe : axe.exclude(but)).analyze()
  const findings = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html }) => `    ${html}`).join('\n')}`)
  expect(findings, `axe on ${page.url()}`).toEqual([])
}

/** Saves the whole page as `<SCREENSHOTS>/<name>.png` where that folder is named; else does nothing. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
