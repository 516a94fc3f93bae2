import type { App } from '../../app.ts'
import type { TamContact, Trx } from '../../db/schema.ts'
import type { Actor } from '../../domain/request-context.ts'
import { foldUsername } from '../../domain/username.ts'
import { newId } from '../../secrets.ts'
import { recordAudit } from '../audit/record.ts'

export type NewSubscription = {
  readonly name: string
  /** 3 to 5 letters or digits: the start of its usernames. */
  readonly acronym: string
  readonly tam: TamContact | null
}

/** Creates a subscription, without users. Returns null where the acronym, in any case, is taken on this platform. */
export async function createSubscription(
  app: App,
  trx: Trx,
  actor: Actor,
  subscription: NewSubscription,
): Promise<string | null> {
  const { name, acronym, tam } = subscription
  const id = newId()
  const taken = await trx
    .selectFrom('subscriptions')
    .select('id')
    .where((eb) => eb(eb.fn('lower', ['acronym']), '=', foldUsername(acronym)))
    .executeTakeFirst()
  if (taken) return null
  await trx
    .insertInto('subscriptions')
    .values({ id, name, acronym, tam: tam && JSON.stringify(tam) })
    .execute()
  await recordAudit(trx, {
    action: 'subscription.created',
    actor,
    subscriptionId: id,
    accountId: null,
    details: { name, acronym, platform: app.config.platform.id },
    context: null,
  })
  return id
}
