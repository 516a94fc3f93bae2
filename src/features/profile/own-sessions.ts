import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { recordAudit } from '../audit/record.ts'
import { endSessions } from '../sign-in/sessions.ts'

/** Ends one of the actor's own sessions (A01). Throws Refusal `not_found` for anybody else's (I-26). */
export async function endOwnSession(app: App, actor: AccountActor, sessionId: string, context: RequestContext): Promise<void> {
  if (!isRecordId(sessionId)) throw refuse('not_found')
  const ended = await app.db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('sessions')
      .where('id', '=', sessionId)
      .where('accountId', '=', actor.accountId)
      .executeTakeFirst()
    if (numDeletedRows > 0n) await recordEnd(trx, actor, Number(numDeletedRows), context)
    return numDeletedRows > 0n
  })
  if (!ended) throw refuse('not_found')
}

/** Ends all of the actor's sessions but the one that asks. Returns how many. */
export async function endOtherSessions(app: App, actor: AccountActor, context: RequestContext): Promise<number> {
  return app.db.transaction().execute(async (trx) => {
    const ended = await endSessions(trx, actor.accountId, { except: actor.sessionId })
    await recordEnd(trx, actor, ended, context)
    return ended
  })
}

async function recordEnd(trx: Trx, actor: AccountActor, sessions: number, context: RequestContext): Promise<void> {
  const { subscriptionId, accountId } = actor
  await recordAudit(trx, { action: 'sessions.ended', actor, subscriptionId, accountId, details: { sessions }, context })
}
