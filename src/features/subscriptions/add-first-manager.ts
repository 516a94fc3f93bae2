import type { App } from '../../app.ts'
import { activationLink } from '../../domain/activation-key.ts'
import { checkPersonName } from '../../domain/contact.ts'
import { refuse } from '../../domain/errors.ts'
import type { Actor } from '../../domain/request-context.ts'
import { ACRONYM } from '../../domain/username.ts'
import { mintKey } from '../accounts/keys.ts'
import { recordAudit } from '../audit/record.ts'
import { checkNewUser, insertUser } from '../users/add-user.ts'
import { createSubscription, type NewSubscription } from './create-subscription.ts'

/** `username`: where its product lets people choose one. */
export type FirstManager = {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly username?: string
}
export type FirstManagerLink = { readonly username: string; readonly url: string; readonly key: string; readonly expiresAt: Date }

const OPERATOR: Actor = { kind: 'operator' }

/**
 * Opens a new subscription with its first Manager, who is its POC, and returns the one-time set-up link for the operator
 * to hand over; the welcome mail, with a link of its own, follows on demand. Throws Refusal `invalid_fields`, also for an
 * acronym that is taken.
 */
export async function addFirstManager(app: App, subscription: NewSubscription, manager: FirstManager): Promise<FirstManagerLink> {
  const name = checkPersonName(subscription.name)
  if (!name.ok) throw refuse('invalid_fields', { fields: { company: name.problem } })
  if (!ACRONYM.test(subscription.acronym)) throw refuse('invalid_fields', { fields: { acronym: 'not_an_acronym' } })
  const user = checkNewUser(app, { ...manager, role: 'manager' })
  return app.db.transaction().execute(async (trx) => {
    const subscriptionId = await createSubscription(app, trx, OPERATOR, { ...subscription, name: name.text })
    if (subscriptionId === null) throw refuse('invalid_fields', { fields: { acronym: 'taken' } })
    const { accountId, username } = await insertUser(app, trx, { subscriptionId, user, addedBy: 'operator', welcome: false })
    await trx.updateTable('subscriptions').set({ pointOfContactId: accountId }).where('id', '=', subscriptionId).execute()
    await recordAudit(trx, {
      action: 'account.added',
      actor: OPERATOR,
      subscriptionId,
      accountId,
      details: { username, role: 'manager' },
      context: null,
    })
    const { key, expiresAt } = await mintKey(trx, { accountId, purpose: 'welcome' })
    return { username, key, expiresAt, url: activationLink(app.config.origin, 'welcome', key) }
  })
}
