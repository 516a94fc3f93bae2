import type { App } from '../../app.ts'
import { PASS_SKEW_SECONDS, PASS_TYPE, readPass, type MaintenancePass } from '../../domain/maintenance-pass.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { readJws } from '../../jws.ts'
import { claimNonce } from '../accounts/claim-nonce.ts'
import { recordAudit } from '../audit/record.ts'

/**
 * Takes an operator's pass at the platform (S04): signed by the front door, for this platform and the maintenance that
 * closes it, within its ten minutes by this database's clock, and once. Null, and nothing is changed, for anything else.
 * It opens the sign-in page and no account: whoever holds it signs in as anybody else.
 */
export async function redeemPass(
  app: App,
  { jws, maintenanceId }: { jws: string; maintenanceId: string },
  context: RequestContext,
): Promise<MaintenancePass | null> {
  const { frontDoorKey, platform } = app.config
  const payload = frontDoorKey && readJws(frontDoorKey, PASS_TYPE, jws)
  const pass = payload === null ? null : readPass(payload)
  if (!pass || pass.aud !== platform.id || pass.maintenance !== maintenanceId) return null
  return app.db.transaction().execute(async (trx) => {
    if (!(await claimNonce(trx, { ...pass, skewSeconds: PASS_SKEW_SECONDS }))) return null
    await recordAudit(trx, {
      action: 'maintenance.pass_used',
      actor: { kind: 'anonymous' },
      subscriptionId: null,
      accountId: null,
      details: { operator: pass.sub, maintenanceId },
      context,
    })
    return pass
  })
}
