import type { Core } from '../../core.ts'
import { refuse } from '../../domain/errors.ts'
import { PASS_SECONDS, PASS_TYPE, type ClosedPlatform, type MaintenancePass } from '../../domain/maintenance-pass.ts'
import type { Actor, RequestContext } from '../../domain/request-context.ts'
import { signJws } from '../../jws.ts'
import { newId, signingKeyOf } from '../../secrets.ts'
import { requireOperator } from '../status/require-operator.ts'
import { authorOf, recordDeed } from '../status/write-status.ts'
import { closedNow } from './list-closed.ts'

export type IssuedPass = { readonly jws: string; readonly origin: string; readonly closed: ClosedPlatform }

/**
 * Gives an operator a pass to a platform that is closed for maintenance (S04): for ten minutes, once, in their name. It is
 * a secret to be shown once; the trail says to whom it was given.
 *
 * Throws Refusal `forbidden`, or `not_found` where nothing closes the platform now, or it can't be reached.
 */
export async function issuePass(
  core: Core,
  actor: Actor,
  { maintenanceId, platformId }: { maintenanceId: string; platformId: string },
  context: RequestContext,
): Promise<IssuedPass> {
  requireOperator(actor)
  if (!('accountId' in actor)) throw refuse('forbidden')
  return core.db.transaction().execute(async (trx) => {
    const closed = (await closedNow(core, trx)).find(
      (one) => one.maintenanceId === maintenanceId && one.platformId === platformId,
    )
    if (!closed?.origin) throw refuse('not_found')
    const iat = Math.floor(closed.now.getTime() / 1_000)
    const sub = await authorOf(trx, actor)
    const pass: MaintenancePass = { aud: platformId, sub, maintenance: maintenanceId, iat, exp: iat + PASS_SECONDS, jti: newId() }
    const details = { platformId, maintenanceId, name: closed.maintenanceName }
    await recordDeed(trx, { actor, context, action: 'maintenance.pass_issued', details, told: null })
    const jws = signJws(signingKeyOf(core.config.secret), PASS_TYPE, JSON.stringify(pass))
    return { jws, origin: closed.origin, closed }
  })
}
