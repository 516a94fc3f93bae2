import type { App } from '../app.ts'
import { keyedHash } from '../secrets.ts'

/** Crockford's letters and digits in lower case: none looks like another. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * The first password of one of the cast: 100 random bits as `7k2mq-...`. Its randomness is that of the site's secret, made
 * at the first start, so that a start that was killed half-way ends up with the same passwords when it is taken up again.
 */
export function demoPassword(app: App, key: string): string {
  const bytes = keyedHash(app.config.secret, 'demo password', key).subarray(0, 20)
  const letters = [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return letters.replaceAll(/.{5}(?=.)/g, '$&-')
}
