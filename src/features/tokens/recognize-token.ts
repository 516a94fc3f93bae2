import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { statement } from '../../db/statement.ts'
import { looksLikeApiToken, type TokenScope } from '../../domain/api-token.ts'
import type { Standing } from '../../domain/permissions.ts'
import type { TokenActor } from '../../domain/request-context.ts'
import { hashToken } from '../../secrets.ts'
import { isAllowedFrom } from '../accounts/network-rule.ts'
import { knownScopes } from './queries.ts'

/** How much of this minute's budget is spent, this request included. */
export type SpentBudget = { readonly spent: number; readonly resetsInSeconds: number }

/** A live token with its owner as they stand now. */
export type RecognizedToken = {
  readonly actor: TokenActor
  readonly scopes: readonly TokenScope[]
  readonly name: string
  readonly username: string
  readonly expiresAt: Date
  readonly budget: SpentBudget
}

type FoundToken = Standing &
  SpentBudget & {
    readonly tokenId: string
    readonly subscriptionId: string
    readonly scopes: readonly string[]
    readonly name: string
    readonly username: string
    readonly expiresAt: Date
  }

/** That a token was used is noted at most this often. */
const NOTE_SECONDS = 60

const useLiveToken = statement<{ tokenHash: Buffer; address: string }, FoundToken>(
  (the) => sql`
    with found as (
      select t.id, t.last_used_at, t.scopes, t.name, t.expires_at, a.id as account_id, a.subscription_id, a.username, a.role,
        a.business_unit_id, a.extra_rights, coalesce(u.sees_only_itself, false) as sees_only_unit
      from api_tokens t join accounts a on a.id = t.account_id join subscriptions b on b.id = a.subscription_id
      left join business_units u on u.id = a.business_unit_id
      where t.token_hash = ${the.tokenHash}::bytea and t.revoked_at is null and t.expires_at > gatehouse_now()
        and (a.state = 'active' or a.inactive_reason = 'failed_sign_ins')
        and (b.expired_at is null or b.expired_at > gatehouse_now())
        and ${isAllowedFrom(sql`settings_in_force(b)`, sql`${the.address}::inet`)}
    ), charged as (
      insert into api_budgets as b (subject, minute, spent) select id, date_trunc('minute', gatehouse_now()), 1 from found
      on conflict (subject) do update set minute = excluded.minute,
        spent = case when b.minute = excluded.minute then b.spent + 1 else 1 end
      returning spent, minute
    ), noted as (
      update api_tokens t set last_used_at = gatehouse_now(), last_used_address = ${the.address}::text from found
      where t.id = found.id and t.revoked_at is null and (found.last_used_at is null
        or found.last_used_at < gatehouse_now() - make_interval(secs => ${sql.lit(NOTE_SECONDS)}))
    )
    select found.id as "tokenId", found.account_id as "accountId", found.subscription_id as "subscriptionId", found.username,
      found.role, found.business_unit_id as "businessUnitId", found.extra_rights as "extraRights",
      found.sees_only_unit as "seesOnlyUnit", found.scopes, found.name, found.expires_at as "expiresAt", charged.spent,
      ceil(extract(epoch from charged.minute + interval '1 minute' - gatehouse_now()))::integer as "resetsInSeconds"
    from found cross join charged`,
)

/**
 * The live token behind a text, with its owner's role, unit and state read in the same look-up, so that what was changed or
 * ended anywhere counts by the next request (I-19); it also spends the token's budget of the minute. Null for a token that
 * is unknown, expired or revoked, or whose owner or subscription may not enter, whyever. A freeze ends no token, as it ends
 * no session: strangers' guesses stop nobody's programs (I-17).
 */
export async function recognizeToken(app: App, token: string, { address }: { address: string }): Promise<RecognizedToken | null> {
  if (!looksLikeApiToken(token)) return null
  const [found] = await useLiveToken(app.db, { tokenHash: hashToken(token), address })
  if (!found) return null
  const { tokenId, subscriptionId, accountId, role, businessUnitId, extraRights, seesOnlyUnit } = found
  const { name, username, expiresAt, spent, resetsInSeconds } = found
  return {
    actor: { kind: 'api_token', tokenId, subscriptionId, accountId, role, businessUnitId, extraRights, seesOnlyUnit },
    scopes: knownScopes(found.scopes),
    name,
    username,
    expiresAt,
    budget: { spent, resetsInSeconds },
  }
}

const spendForAccount = statement<{ accountId: string }, SpentBudget>(
  (the) => sql`
    insert into api_budgets as b (subject, minute, spent) values (${the.accountId}::uuid, date_trunc('minute', gatehouse_now()), 1)
    on conflict (subject) do update set minute = excluded.minute,
      spent = case when b.minute = excluded.minute then b.spent + 1 else 1 end
    returning spent, ceil(extract(epoch from minute + interval '1 minute' - gatehouse_now()))::integer as "resetsInSeconds"`,
)

/** The same budget for whoever asks with a session: one for all sessions of an account. */
export async function spendSessionBudget(app: App, accountId: string): Promise<SpentBudget> {
  const [budget] = await spendForAccount(app.db, { accountId })
  if (!budget) throw new Error('the budget statement returned no row')
  return budget
}
