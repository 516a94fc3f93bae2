import { sql } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import type { RestrictedViewer } from '../../domain/viewer.ts'
import { isAllowedFrom } from '../accounts/network-rule.ts'

type RestrictedCheck = { readonly tokenHash: Buffer; readonly address: string; readonly seconds: number }

const selectRestricted = statement<RestrictedCheck, RestrictedViewer>(
  (the) => sql`
    select r.account_id as "accountId", a.username, r.reason
    from restricted_sessions r join accounts a on a.id = r.account_id join subscriptions b on b.id = a.subscription_id
    where r.token_hash = ${the.tokenHash}::bytea
      and r.created_at > gatehouse_now() - make_interval(secs => ${the.seconds}::integer)
      and r.credential_digest = sha256(convert_to(a.credential_hash, 'UTF8'))
      and (r.reason = 'temporary_password') = (a.temporary_until is not null)
      and (a.state = 'active' or (a.state = 'pending_activation' and r.reason = 'temporary_password'))
      and (b.expired_at is null or b.expired_at > gatehouse_now())
      and ${isAllowedFrom(sql`settings_in_force(b)`, sql`${the.address}::inet`)}`,
)

/**
 * Whoever may choose a password and do nothing else (I-06): `seconds` after signing in it is over, and before that with the
 * credential that opened it, and whatever else keeps the account out. Its use does not prolong it.
 */
export async function findRestrictedSession(db: Database | Trx, check: RestrictedCheck): Promise<RestrictedViewer | null> {
  const [found] = await selectRestricted(db, check)
  return found ?? null
}
