/**
 * What lets an operator up to the sign-in page of a platform that is closed for maintenance (S04): signed by the front
 * door, for one platform and one maintenance, good once. Names are those of RFC 7519.
 */
export type MaintenancePass = {
  /** The platform's id. */
  readonly aud: string
  /** Whom the operator signs in as, at the front door. */
  readonly sub: string
  /** The maintenance's id. */
  readonly maintenance: string
  /** Seconds of the epoch. */
  readonly iat: number
  readonly exp: number
  readonly jti: string
}

/** What its signature is for, so that nothing else that the front door signs passes for it. */
export const PASS_TYPE = 'gatehouse-maintenance-pass'

export const PASS_SECONDS = 10 * 60

/** The platform's clock may be so much behind the front door's. */
export const PASS_SKEW_SECONDS = 60

/** Characters; one with the longest of usernames has fewer. */
export const LONGEST_PASS = 4_096

/** Reads the payload of a pass; null for anything that is not of its form. */
export function readPass(payload: string): MaintenancePass | null {
  const parsed = parse(payload)
  if (typeof parsed !== 'object' || parsed === null) return null
  const { aud, sub, maintenance, iat, exp, jti } = parsed as Partial<Record<keyof MaintenancePass, unknown>>
  if (typeof aud !== 'string' || typeof sub !== 'string' || typeof maintenance !== 'string' || typeof jti !== 'string') {
    return null
  }
  if (!isMoment(iat) || !isMoment(exp) || exp <= iat || exp - iat > PASS_SECONDS) return null
  return jti.length >= 16 && jti.length <= 100 ? { aud, sub, maintenance, iat, exp, jti } : null
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

/** A platform that is closed for a maintenance at this moment, and where it stands; null: this installation can't reach it. */
export type ClosedPlatform = {
  readonly maintenanceId: string
  readonly maintenanceName: string
  readonly platformId: string
  readonly platformName: string
  readonly scheduledUntil: Date
  readonly origin: string | null
  readonly now: Date
}
