import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { findAccount } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { standingOf } from '../users/act-on-member.ts'
import { findRevocableToken } from './queries.ts'

export type RevokedToken = { readonly name: string; readonly username: string }

/**
 * Ends a token for good, by the next request (I-19): one of the actor's own, or, by whoever oversees tokens, any of the
 * subscription. The owner is told. Throws Refusal `not_found` for all others, and for one that is revoked already (I-26).
 */
export async function revokeToken(app: App, actor: MemberActor, tokenId: string, context: RequestContext): Promise<RevokedToken> {
  if (!isRecordId(tokenId)) throw refuse('not_found')
  const { subscriptionId } = actor
  return app.db.transaction().execute(async (trx) => {
    const token = await findRevocableToken(trx, { tokenId, subscriptionId })
    const self = await findAccount(trx, actor.accountId)
    if (!token || !self) throw refuse('not_found')
    const isOwn = token.accountId === self.id
    if (!isOwn && !mayDo('oversee_tokens', standingOf(self))) throw refuse('not_found')
    if (!(await revoke(trx, { tokenId, revokedBy: self.id }))) throw refuse('not_found')
    const { accountId, username, name, email: recipient } = token
    const details = { revokedTokenId: tokenId, name, username }
    await recordAudit(trx, { action: 'token.revoked', actor, subscriptionId, accountId, details, context })
    const params = { about: tokenId, name, by: isOwn ? '' : `${self.firstName} ${self.lastName}` }
    await queueLetter(app, trx, { kind: 'token_revoked', accountId, recipient, params })
    return { name, username }
  })
}

/** Of two at once the second finds it revoked. */
async function revoke(trx: Trx, { tokenId, revokedBy }: { tokenId: string; revokedBy: string }): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('apiTokens')
    .set({ revokedAt: databaseNow, revokedBy })
    .where('id', '=', tokenId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
