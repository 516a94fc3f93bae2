import type { App } from '../../app.ts'
import type { RequestContext } from '../../domain/request-context.ts'

/**
 * Forgot Password (S09): queues one job and looks nothing up, so that there is nothing to time and one answer for
 * everyone (I-09). The caller has spent a captcha, or asks for the username alone (S23: `email` null). The job decides which
 * letter, if any, goes out.
 */
export async function requestPasswordReset(
  app: App,
  input: { username: string; email: string | null },
  context: RequestContext,
): Promise<void> {
  await app.jobs.send(app.db, 'forgot-password', { ...input, address: context.address })
}
