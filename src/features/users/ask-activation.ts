import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { describeCondition, isAllowed } from '../../domain/account-state.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { newId } from '../../secrets.ts'
import type { Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { redeemWithAddress, type KeyWithAddress } from '../recovery/redeem-with-address.ts'
import { listDeciders } from './request-queries.ts'

const DECIDERS_TOLD = 20

/**
 * "Please activate me" (N11): the owner of an inactive account, with the mailed key, asks its Managers. One open request
 * an account; those who can decide it get a mail: active Managers, and the Unit Managers of the asker's unit. Throws as `redeemWithAddress` does.
 */
export async function askActivation(app: App, input: KeyWithAddress, context: RequestContext): Promise<{ username: string }> {
  return redeemWithAddress(app, input, 'ask_activation', async (trx, { account }) => {
    if (!isAllowed('activate', account)) return null
    const requestId = await openRequest(trx, account)
    await recordAudit(trx, {
      action: 'activation.requested',
      actor: { kind: 'anonymous' },
      subscriptionId: account.subscriptionId,
      accountId: account.id,
      context,
    })
    if (requestId !== null) await tellManagers(app, trx, account, requestId)
    return { username: account.username }
  })
}

/** Null where a request is open already. */
async function openRequest(trx: Trx, account: Account): Promise<string | null> {
  const opened = await trx
    .insertInto('activationRequests')
    .values({ id: newId(), accountId: account.id, subscriptionId: account.subscriptionId })
    .onConflict((conflict) => conflict.column('accountId').where('decidedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  return opened?.id ?? null
}

async function tellManagers(app: App, trx: Trx, asker: Account, requestId: string): Promise<void> {
  const params = {
    requestId,
    askerName: `${asker.firstName} ${asker.lastName}`,
    askerUsername: asker.username,
    askerState: describeCondition(asker),
  }
  for (const manager of await listDeciders(trx, asker, DECIDERS_TOLD)) {
    await queueLetter(app, trx, { kind: 'activation_requested', accountId: manager.id, recipient: manager.email, params })
  }
}
