import { sql } from 'kysely'
import { databaseNow, secondsAgo } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import { SCOPE_NAMES, type ListedToken, type TokenScope, type TokenState } from '../../domain/api-token.ts'

const ENDED_SHOWN_SECONDS = 30 * 24 * 60 * 60
const MOST_LISTED = 1_000

const isLive = sql<boolean>`(api_tokens.revoked_at is null and api_tokens.expires_at > gatehouse_now())`

/** Tokens of one account, or of everybody in a subscription; live ones first, ended ones for 30 days more. */
export async function listTokenRows(
  db: Database,
  of: { subscriptionId: string; accountId?: string },
): Promise<readonly ListedToken[]> {
  const rows = await db
    .selectFrom('apiTokens')
    .innerJoin('accounts', 'accounts.id', 'apiTokens.accountId')
    .select(['apiTokens.id', 'apiTokens.name', 'apiTokens.scopes', 'apiTokens.createdAt', 'apiTokens.expiresAt'])
    .select(['apiTokens.lastUsedAt', 'apiTokens.lastUsedAddress', 'apiTokens.revokedAt', 'apiTokens.accountId'])
    .select([
      'accounts.username',
      sql<string>`accounts.first_name || ' ' || accounts.last_name`.as('ownerName'),
      sql<TokenState>`case when api_tokens.revoked_at is not null then 'revoked' when ${isLive} then 'live' else 'expired' end`.as(
        'state',
      ),
    ])
    .where('accounts.subscriptionId', '=', of.subscriptionId)
    .$if(of.accountId !== undefined, (query) => query.where('accounts.id', '=', of.accountId ?? ''))
    .where(sql<boolean>`coalesce(api_tokens.revoked_at, api_tokens.expires_at) > ${secondsAgo(ENDED_SHOWN_SECONDS)}`)
    .orderBy(sql`${isLive} desc`)
    .orderBy('apiTokens.createdAt', 'desc')
    .orderBy('apiTokens.id')
    .limit(MOST_LISTED)
    .execute()
  return rows.map((row) => ({ ...row, scopes: knownScopes(row.scopes) }))
}

/** A scope that this version does not know opens nothing. */
export function knownScopes(stored: readonly string[]): readonly TokenScope[] {
  return SCOPE_NAMES.filter((scope) => stored.includes(scope))
}

/** Live tokens of an account. */
export async function countLiveTokens(db: Database | Trx, accountId: string): Promise<number> {
  const { tokens } = await db
    .selectFrom('apiTokens')
    .select((eb) => eb.fn.countAll<number>().as('tokens'))
    .where('accountId', '=', accountId)
    .where(isLive)
    .executeTakeFirstOrThrow()
  return tokens
}

/** Whether a token was ended by somebody: then so is what it began. One that has only expired since began it rightly. */
export async function isTokenRevoked(trx: Trx, tokenId: string): Promise<boolean> {
  const token = await trx.selectFrom('apiTokens').select('revokedAt').where('id', '=', tokenId).executeTakeFirst()
  return token?.revokedAt !== null
}

/** Whether the account has a live token of this name, case aside; one that has only expired gives its name free. */
export async function isTokenNameTaken(trx: Trx, { accountId, name }: { accountId: string; name: string }): Promise<boolean> {
  const ofThatName = sql<boolean>`lower(name) = lower(${name})`
  await trx
    .updateTable('apiTokens')
    .set((eb) => ({ revokedAt: eb.ref('expiresAt') }))
    .where('accountId', '=', accountId)
    .where(ofThatName)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '<=', databaseNow)
    .execute()
  const taken = trx.selectFrom('apiTokens').select('id').where('accountId', '=', accountId).where(ofThatName)
  return (await taken.where('revokedAt', 'is', null).executeTakeFirst()) !== undefined
}

/** A token that can still be revoked, in one subscription; null for any other (I-26). */
export async function findRevocableToken(
  db: Database | Trx,
  of: { tokenId: string; subscriptionId: string },
): Promise<{ id: string; name: string; accountId: string; username: string; email: string } | null> {
  const token = await db
    .selectFrom('apiTokens')
    .innerJoin('accounts', 'accounts.id', 'apiTokens.accountId')
    .select(['apiTokens.id', 'apiTokens.name', 'apiTokens.accountId', 'accounts.username', 'accounts.email'])
    .where('apiTokens.id', '=', of.tokenId)
    .where('accounts.subscriptionId', '=', of.subscriptionId)
    .where('apiTokens.revokedAt', 'is', null)
    .executeTakeFirst()
  return token ?? null
}
