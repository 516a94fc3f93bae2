import type { App } from '../app.ts'
import { cleanUp } from '../features/accounts/clean-up.ts'
import { sendLetter } from '../features/letters/send-letter.ts'
import { answerForgotPassword } from '../features/recovery/answer-forgot-password.ts'
import { explainDeadKey } from '../features/recovery/explain-dead-key.ts'
import { followUpRefusal } from '../features/sign-in/follow-up-refusal.ts'
import type { JobHandlers } from '../jobs/queue.ts'

/** Which verb does the work of which queue. */
export function platformJobs(app: App): JobHandlers {
  return {
    'forgot-password': (request) => answerForgotPassword(app, request),
    'sign-in-refused': (refusal) => followUpRefusal(app, refusal),
    'dead-key': ({ keyHash }) => explainDeadKey(app, keyHash),
    'send-letter': ({ mailId }, attempt) => sendLetter(app, mailId, attempt),
    'clean-up': () => cleanUp(app),
  }
}
