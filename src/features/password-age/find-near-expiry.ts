import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { secondsAgo } from '../../clock.ts'
import { noticeSeconds, passwordLifeSeconds } from '../../domain/password-age.ts'

/** When an account's own password expires, if that is near enough to be said (PCI DSS 4.0.1 8.3.9); else null. */
export async function findNearExpiry(app: App, accountId: string): Promise<Date | null> {
  const life = passwordLifeSeconds(app.config.profile)
  if (life === null) return null
  const account = await app.db
    .selectFrom('accounts')
    .select(sql<Date>`credential_set_at + make_interval(secs => ${life}::double precision)`.as('expiresAt'))
    .where('id', '=', accountId)
    .where('temporaryUntil', 'is', null)
    .where('credentialSetAt', '<=', secondsAgo(life - noticeSeconds(app.config.profile)))
    .executeTakeFirst()
  return account?.expiresAt ?? null
}
