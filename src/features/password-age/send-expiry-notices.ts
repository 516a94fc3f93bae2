import type { App } from '../../app.ts'
import { noticeWindows, passwordLifeSeconds, type NoticeWindow } from '../../domain/password-age.ts'
import { queueManyLetters } from '../letters/queue-letter.ts'
import { noteExpiring, type AgePlace, type ExpiringAccount } from './queries.ts'

/** Accounts in one transaction: each of them is locked. */
const A_BATCH = 200
/** After this long the rest is left to the next job, so that none is ever taken for dead. */
const SLICE_MS = 20_000

/**
 * Hourly, where passwords expire (PCI DSS 4.0.1 8.3.9): mails the owners whose own password will, at each of the profile's
 * distances from its end once a password. After a standstill only the nearest one is sent; of a password that has expired
 * its owner hears at the next sign-in.
 */
export async function sendExpiryNotices(app: App): Promise<void> {
  const lifeSeconds = passwordLifeSeconds(app.config.profile)
  if (lifeSeconds === null) return
  const endsAt = app.clock.monotonic() + SLICE_MS
  for (const window of noticeWindows(app.config.profile)) {
    const isDone = await tellAll(app, { window, lifeSeconds, endsAt })
    if (!isDone) return app.jobs.send(app.db, 'password-expiry', {})
  }
}

type Round = { readonly window: NoticeWindow; readonly lifeSeconds: number }

/** Batch by batch, until nobody is left; false where the time was up first. */
async function tellAll(app: App, { endsAt, ...round }: Round & { readonly endsAt: number }): Promise<boolean> {
  for (let behind: AgePlace | null = null; ;) {
    const due: readonly ExpiringAccount[] = await tellBatch(app, { ...round, behind })
    if (due.length < A_BATCH) return true
    if (app.clock.monotonic() > endsAt) return false
    behind = due.at(-1) ?? null
  }
}

async function tellBatch(app: App, of: Round & { readonly behind: AgePlace | null }): Promise<readonly ExpiringAccount[]> {
  return app.db.transaction().execute(async (trx) => {
    const due = await noteExpiring(trx, { ...of, limit: A_BATCH })
    const orders = due
      .filter(({ isNoted }) => isNoted)
      .map(({ id: accountId, email: recipient, expiresAt }) => ({
        accountId,
        recipient,
        params: { expiresAt: expiresAt.toISOString() },
      }))
    if (orders.length > 0) await queueManyLetters(app, trx, 'password_expiring', orders)
    return due
  })
}
