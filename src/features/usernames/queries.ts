import { sql } from 'kysely'
import type { Trx } from '../../db/schema.ts'
import type { AccountState, InactiveReason } from '../../domain/account-state.ts'
import { foldEmail, sameEmail } from '../../domain/contact.ts'

export type OwnLogin = {
  readonly id: string
  readonly username: string
  readonly email: string
  readonly state: AccountState
  readonly reason: InactiveReason | null
  readonly subscriptionId: string
  readonly subscriptionName: string
  readonly subscriptionExpired: boolean
}

/** The accounts of an address that could ever sign in, the oldest first, at most `limit`. Contacts never do. */
export async function listLoginsOf(trx: Trx, email: string, limit: number): Promise<readonly OwnLogin[]> {
  const found = await trx
    .selectFrom('accounts')
    .innerJoin('subscriptions', 'subscriptions.id', 'accounts.subscriptionId')
    .select([
      'accounts.id',
      'accounts.username',
      'accounts.email',
      'accounts.subscriptionId',
      'subscriptions.name as subscriptionName',
    ])
    .select([
      sql<AccountState>`accounts.state`.as('state'),
      sql<InactiveReason | null>`accounts.inactive_reason`.as('reason'),
      sql<boolean>`coalesce(subscriptions.expired_at <= gatehouse_now(), false)`.as('subscriptionExpired'),
    ])
    .where(sql<string>`lower(accounts.email)`, '=', foldEmail(email))
    .where('accounts.role', '<>', 'contact')
    .orderBy('accounts.createdAt')
    .orderBy('accounts.id')
    .limit(limit)
    .execute()
  return found.filter((login) => sameEmail(login.email, email))
}
