import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { assetUrl, brandFaviconUrl, brandStyleUrl } from '../ui/assets.ts'
import { chooseEncoding } from './accept-encoding.ts'
import { assetPages } from './assets.ts'

const brand = { name: 'Gatehouse', accent: { light: '#0b6e4f', dark: '#ffd166' } }
const site = assetPages({ brand })

describe('assets', () => {
  it('may be kept for ever, under an address that holds their hash', async () => {
    const answer = await site.request(assetUrl('style.css'))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(assetUrl('style.css')).toMatch(/^\/assets\/style\.[\w-]{12}\.css$/u)
  })

  it('are the same bytes plain, in brotli and in gzip', async () => {
    const fetched = async (encoding: string) => {
      const answer = await site.request(assetUrl('page.js'), { headers: { 'accept-encoding': encoding } })
      return { encoding: answer.headers.get('content-encoding'), body: Buffer.from(await answer.arrayBuffer()) }
    }
    const [plain, brotli, gzip] = [await fetched('identity'), await fetched('gzip, br'), await fetched('gzip')]
    expect([plain.encoding, brotli.encoding, gzip.encoding]).toEqual([null, 'br', 'gzip'])
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true)
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true)
    expect(brotli.body.length).toBeLessThan(plain.body.length)
  })

  it('answer 304 to who has them', async () => {
    const first = await site.request(assetUrl('altcha.css'))
    const etag = first.headers.get('etag') ?? ''
    const second = await site.request(assetUrl('altcha.css'), { headers: { 'if-none-match': etag } })
    expect(second.status).toBe(304)
  })

  it('under an older hash are not found', async () => {
    expect((await site.request('/assets/style.000000000000.css')).status).toBe(404)
    expect((await site.request('/assets/..%2Fstyle.css')).status).toBe(404)
  })

  it("hold the brand's accent with readable text on it", async () => {
    const css = await (await site.request(brandStyleUrl(brand) ?? '')).text()
    expect(css).toBe(':root{--accent:light-dark(#0b6e4f,#ffd166);--accent-ink:light-dark(#ffffff,#0b1220)}')
    expect((await site.request(brandFaviconUrl(brand))).headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
  })

  it('need no stylesheet for a brand without an accent of its own', () => {
    expect(brandStyleUrl({ name: 'Gatehouse', accent: null })).toBeNull()
  })

  it.each([
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=0.5, BR', 'br'],
    ['br;q=0.5, gzip', 'gzip'],
    ['br ; q=0.8 , gzip; q=0.8', 'br'],
    ['*', 'br'],
    ['*;q=0.1, gzip;q=0.2', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['identity, br;q=0.9', 'identity'],
    ['br;q=nonsense, gzip;q=0.001', 'gzip'],
    ['*;q=0', 'identity'],
    ['deflate, zstd', 'identity'],
    ['br;q=0.0, gzip;q=0', 'identity'],
    ['', 'identity'],
  ])('choose for "%s": %s', (header, encoding) => {
    expect(chooseEncoding(header)).toBe(encoding)
  })
})
