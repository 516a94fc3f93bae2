/** What the front door posts to a platform when somebody has forgotten their username (N04); names are those of RFC 7519. */
export type UsernamePost = {
  /** The platform's id. */
  readonly aud: string
  /** Seconds of the epoch. */
  readonly iat: number
  readonly exp: number
  /** Good once. */
  readonly jti: string
  readonly email: string
}

/** What its signature is for, so that nothing else that the front door signs passes for it. */
export const USERNAME_POST_TYPE = 'gatehouse-forgot-username'

/** A post is good for so long; each retry is signed anew. */
export const POST_SECONDS = 10 * 60

/** The platform's clock may be so much behind the front door's. */
export const POST_SKEW_SECONDS = 60

/** A platform that is away for so long is given up. */
export const POST_PATIENCE_SECONDS = 24 * 60 * 60

/** Bytes: a JWS with an address of 254 characters has fewer. */
export const LONGEST_POST = 4_096

/** Reads the payload of a post; null for anything that is not of its form. */
export function readUsernamePost(payload: string): UsernamePost | null {
  const parsed = parse(payload)
  if (typeof parsed !== 'object' || parsed === null) return null
  const { aud, iat, exp, jti, email } = parsed as Partial<Record<keyof UsernamePost, unknown>>
  if (typeof aud !== 'string' || typeof jti !== 'string' || typeof email !== 'string') return null
  if (!isMoment(iat) || !isMoment(exp) || exp <= iat || exp - iat > POST_SECONDS) return null
  return jti.length >= 16 && jti.length <= 100 ? { aud, iat, exp, jti, email } : null
}

function isMoment(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0 && Number(value) < 1e11
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
