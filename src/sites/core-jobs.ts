import type { Core } from '../core.ts'
import { deliverMail } from '../features/deliveries/deliver-mail.ts'
import { deliverWebhook } from '../features/deliveries/deliver-webhook.ts'
import { giveMaintenanceNotices } from '../features/deliveries/give-maintenance-notices.ts'
import { wakeDeliveries } from '../features/deliveries/spread-events.ts'
import { webhookPayloads } from '../features/status-feeds/webhook-api.ts'
import { askSubscriber } from '../features/subscribers/ask-subscriber.ts'
import { forgetSubscribers } from '../features/subscribers/forget-subscribers.ts'
import { postForgotUsername, type PlatformLine } from '../features/usernames/post-forgot-username.ts'
import type { CoreJobHandlers, PlatformJobHandlers } from '../jobs/queue.ts'
import { platformJobs } from './platform-jobs.ts'

/** Which verb does the work of which queue of the front door's; operators' accounts need those of a platform, too. */
export function coreJobs(core: Core, line: PlatformLine): PlatformJobHandlers & CoreJobHandlers {
  const payloadOf = webhookPayloads()
  return {
    ...platformJobs(core),
    'post-forgot-username': (post) => postForgotUsername(core, line, post),
    'ask-subscriber': (asked) => askSubscriber(core, asked),
    'deliver-status': ({ subscriberId }) => deliverMail(core, subscriberId),
    'deliver-webhook': ({ subscriberId }) => deliverWebhook(core, subscriberId, payloadOf),
    'wake-deliveries': () => wakeDeliveries(core),
    'maintenance-notices': () => giveMaintenanceNotices(core),
    'forget-status': () => forgetSubscribers(core),
  }
}
