import { existsSync, readFileSync } from 'node:fs'
import type { Brand } from '../config/config.ts'
import { contentHash } from '../secrets.ts'
import { faviconSvg } from './icons.tsx'
import { SITE } from './paths.ts'

/** One file that never changes under its address. */
export type Asset = {
  /** `/assets/style.3f9a1c02de.css` */
  readonly url: string
  readonly contentType: string
  readonly body: Uint8Array<ArrayBuffer>
}

/** Our own scripts, and what in a page asks for each. Together with `LIBRARY` this is all that a page may load. */
const SCRIPT_MARKS = {
  'page.js': ['<form', '<time'],
  'captcha.js': ['data-captcha'],
  'activation-key.js': ['data-activation-key'],
  'search.js': ['data-search'],
  'copy.js': ['data-copy', 'data-shown-once'],
  'settings.js': ['data-countdown', 'data-adds-line'],
  'progress.js': ['data-progress'],
  'selection.js': ['data-select-all'],
  'upload.js': ['data-upload'],
  'idle.js': ['data-idle'],
  'maintenance.js': ['data-local-moment', 'data-minutes-left', 'data-pass'],
  'zone.js': ['data-guess-zone'],
  'hours.js': ['data-open-spans'],
  'days.js': ['data-days'],
} as const

const LIBRARY = {
  'altcha.js': ['altcha/external', './altcha.min.js'],
  'altcha.css': ['altcha/altcha.css', './altcha.css'],
  'pbkdf2.js': ['altcha/workers/pbkdf2', './pbkdf2.js'],
} as const

type ScriptName = keyof typeof SCRIPT_MARKS
/** Looks that only some pages need, and what in a page asks for each. */
const STYLE_MARKS = { 'altcha.css': 'data-captcha', 'status.css': 'data-status' } as const

export type AssetName = ScriptName | keyof typeof LIBRARY | 'style.css' | 'status.css'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
}

/** The house's own accent, used where the configuration names none; `style.css` says the same. */
const HOUSE_ACCENT = { light: '#23498c', dark: '#9dbcff' }

let loaded: ReadonlyMap<AssetName, Asset> | null = null

/** All assets by name; read once, at the first call. Throws where the browser scripts are not built. */
export function siteAssets(): ReadonlyMap<AssetName, Asset> {
  loaded ??= new Map<AssetName, Asset>([
    ['style.css', asset('style.css', readFileSync(new URL('./style.css', import.meta.url)))],
    ['status.css', asset('status.css', readFileSync(new URL('./status.css', import.meta.url)))],
    ...scriptNames().map((name) => [name, asset(name, readFileSync(new URL(name, scriptFolder())))] as const),
    ...libraryNames().map((name) => [name, asset(name, readFileSync(librarySource(name)))] as const),
  ])
  return loaded
}

/** The address of an asset, its content's hash in it. */
export function assetUrl(name: AssetName): string {
  const found = siteAssets().get(name)
  if (found === undefined) throw new Error(`No asset is called ${name}`)
  return found.url
}

/** What the head of a page must load for this body. */
export function scriptsFor(body: string): { readonly scripts: readonly string[]; readonly styles: readonly string[] } {
  const own = scriptNames().filter((name) => SCRIPT_MARKS[name].some((mark) => body.includes(mark)))
  const captcha = own.includes('captcha.js')
  return {
    scripts: [...own, ...(captcha ? ['altcha.js' as const] : [])].map(assetUrl),
    styles: styleNames().flatMap((name) => (body.includes(STYLE_MARKS[name]) ? [assetUrl(name)] : [])),
  }
}

/** The brand's own files: an icon for the tab and, where the configuration names an accent, a stylesheet that sets it. */
export function brandAssets(brand: Brand): readonly Asset[] {
  const icon = asset('mark.svg', faviconSvg(brand.accent ?? HOUSE_ACCENT))
  return brand.accent === null ? [icon] : [icon, asset('brand.css', accentCss(brand.accent))]
}

const brandCache = new WeakMap<Brand, readonly Asset[]>()

function cachedBrandAssets(brand: Brand): readonly Asset[] {
  const found = brandCache.get(brand) ?? brandAssets(brand)
  brandCache.set(brand, found)
  return found
}

export function brandFaviconUrl(brand: Brand): string {
  return cachedBrandAssets(brand)[0]?.url ?? ''
}

/** Null where the brand keeps the house's accent. */
export function brandStyleUrl(brand: Brand): string | null {
  return cachedBrandAssets(brand)[1]?.url ?? null
}

/** Text on the accent is white or near black, whichever can be read better. */
function accentCss({ light, dark }: { light: string; dark: string }): string {
  return `:root{--accent:light-dark(${light},${dark});--accent-ink:light-dark(${inkOn(light)},${inkOn(dark)})}`
}

/** WCAG relative luminance; colours that are not `#rrggbb` count as dark. */
function inkOn(colour: string): string {
  const channels = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/iu.exec(colour)?.slice(1) ?? []
  const [red = 0, green = 0, blue = 0] = channels.map((hex) => {
    const share = Number.parseInt(hex, 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? '#0b1220' : '#ffffff'
}

function asset(name: string, content: Uint8Array | string): Asset {
  const body = new Uint8Array(typeof content === 'string' ? new TextEncoder().encode(content) : content)
  const dot = name.lastIndexOf('.')
  const extension = name.slice(dot + 1)
  return {
    url: `${SITE.assets}/${name.slice(0, dot)}.${contentHash(body)}.${extension}`,
    contentType: CONTENT_TYPES[extension] ?? 'application/octet-stream',
    body,
  }
}

function scriptNames(): ScriptName[] {
  return Object.keys(SCRIPT_MARKS) as ScriptName[]
}

function styleNames(): (keyof typeof STYLE_MARKS)[] {
  return Object.keys(STYLE_MARKS) as (keyof typeof STYLE_MARKS)[]
}

function libraryNames(): (keyof typeof LIBRARY)[] {
  return Object.keys(LIBRARY) as (keyof typeof LIBRARY)[]
}

function librarySource(name: keyof typeof LIBRARY): URL {
  const [specifier, file] = LIBRARY[name]
  return new URL(file, import.meta.resolve(specifier))
}

/** Built scripts lie in `dist/browser`, seen from `dist/ui` or from `src/ui`. */
function scriptFolder(): URL {
  const folders = [new URL('../browser/', import.meta.url), new URL('../../dist/browser/', import.meta.url)]
  const found = folders.find((folder) => existsSync(new URL('page.js', folder)))
  if (found === undefined) throw new Error('The browser scripts are not built: run npx tsc -b src/browser')
  return found
}
