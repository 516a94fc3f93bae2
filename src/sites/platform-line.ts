import type { PlatformLine } from '../features/usernames/post-forgot-username.ts'
import type { Site } from '../http/site.ts'
import { SITE } from '../ui/paths.ts'

const ANSWER_WITHIN_MS = 10_000

/**
 * Reaches a platform that this process serves by its site itself, with the same request that goes over the wire to any
 * other: what stands before our own origins, a proxy or a name that only browsers know, is not in the way.
 */
export function platformLine(siteOf: (platformId: string) => Site | null): PlatformLine {
  return async ({ id, origin }, jws) => {
    const request = new Request(new URL(SITE.internalForgotUsername, origin), {
      method: 'POST',
      headers: { 'Content-Type': 'application/jose' },
      body: jws,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const site = siteOf(id)
    const answer = site ? await site.fetch(request, {}) : await fetch(request)
    await answer.body?.cancel()
    return answer.status
  }
}
