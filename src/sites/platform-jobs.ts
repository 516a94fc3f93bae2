import type { App } from '../app.ts'
import { cleanUp } from '../features/accounts/clean-up.ts'
import { keepTrail } from '../features/audit/keep-trail.ts'
import { runBulkAct } from '../features/bulk/run-bulk-act.ts'
import { runImport } from '../features/imports/run-import.ts'
import { sendLetter } from '../features/letters/send-letter.ts'
import { sendExpiryNotices } from '../features/password-age/send-expiry-notices.ts'
import { answerForgotPassword } from '../features/recovery/answer-forgot-password.ts'
import { explainDeadKey } from '../features/recovery/explain-dead-key.ts'
import { runIdleClock } from '../features/settings/run-idle-clock.ts'
import { settleTrials } from '../features/settings/settle-trials.ts'
import { followUpRefusal } from '../features/sign-in/follow-up-refusal.ts'
import { mailUsernames } from '../features/usernames/mail-usernames.ts'
import { applyEmailChanges } from '../features/users/apply-email-changes.ts'
import type { PlatformJobHandlers } from '../jobs/queue.ts'

/** Which verb does the work of which queue. */
export function platformJobs(app: App): PlatformJobHandlers {
  return {
    'forgot-password': (request) => answerForgotPassword(app, request),
    'sign-in-refused': (refusal) => followUpRefusal(app, refusal),
    'dead-key': ({ keyHash }) => explainDeadKey(app, keyHash),
    'send-letter': ({ mailId }, attempt) => sendLetter(app, mailId, attempt),
    'mail-usernames': ({ email }) => mailUsernames(app, email),
    'run-import': ({ importId }) => runImport(app, importId),
    'run-bulk-act': ({ bulkActId }) => runBulkAct(app, bulkActId),
    'settle-trials': () => settleTrials(app),
    'idle-accounts': () => runIdleClock(app),
    'password-expiry': () => sendExpiryNotices(app),
    'email-changes': () => applyEmailChanges(app),
    'clean-up': () => cleanUp(app).then(() => keepTrail(app)),
  }
}
