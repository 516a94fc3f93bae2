import { sql } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'
import type { SignInFacts } from '../../domain/viewer.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { NETWORK_WINDOW_SECONDS } from '../../domain/sign-in-guard.ts'
import type { GuardSubjects } from './guard-subjects.ts'
import type { OpenedAttempt } from './open-attempt.ts'

export type SuccessToSettle = {
  readonly accountId: string
  /** The credential that was verified: if it changed meanwhile, there is no entry (I-20). */
  readonly verifiedHash: string
  /** Replaces a credential of weaker parameters, or null (I-35). */
  readonly rehashed: string | null
  readonly sessionId: string
  readonly sessionHash: Buffer
  /** The session that this browser held before; it ends (I-21). */
  readonly replacedSessionHash: Buffer | null
  readonly deviceHash: Buffer
  readonly previousSignIn: SignInFacts | null
  readonly subjects: GuardSubjects
  readonly charged: Buffer
  readonly context: RequestContext
}

/**
 * All of a sign-in's writes as one statement: session, last sign-in, device, audit, budgets cleared. The update of the
 * account row asks once more, under its lock, whether it is Active with the verified credential; where it is not, nothing
 * is written and false returned.
 */
export async function settleSuccess(db: Database, success: SuccessToSettle): Promise<boolean> {
  const { context, subjects } = success
  const { rows } = await sql`
    with entered as (
      update accounts set credential_hash = coalesce(${success.rehashed}::text, credential_hash), last_sign_in_at = gatehouse_now(),
        last_sign_in = jsonb_build_object('at', to_json(gatehouse_now()), 'browser', ${context.browser}::text,
          'system', ${context.system}::text, 'address', ${context.address}::text)
      where id = ${success.accountId}::uuid and credential_hash = ${success.verifiedHash}::text and state = 'active'
      returning id, subscription_id
    ), session as (
      insert into sessions (id, token_hash, account_id, browser, system, address, previous_sign_in)
      select ${success.sessionId}::uuid, ${success.sessionHash}::bytea, id, ${context.browser}, ${context.system}, ${context.address},
        ${success.previousSignIn === null ? null : JSON.stringify(success.previousSignIn)}::jsonb
      from entered
    ), replaced as (
      delete from sessions where token_hash = ${success.replacedSessionHash}::bytea
    ), device as (
      insert into devices (account_id, token_hash) select id, ${success.deviceHash}::bytea from entered
      on conflict (account_id, token_hash) do update set last_used_at = gatehouse_now()
    ), cleared as (
      update guard_budgets set failures = 0,
        spent = greatest(0, spent - failures - (case when subject = ${success.charged}::bytea then 1 else 0 end))
      where subject in (${success.charged}::bytea, ${subjects.name}::bytea, ${subjects.stranger}::bytea) and exists (select from entered)
    ), audit as (
      insert into audit_events (subscription_id, account_id, actor_kind, actor_id, action, details, address, request_id)
      select subscription_id, id, 'account', id, 'sign_in.succeeded',
        jsonb_build_object('browser', ${context.browser}::text, 'system', ${context.system}::text), ${context.address}, ${context.requestId}
      from entered
    )
    select 1 from entered`.execute(db)
  return rows.length === 1
}

export type FailureToSettle = {
  readonly opened: OpenedAttempt
  /** Known right, but the account's state or subscription refused it. */
  readonly rightPassword: boolean
  /** The budget stayed full of checks that never ended: charges of a process that died count as failures. */
  readonly isLeaked: boolean
  readonly subjects: GuardSubjects
  readonly captchaFrom: number
  readonly memorySeconds: number
  readonly context: RequestContext
}

/** `failures`: on the charged budget, this one included; `isChallenged`: the next attempt will be asked for a captcha. */
export type SettledFailure = { failures: number; isChallenged: boolean }

/**
 * Turns the charge into a failure, counts it for the network, and notes it in the trail of the account, if there is one;
 * the same statement for unknown names, which touch no account's row (I-09, I-10).
 */
export async function settleFailure(db: Database | Trx, failure: FailureToSettle): Promise<SettledFailure> {
  const { opened, subjects, context } = failure
  const { rows } = await sql<SettledFailure>`
    with failed as (
      update guard_budgets set failures = case when ${failure.isLeaked}::boolean then spent
        else least(spent, failures + ${opened.charged ? 1 : 0}::integer) end
      where subject = ${opened.subject}::bytea and expires_at > gatehouse_now() returning failures
    ), network as (
      insert into guard_budgets as b (subject, spent, failures, expires_at)
      values (${subjects.network}::bytea, 0, 1, gatehouse_now() + make_interval(secs => ${NETWORK_WINDOW_SECONDS}::integer))
      on conflict (subject) do update set
        failures = case when b.expires_at <= gatehouse_now() then 1 else b.failures + 1 end,
        expires_at = case when b.expires_at <= gatehouse_now() then excluded.expires_at else b.expires_at end
    ), challenged as (
      insert into guard_budgets as b (subject, spent, failures, expires_at)
      select ${subjects.challenge}::bytea, 0, 0, gatehouse_now() + make_interval(secs => ${failure.memorySeconds}::integer)
      from failed where failures >= ${failure.captchaFrom}::integer and not ${opened.isKnownDevice}::boolean
      on conflict (subject) do update set expires_at = excluded.expires_at
      returning 1
    ), audit as (
      insert into audit_events (subscription_id, account_id, actor_kind, action, details, address, request_id)
      select a.subscription_id, a.id, 'anonymous', 'sign_in.refused',
        jsonb_build_object('browser', ${context.browser}::text, 'system', ${context.system}::text,
          'reason', case when ${failure.rightPassword}::boolean then a.state when ${opened.charged}::boolean then 'wrong_password' else 'budget_spent' end),
        ${context.address}, ${context.requestId}
      from accounts a where a.id = ${opened.accountId}::uuid
    )
    select coalesce((select failures from failed), 0) as failures, exists (select from challenged) as "isChallenged"`.execute(db)
  const [settled] = rows
  if (!settled) throw new Error('the settling statement returned no row')
  return settled
}

/** Gives a charge back after a right password, and clears what failed before it: "failures since the last success". */
export async function settleRightPassword(db: Database | Trx, charged: Buffer): Promise<void> {
  await sql`update guard_budgets set failures = 0, spent = greatest(0, spent - failures - 1) where subject = ${charged}::bytea`.execute(db)
}

/** Gives a charge back for which nothing was verified. */
export async function releaseCharge(db: Database, charged: Buffer): Promise<void> {
  await sql`update guard_budgets set spent = greatest(failures, spent - 1) where subject = ${charged}::bytea`.execute(db)
}
