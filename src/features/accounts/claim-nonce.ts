import { sql } from 'kysely'
import type { Trx } from '../../db/schema.ts'
import { hashToken } from '../../secrets.ts'

/**
 * Spends what the front door has signed: once, from its beginning (seconds of the epoch, by a clock that may be `skewSeconds`
 * ahead) and before its end, both by this database's clock. False where it is early, late, or spent already.
 */
export async function claimNonce(
  trx: Trx,
  { jti, iat, exp, skewSeconds }: { jti: string; iat: number; exp: number; skewSeconds: number },
): Promise<boolean> {
  const { rows } = await sql`
    insert into used_nonces (nonce, expires_at)
    select ${hashToken(jti)}::bytea, to_timestamp(${exp}::bigint)
    where to_timestamp(${exp}::bigint) > gatehouse_now()
      and to_timestamp(${iat}::bigint) <= gatehouse_now() + make_interval(secs => ${skewSeconds}::integer)
    on conflict do nothing returning 1`.execute(trx)
  return rows.length === 1
}
