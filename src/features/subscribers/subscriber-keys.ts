import type { Core } from '../../core.ts'
import { hashToken, hmacSha256, keyedHash } from '../../secrets.ts'

/** Each opens one thing only; what a mail program may spend without its reader just ends the mails. */
export type KeyUse = 'confirm' | 'manage' | 'unsubscribe'

type Salted = { readonly id: string; readonly salt: Uint8Array }

/**
 * A subscriber's key of one use, 43 base64url characters: derived from the site's secret, so that each mail can carry it
 * and the database holds none that opens anything (I-34).
 */
export function subscriberKey(core: Core, use: KeyUse, { id, salt }: Salted): string {
  return keyedHash(core.config.secret, 'subscriber', use, id, Buffer.from(salt).toString('base64url')).toString('base64url')
}

/** What the database keeps of it. */
export function subscriberKeyHash(core: Core, use: KeyUse, of: Salted): Buffer {
  return hashToken(subscriberKey(core, use, of))
}

/** The bytes that a webhook's posts are signed with. */
function webhookBytes(core: Core, { id, salt }: Salted): Buffer {
  return keyedHash(core.config.secret, 'webhook', id, Buffer.from(salt).toString('base64url'))
}

/** As its holder configures it: `whsec_` and base64 (Standard Webhooks). */
export function webhookSecret(core: Core, of: Salted): string {
  return `whsec_${webhookBytes(core, of).toString('base64')}`
}

/** The headers of one post (Standard Webhooks): what was sent when, signed. `id` is the same at each try. */
export function webhookHeaders(
  core: Core,
  webhook: Salted,
  { id, at, body }: { id: string; at: Date; body: string },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const signature = hmacSha256(webhookBytes(core, webhook), `${id}.${timestamp}.${body}`).toString('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
