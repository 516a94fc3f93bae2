import { setTimeout as sleep } from 'node:timers/promises'

/** Long, for machines that do ten other things: who waits for something that comes does not wait longer for it. */
export const PATIENCE_MS = 30_000

/** Asks again and again until an answer will do, or patience ends; answers the last answer. */
export async function waitFor<Answer>(ask: () => Promise<Answer>, willDo: (answer: Answer) => boolean): Promise<Answer> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  for (;;) {
    const answer = await ask()
    if (willDo(answer) || patience.aborted) return answer
    await sleep(10)
  }
}
