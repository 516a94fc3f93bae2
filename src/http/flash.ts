import type { Context } from 'hono'
import { parseFlash, serializeFlash, type Flash } from '../ui/flash.ts'
import { clearHostCookie, readHostCookie, setHostCookie } from './cookies.ts'

const FLASH_COOKIE = '__Host-flash'
/** Long enough for any redirect, too short for the message to turn up where nobody expects it. */
const LIFE_SECONDS = 60

/** Leaves a message for the page that the redirect leads to. It rests in the browser, so never put a secret into it. */
export function setFlash(context: Context, flash: Flash): void {
  const value = Buffer.from(serializeFlash(flash)).toString('base64url')
  setHostCookie(context, { name: FLASH_COOKIE, value, sameSite: 'Lax', maxAgeSeconds: LIFE_SECONDS })
}

/** Takes the message, so that it is said once; null where there is none, or none that we could have left. */
export function takeFlash(context: Context): Flash | null {
  const value = readHostCookie(context, FLASH_COOKIE)
  if (value === null) return null
  clearHostCookie(context, FLASH_COOKIE)
  return parseFlash(Buffer.from(value, 'base64url').toString('utf8'))
}
