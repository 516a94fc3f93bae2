import { sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import type { RestrictedReason } from '../../domain/sign-in-entry.ts'
import { clearBudgets, type ContextValues, type SuccessToSettle } from './settle-attempt.ts'

export type RestrictedToSettle = Pick<
  SuccessToSettle,
  | 'accountId'
  | 'username'
  | 'verifiedHash'
  | 'sessionHash'
  | 'replacedSessionHash'
  | 'subjects'
  | 'charged'
  | 'isKnownDevice'
  | 'context'
> & { readonly reason: RestrictedReason }

type RestrictedValues = Omit<RestrictedToSettle, 'subjects' | 'isKnownDevice' | 'context'> &
  Pick<SuccessToSettle['subjects'], 'name' | 'stranger'> &
  ContextValues & { readonly challenge: Buffer | null }

const writeRestricted = statement<RestrictedValues, object>(
  (the) => sql`
    with entered as (
      select id, subscription_id, credential_hash from accounts
      where id = ${the.accountId}::uuid and username = ${the.username} and credential_hash = ${the.verifiedHash}::text
        and case ${the.reason}::text
          when 'temporary_password' then temporary_until > gatehouse_now() and state in ('active', 'pending_activation')
          else temporary_until is null and state = 'active' end
      for update
    ), session as (
      insert into restricted_sessions (token_hash, account_id, reason, credential_digest)
      select ${the.sessionHash}::bytea, id, ${the.reason}::text, sha256(convert_to(credential_hash, 'UTF8')) from entered
    ), replaced as (
      delete from sessions where token_hash = ${the.replacedSessionHash}::bytea and exists (select from entered)
    ), replaced_restricted as (
      delete from restricted_sessions where token_hash = ${the.replacedSessionHash}::bytea and exists (select from entered)
    ), ${clearBudgets(the)}, audit as (
      insert into audit_events (subscription_id, account_id, actor_kind, actor_id, action, details, address, request_id)
      select subscription_id, id, 'account', id, 'sign_in.restricted',
        jsonb_build_object('browser', ${the.browser}::text, 'system', ${the.system}::text, 'reason', ${the.reason}::text),
        ${the.address}, ${the.requestId}
      from entered
    )
    select 1 from entered`,
)

/**
 * All writes of a sign-in that lets its owner choose a password and opens nothing else (I-06), as one statement: the account
 * is locked, and asked once more for the verified credential and its end. No device is remembered and no last sign-in noted:
 * nobody has come in. False, and nothing written, where the account has moved on (I-20).
 */
export async function settleRestricted(db: Database, entry: RestrictedToSettle): Promise<boolean> {
  const { subjects, context, isKnownDevice, ...values } = entry
  const challenge = isKnownDevice ? null : subjects.challenge
  const rows = await writeRestricted(db, { ...values, ...subjects, ...context, challenge })
  return rows.length === 1
}
