import type { Core } from '../../core.ts'
import { refuse } from '../../domain/errors.ts'
import type { SubscriberScope } from '../../domain/subscriber-scope.ts'
import { hashToken } from '../../secrets.ts'
import { endSubscriber } from '../deliveries/queries.ts'
import { findByManageKey, findByUnsubscribeKey, setScope, type Subscriber } from './queries.ts'

export type OwnSubscription = Omit<Subscriber, 'salt'>

/** Whoever holds the key may look and change. Throws Refusal `invalid_key`. */
export async function viewSubscription(core: Core, key: string): Promise<OwnSubscription> {
  const { salt: _, ...own } = (await findByManageKey(core.db, hashToken(key))) ?? notValid()
  return own
}

/** Throws Refusal `invalid_key`, also for one that has ended. */
export async function changeScope(core: Core, key: string, scope: SubscriberScope): Promise<void> {
  await core.db.transaction().execute(async (trx) => {
    const found = await findByManageKey(trx, hashToken(key))
    if (!found || found.state === 'ended') throw refuse('invalid_key')
    await setScope(trx, found.id, scope)
  })
}

/** Ends it by the key to manage it; one that has ended stays so. Throws Refusal `invalid_key`. */
export async function endSubscription(core: Core, key: string): Promise<void> {
  await core.db.transaction().execute(async (trx) => {
    const found = (await findByManageKey(trx, hashToken(key))) ?? notValid()
    await endSubscriber(trx, found.id, 'unsubscribed')
  })
}

/** Ends it by the key that every mail carries (RFC 8058). Whatever the key is, nothing is said of it: it is one click. */
export async function unsubscribe(core: Core, key: string): Promise<void> {
  await core.db.transaction().execute(async (trx) => {
    const found = await findByUnsubscribeKey(trx, hashToken(key))
    if (found) await endSubscriber(trx, found.id, 'unsubscribed')
  })
}

function notValid(): never {
  throw refuse('invalid_key')
}
