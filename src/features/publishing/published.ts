import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** What is answered at one path, ready to be sent. It never changes: what is answered later is another one. */
export type Published = {
  readonly path: string
  readonly contentType: string
  readonly isOpenToAll: boolean
  readonly isDrawnAnew: boolean
  readonly isImmutable: boolean
  /** Shown in place of what nobody has confirmed for too long. */
  readonly isStale: boolean
  /** Another one for other bytes: the strong ETag is made of it (RFC 9110, 8.8.3). */
  readonly mark: string
  readonly bytes: Uint8Array
  readonly gzip: Uint8Array | null
  readonly br: Uint8Array | null
}

/** Below that many bytes compressing saves no packet. */
const WORTH_COMPRESSING = 1_000
const GZIP = { level: 7 }
/** Nearly as small as the best, at a thirtieth of its time. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }

/** Compresses once, for as long as it is published; off the main thread. */
export async function publish(of: Omit<Published, 'gzip' | 'br'>): Promise<Published> {
  if (of.bytes.length < WORTH_COMPRESSING) return { ...of, gzip: null, br: null }
  const [zipped, br] = await Promise.all([promisify(gzip)(of.bytes, GZIP), promisify(brotliCompress)(of.bytes, BROTLI)])
  return { ...of, gzip: zipped, br }
}
