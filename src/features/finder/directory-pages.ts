import { Hono, type Context } from 'hono'
import type { Clock } from '../../clock.ts'
import type { PlatformDirectory } from '../../domain/platform-directory.ts'
import { publicDirectory } from '../../domain/public-directory.ts'
import { jwkOf, signDetachedJws } from '../../jws.ts'
import { contentHash, type SigningKey } from '../../secrets.ts'
import { FRONT_DOOR } from '../../ui/paths.ts'

/** What the signature of a directory is for. */
const DIRECTORY_TYPE = 'gatehouse-platforms'

const CACHE = 'public, max-age=300, stale-while-revalidate=3600, stale-if-error=604800'

/**
 * The directory of platforms for programs (S01), with its signature beside it (RFC 7515, appendix F) and in the header
 * `X-JWS-Signature`, which always fits the body that it comes with. From the configuration alone: it needs no database.
 */
export function directoryPages(of: { issuer: string; directory: PlatformDirectory; key: SigningKey; clock: Clock }): Hono {
  const { issuer, directory, key, clock } = of
  const keys = JSON.stringify({ keys: [jwkOf(key.publicKey)] })
  const issue = () => {
    const body = `${JSON.stringify(publicDirectory({ issuer, directory, now: clock.now() }), null, 2)}\n`
    return { body, signature: signDetachedJws(key, DIRECTORY_TYPE, body) }
  }
  return new Hono()
    .get(FRONT_DOOR.directory, (context) => {
      const { body, signature } = issue()
      context.header('X-JWS-Signature', signature)
      context.header('Access-Control-Expose-Headers', 'ETag, X-JWS-Signature')
      context.header('Link', `<${FRONT_DOOR.directorySignature}>; rel="signature", <${FRONT_DOOR.keys}>; rel="jwks"`)
      return publish(context, body, 'application/json')
    })
    .get(FRONT_DOOR.directorySignature, (context) => publish(context, issue().signature, 'application/jose'))
    .get(FRONT_DOOR.keys, (context) => publish(context, keys, 'application/jwk-set+json'))
}

/** For everybody, from any origin, with a validator (RFC 9110, 8.8.3). */
function publish(context: Context, body: string, contentType: string): Response {
  const tag = `"${contentHash(Buffer.from(body))}"`
  context.header('ETag', tag)
  context.header('Cache-Control', CACHE)
  context.header('Access-Control-Allow-Origin', '*')
  if (isKnown(context.req.header('if-none-match'), tag)) return context.body(null, 304)
  return context.body(body, 200, { 'Content-Type': contentType })
}

function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some((known) => known.trim() === '*' || known.trim().replace(/^W\//, '') === tag)
}
