import type { Platform } from '../domain/platform-directory.ts'
import { outsideUrl, PATHS } from './paths.ts'

/**
 * Where one signs in to a platform, with the typed name carried along (N03), where there is a Gatehouse that takes it:
 * the demo's directory is the published one, of which it serves a few on this machine, and what is typed there is nobody
 * else's business. Without a name, or elsewhere: the address of the directory.
 */
export function signInAddress({ platform, username, demo }: { platform: Platform; username: string; demo: boolean }): string {
  const { signInUrl, product } = platform
  const isOurs = !demo || new URL(signInUrl).hostname.endsWith('.localhost')
  if (username === '' || !isOurs) return outsideUrl(signInUrl)
  return outsideUrl(new URL(PATHS[product].signInAs(username), signInUrl).href)
}
