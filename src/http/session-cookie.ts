import type { Context } from 'hono'
import { looksLikeKey } from '../domain/activation-key.ts'
import { clearHostCookie, readHostCookie, setHostCookie } from './cookies.ts'

const SESSION = '__Host-session'
const DEVICE = '__Host-device'
const DEVICE_SECONDS = 400 * 24 * 60 * 60

/** The session's token as its browser sent it; null for anything that no token of ours looks like (I-21). */
export function readSessionToken(context: Context): string | null {
  return readToken(context, SESSION)
}

/** Ends with the browser; the server's own limits end it earlier (I-22). */
export function setSessionToken(context: Context, token: string): void {
  setHostCookie(context, { name: SESSION, value: token, sameSite: 'Lax' })
}

export function clearSessionToken(context: Context): void {
  clearHostCookie(context, SESSION)
}

/** A device that has signed in, or unfrozen an account, has a budget of its own at the guard. */
export function readDeviceToken(context: Context): string | null {
  return readToken(context, DEVICE)
}

export function setDeviceToken(context: Context, token: string): void {
  setHostCookie(context, { name: DEVICE, value: token, sameSite: 'Lax', maxAgeSeconds: DEVICE_SECONDS })
}

function readToken(context: Context, name: typeof SESSION | typeof DEVICE): string | null {
  const token = readHostCookie(context, name)
  return token !== null && looksLikeKey(token) ? token : null
}
