import { sql } from 'kysely'
import { secondsAgo } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import type { NoticeWindow } from '../../domain/password-age.ts'

/** Where a batch ended: the next one begins behind it. The time as the database writes it, to the microsecond. */
export type AgePlace = { readonly id: string; readonly setAt: string }

export type ExpiringAccount = AgePlace & {
  readonly email: string
  readonly expiresAt: Date
  /** False where another process was quicker. */
  readonly isNoted: boolean
}

/**
 * Active accounts behind a place whose own password is of such an age, the oldest first, each noted as told, unless it was
 * told of this password as late as that before. Those that are busy just now come another time: they may be changing it.
 */
export async function noteExpiring(
  trx: Trx,
  of: { window: NoticeWindow; lifeSeconds: number; behind: AgePlace | null; limit: number },
): Promise<readonly ExpiringAccount[]> {
  const { days, fromSeconds, untilSeconds } = of.window
  const isBehind =
    of.behind === null ? sql`true` : sql`(a.credential_set_at, a.id) > (${of.behind.setAt}::timestamptz, ${of.behind.id}::uuid)`
  const { rows } = await sql<ExpiringAccount>`with due as (
      select a.id, a.email, a.credential_set_at from accounts a
        join subscriptions b on b.id = a.subscription_id and (b.expired_at is null or b.expired_at > gatehouse_now())
      where a.state = 'active' and a.credential_hash is not null and a.temporary_until is null
        and a.credential_set_at <= ${secondsAgo(fromSeconds)} and a.credential_set_at > ${secondsAgo(untilSeconds)}
        and ${isBehind}
        and not exists (select from password_notices n
          where n.account_id = a.id and n.credential_set_at = a.credential_set_at and n.days <= ${days}::integer)
      order by a.credential_set_at, a.id limit ${of.limit} for update of a skip locked),
    noted as (
      insert into password_notices (account_id, credential_set_at, days)
      select id, credential_set_at, ${days}::integer from due
      on conflict (account_id) do update set credential_set_at = excluded.credential_set_at, days = excluded.days,
        told_at = gatehouse_now()
        where password_notices.credential_set_at <> excluded.credential_set_at or password_notices.days > excluded.days
      returning account_id)
    select due.id, due.email, due.credential_set_at::text as "setAt", noted.account_id is not null as "isNoted",
      due.credential_set_at + make_interval(secs => ${of.lifeSeconds}::double precision) as "expiresAt"
    from due left join noted on noted.account_id = due.id order by due.credential_set_at, due.id`.execute(trx)
  return rows
}
