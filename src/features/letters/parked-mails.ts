import type { App } from '../../app.ts'

/** A letter that could not be delivered for good, and why. */
export type ParkedMail = {
  readonly id: string
  readonly kind: string
  readonly recipient: string
  readonly attempts: number
  readonly lastError: string | null
  readonly createdAt: Date
}

/** The parked letters of a platform, oldest first, at most 1,000. */
export async function listParkedMails(app: App): Promise<readonly ParkedMail[]> {
  return app.db
    .selectFrom('mails')
    .select(['id', 'kind', 'recipient', 'attempts', 'lastError', 'createdAt'])
    .where('state', '=', 'parked')
    .orderBy('createdAt')
    .limit(1_000)
    .execute()
}

/** Sends a parked letter again, with new keys and from the first attempt. False where no such letter is parked. */
export async function retryParkedMail(app: App, mailId: string): Promise<boolean> {
  return app.db.transaction().execute(async (trx) => {
    const released = await trx
      .updateTable('mails')
      .set({ state: 'queued', attempts: 0 })
      .where('id', '=', mailId)
      .where('state', '=', 'parked')
      .returning('id')
      .executeTakeFirst()
    if (released) await app.jobs.send(trx, 'send-letter', { mailId })
    return released !== undefined
  })
}
