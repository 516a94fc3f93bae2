export type Encoding = 'br' | 'gzip' | 'identity'

/** What we would rather send, where the browser likes them equally. */
const OURS: readonly Encoding[] = ['br', 'gzip', 'identity']

/**
 * What the browser likes best of what we have (RFC 9110, 12.5.3): `q=0` is a refusal, `*` stands for all that are not named.
 * Where it refuses everything it gets the plain bytes all the same.
 */
export function chooseEncoding(acceptEncoding: string): Encoding {
  const weights = new Map<string, number>()
  for (const item of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim())
    const weight = parameters.find((parameter) => /^q\s*=/u.test(parameter))?.replace(/^q\s*=\s*/u, '')
    weights.set(name === 'x-gzip' ? 'gzip' : name, readWeight(weight))
  }
  const weightOf = (encoding: Encoding) => weights.get(encoding) ?? weights.get('*') ?? (encoding === 'identity' ? LEAST : 0)
  const best = OURS.reduce((liked, one) => (weightOf(one) > weightOf(liked) ? one : liked))
  return weightOf(best) > 0 ? best : 'identity'
}

/** Plain bytes will do where nothing was said of them, but anything that was asked for is better. */
const LEAST = 0.0001

function readWeight(text: string | undefined): number {
  if (text === undefined) return 1
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/u.test(text) ? Number(text) : 0
}
