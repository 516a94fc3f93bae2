import { sql } from 'kysely'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { activationLink } from '../../domain/activation-key.ts'
import type { Actor } from '../../domain/request-context.ts'
import { mintKey } from '../accounts/keys.ts'
import { recordAudit } from '../audit/record.ts'
import { createSubscription } from '../subscriptions/create-subscription.ts'
import { checkNewUser, insertUser } from '../users/add-user.ts'

export type FirstOperator = {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  /** With an @, as all chosen ones. */
  readonly username: string
}
export type FirstOperatorLink = {
  readonly username: string
  readonly url: string
  readonly key: string
  readonly expiresAt: Date
}

/** All operators are in this one. */
export const STAFF_SUBSCRIPTION = { name: 'Staff', acronym: 'staff', tam: null } as const

const SERVER: Actor = { kind: 'operator' }

/**
 * Adds an operator from the server's own command line and returns the one-time set-up link: the first one, and whoever is
 * to let the others in again where all are locked out, which the trail tells them. Nobody is mailed; "Send me a new link"
 * mails the owner one. Throws Refusal `invalid_fields`, also for a username that is taken.
 */
export async function addFirstOperator(core: Core, operator: FirstOperator): Promise<FirstOperatorLink> {
  const user = checkNewUser(core, { ...operator, role: 'manager' })
  return core.db.transaction().execute(async (trx) => {
    const subscriptionId = await ensureStaff(core, trx)
    const { accountId, username } = await insertUser(core, trx, { subscriptionId, user, addedBy: 'operator', welcome: false })
    await recordAudit(trx, {
      action: 'account.added',
      actor: SERVER,
      subscriptionId,
      accountId,
      details: { username, role: 'manager' },
      context: null,
    })
    const { key, expiresAt } = await mintKey(trx, { accountId, purpose: 'welcome' })
    return { username, key, expiresAt, url: activationLink(core.config.origin, 'welcome', key) }
  })
}

/** The one subscription, made with the first of them; of two at once the second waits and finds it. */
async function ensureStaff(core: Core, trx: Trx): Promise<string> {
  await sql`lock table subscriptions in share row exclusive mode`.execute(trx)
  const created = await createSubscription(core, trx, SERVER, STAFF_SUBSCRIPTION)
  if (created !== null) return created
  const { acronym } = STAFF_SUBSCRIPTION
  const found = await trx.selectFrom('subscriptions').select('id').where('acronym', '=', acronym).executeTakeFirstOrThrow()
  return found.id
}
