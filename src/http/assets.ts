import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { Hono } from 'hono'
import type { Brand } from '../config/config.ts'
import { type Asset, brandAssets, siteAssets } from '../ui/assets.ts'
import { SITE } from '../ui/paths.ts'
import { chooseEncoding, type Encoding } from './accept-encoding.ts'

const compressors: Readonly<Record<Encoding, (asset: Asset) => Promise<Uint8Array<ArrayBuffer>>>> = {
  br: async ({ body }) =>
    new Uint8Array(
      await promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
    ),
  gzip: async ({ body }) => new Uint8Array(await promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION })),
  identity: ({ body }) => Promise.resolve(body),
}

/**
 * Serves `/assets/<name>.<hash>.<ext>`, forever cacheable. Each file is compressed once per encoding, when first asked
 * for. Throws at start where the browser scripts are not built.
 */
export function assetPages({ brand }: { brand: Brand }): Hono {
  const assets = new Map([...siteAssets().values(), ...brandAssets(brand)].map((asset) => [asset.url, asset]))
  const compressed = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

  const bytes = (asset: Asset, encoding: Encoding) => {
    const key = `${encoding} ${asset.url}`
    const found = compressed.get(key) ?? compressors[encoding](asset)
    compressed.set(key, found)
    return found
  }

  return new Hono().get(`${SITE.assets}/:file`, async (context) => {
    const asset = assets.get(context.req.path)
    if (asset === undefined) return context.text('Not found', 404)
    const encoding = chooseEncoding(context.req.header('accept-encoding') ?? '')
    const etag = `"${asset.url.split('.').at(-2)}-${encoding}"`
    context.header('Cache-Control', 'public, max-age=31536000, immutable')
    context.header('Vary', 'Accept-Encoding')
    context.header('ETag', etag)
    if (context.req.header('if-none-match') === etag) return context.body(null, 304)
    context.header('Content-Type', asset.contentType)
    context.header('X-Content-Type-Options', 'nosniff')
    if (encoding !== 'identity') context.header('Content-Encoding', encoding)
    return context.body(await bytes(asset, encoding))
  })
}
