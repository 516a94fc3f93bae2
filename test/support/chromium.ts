import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { chromium } from 'playwright-core'

export type Chromium = { readonly executablePath: string; readonly env: Readonly<Record<string, string>> }

/** The first of these that is there; the one without windows, of the same engine, takes a quarter less time. */
const INSTALLED = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const PACKED = '@sparticuz/chromium'

/**
 * The browser of the end-to-end tests: CHROMIUM_PATH, else the machine's own, else Playwright's, else the one packed in an npm
 * package (Linux on x64), unpacked at its first use.
 * Throws one line that says what to do where there is none.
 */
export async function findChromium(): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && !existsSync(named)) throw new Error(`CHROMIUM_PATH names no file: ${named}`)
  const executablePath = named ?? [...INSTALLED, chromium.executablePath()].find((path) => existsSync(path))
  if (executablePath !== undefined) return { executablePath, env: {} }
  const packed = await unpackChromium().catch(String)
  if (typeof packed !== 'string') return packed
  throw new Error(`No Chromium found: install one (Debian: apt-get install chromium) or name one by CHROMIUM_PATH. (${packed})`)
}

/** Unpacks aside and renames, so that a half-made folder never bears the name, whoever else unpacks at the same time. */
async function unpackChromium(): Promise<Chromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(`${PACKED} has none for this system`)
  const { packages, bin, version } = await findPackage()
  const folder = join(packages, '.cache', `gatehouse-chromium-${version}`)
  if (!existsSync(folder)) {
    await mkdir(dirname(folder), { recursive: true })
    const making = await mkdtemp(`${folder}.making-`)
    await Promise.all([
      pipeline(inflate(join(bin, 'chromium.br')), createWriteStream(join(making, 'chromium'), { mode: 0o755 })),
      untar(join(bin, 'fonts.tar.br'), making),
      untar(join(bin, 'al2023.tar.br'), making),
    ])
    await writeFile(join(making, 'fonts.conf'), fontConfiguration(folder))
    await rename(making, folder).catch(async (error: unknown) => {
      await rm(making, { recursive: true, force: true })
      if (!existsSync(folder)) throw error
    })
  }
  return {
    executablePath: join(folder, 'chromium'),
    // The libraries that a bare machine lacks (NSS, NSPR, expat) come with the package.
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
}

async function findPackage(): Promise<{ packages: string; bin: string; version: string }> {
  const entry = createRequire(import.meta.url).resolve(PACKED)
  const root = entry.slice(0, entry.lastIndexOf(join('@sparticuz', 'chromium')) + join('@sparticuz', 'chromium').length)
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : ''
  return { packages: dirname(dirname(root)), bin: join(root, 'bin'), version }
}

const inflate = (file: string) => createReadStream(file).pipe(createBrotliDecompress())

async function untar(file: string, folder: string): Promise<void> {
  const tar = spawn('tar', ['-x', '--no-same-owner', '-C', folder], { stdio: ['pipe', 'ignore', 'inherit'] })
  const ended = new Promise<void>((resolve, reject) => {
    tar.once('error', reject)
    tar.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with ${code} on ${file}`))))
  })
  await Promise.all([pipeline(inflate(file), tar.stdin), ended])
}

function fontConfiguration(folder: string): string {
  const folders = [join(folder, 'fonts'), '/usr/share/fonts'].map((path) => `<dir>${path}</dir>`).join('')
  return `<?xml version="1.0"?><fontconfig>${folders}<cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>\n`
}
