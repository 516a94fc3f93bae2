import { sha256, verifySignature, type SigningKey } from './secrets.ts'

/**
 * JSON Web Signatures (RFC 7515) by the front door's key, Ed25519 (RFC 8037). `typ` says what a signature is for, so that
 * what was signed for one use is nothing in another.
 */
export type JwsHeader = { readonly alg: 'EdDSA'; readonly kid: string; readonly typ: string }

/** The public key as a JWK, with its thumbprint for a name (RFC 7638). */
export function jwkOf(publicKey: Uint8Array) {
  const x = Buffer.from(publicKey).toString('base64url')
  const kid = sha256(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).toString('base64url')
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' } as const
}

/** `header.payload.signature` */
export function signJws(key: SigningKey, typ: string, payload: string): string {
  const { header, signature } = signed(key, typ, payload)
  return `${header}.${base64url(payload)}.${signature}`
}

/** The same without the payload, which stands elsewhere (appendix F): `header..signature` */
export function signDetachedJws(key: SigningKey, typ: string, payload: string): string {
  const { header, signature } = signed(key, typ, payload)
  return `${header}..${signature}`
}

/** The payload of a compact JWS that the key has signed for this use; null for anything else, whatever it is. */
export function readJws(publicKey: Uint8Array, typ: string, text: string): string | null {
  const [header = '', payload = '', signature = '', ...more] = text.split('.')
  if (more.length > 0 || header !== headerOf(publicKey, typ)) return null
  const isOurs = verifySignature(publicKey, `${header}.${payload}`, Buffer.from(signature, 'base64url'))
  return isOurs ? Buffer.from(payload, 'base64url').toString('utf8') : null
}

function signed(key: SigningKey, typ: string, payload: string): { header: string; signature: string } {
  const header = headerOf(key.publicKey, typ)
  return { header, signature: key.sign(`${header}.${base64url(payload)}`).toString('base64url') }
}

/** Always the same text for a key and a use: there is no other algorithm or key to be talked into. */
function headerOf(publicKey: Uint8Array, typ: string): string {
  const header: JwsHeader = { alg: 'EdDSA', kid: jwkOf(publicKey).kid, typ }
  return base64url(JSON.stringify(header))
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url')
}
