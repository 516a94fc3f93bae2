import type { Core } from '../../core.ts'
import { OutgoingFailure, sendRequest, type OutgoingAnswer } from '../../outgoing.ts'
import { webhookHeaders } from './subscriber-keys.ts'

const WITHIN_MS = 10_000
const MOST_BYTES = 64 * 1024

/**
 * Posts to a webhook, signed as Standard Webhooks says. Into the Internet only, and over https, unless the configuration
 * lets webhooks into private networks; never along a redirect. Throws OutgoingFailure.
 */
export async function postWebhook(
  core: Core,
  webhook: { readonly id: string; readonly salt: Uint8Array; readonly address: string },
  post: { readonly id: string; readonly at: Date; readonly body: string },
): Promise<OutgoingAnswer> {
  const { privateWebhooks } = core.config.status
  const url = new URL(webhook.address)
  if (url.protocol !== 'https:' && !privateWebhooks) throw new OutgoingFailure('webhooks are posted to over https only')
  return sendRequest({
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(post.body)),
      'user-agent': 'gatehouse-webhook',
      ...webhookHeaders(core, webhook, post),
    },
    body: post.body,
    reach: privateWebhooks ? 'anywhere' : 'internet',
    milliseconds: WITHIN_MS,
    mostBytes: MOST_BYTES,
  })
}
