import type { Context } from 'hono'
import { keyedHash, newId } from '../secrets.ts'
import { hostCookieOf, setHostCookie } from './cookies.ts'

const NAME = '__Host-maintenance'

type Of = { readonly secret: Uint8Array; readonly platformId: string; readonly maintenanceId: string }

/** Who has shown a pass goes on to the sign-in page, for as long as this one maintenance closes the platform. */
export function setMaintenanceCookie(context: Context, of: Of & { readonly maxAgeSeconds: number }): void {
  const nonce = newId()
  const value = `${of.maintenanceId}.${nonce}.${markOf(of, nonce)}`
  setHostCookie(context, { name: NAME, value, sameSite: 'Lax', maxAgeSeconds: of.maxAgeSeconds })
}

/** Whether the platform itself has let this browser in for this very maintenance. */
export function hasMaintenanceCookie(request: Request, of: Of): boolean {
  const [maintenanceId, nonce = '', mark = ''] = hostCookieOf(request, NAME)?.split('.') ?? []
  if (maintenanceId !== of.maintenanceId) return false
  // Hashed once more, so that the time of a comparison tells nothing of the mark.
  return keyedHash(of.secret, mark).equals(keyedHash(of.secret, markOf(of, nonce)))
}

function markOf({ secret, platformId, maintenanceId }: Of, nonce: string): string {
  return keyedHash(secret, 'maintenance pass', platformId, maintenanceId, nonce).toString('base64url')
}
