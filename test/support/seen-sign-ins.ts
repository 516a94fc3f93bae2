import { visitor } from './visitor.ts'
import type { Watched, Work } from './watched.ts'

/** All that a stranger can see of an answer, and the work it took. What the stranger typed themselves is left out. */
export type Seen = Work & { status: number; headers: Record<string, string>; body: string }

/** Ids and dates differ between any two answers. */
const ITS_OWN = new Set(['x-request-id', 'date'])

/** So many sign-ins with one name, one after another, from a new browser; with a captcha as soon as one is asked for. */
export async function watchSignIns(
  { watched, origin }: { watched: Watched; origin: string },
  { username, password, rounds }: { username: string; password: string; rounds: number },
): Promise<readonly Seen[]> {
  const guest = visitor(watched.site, { origin })
  const seen: Seen[] = []
  let asked = false
  for (let round = 0; round < rounds; round += 1) {
    const altcha: Record<string, string> = asked ? { altcha: await guest.captcha('sign-in') } : {}
    const answers: Response[] = []
    const work = await watched.workOf(async () => answers.push(await guest.post('/sign-in', { username, password, ...altcha })))
    const [answer] = answers
    if (!answer) throw new Error('there was no answer')
    const text = await answer.text()
    asked = text.includes('altcha')
    const body = text.replaceAll(username, '~'.repeat(username.length))
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !ITS_OWN.has(name)))
    seen.push({ status: answer.status, headers, body, ...work })
  }
  return seen
}

let invented = 0

/** A name that nobody has, of the length and form of a world's own, so that the page has the same to say about it. */
export function unknownLike(username: string): string {
  invented += 1
  return `z${invented.toString(36).padStart(3, '0')}${username.slice(4)}`
}
