import type { App } from '../../app.ts'
import { describeCondition } from '../../domain/account-state.ts'
import { recordAudits } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { listLoginsOf, type OwnLogin } from './queries.ts'

/** In one letter; who has more is told so. */
const MOST_LOGINS = 20

/**
 * The job behind a post of the front door: mails an address the logins that it has on this platform, with their states
 * (N04). Nothing where there are none. The letter goes to the address as it is kept here, and counts against the quota of
 * the oldest of the accounts, which is always the same one (I-05).
 */
export async function mailUsernames(app: App, email: string): Promise<void> {
  await app.db.transaction().execute(async (trx) => {
    const logins = await listLoginsOf(trx, email, MOST_LOGINS + 1)
    const [first] = logins
    if (!first) return
    const told = logins.slice(0, MOST_LOGINS)
    const params = { logins: JSON.stringify(told.map(toldOf)), hasMore: logins.length > told.length ? 'yes' : '' }
    const isOrdered = await queueLetter(app, trx, { kind: 'usernames', accountId: first.id, recipient: first.email, params })
    if (!isOrdered) return
    for (const [subscriptionId, own] of Map.groupBy(told, (login) => login.subscriptionId)) {
      await recordAudits(
        trx,
        { action: 'usernames.mailed', actor: { kind: 'anonymous' }, subscriptionId, context: null },
        own.map(({ id }) => ({ accountId: id, details: {} })),
      )
    }
  })
}

/** Name and what stands beside it: "Active, Acme Bank". */
function toldOf({ username, state, reason, subscriptionName, subscriptionExpired }: OwnLogin): readonly [string, string] {
  const standing = describeCondition({ state, reason })
  return [username, `${standing}, ${subscriptionName}${subscriptionExpired ? ' (subscription expired)' : ''}`]
}
