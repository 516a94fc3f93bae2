import { sql } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import type { Actor, RequestContext } from '../../domain/request-context.ts'
import { NETWORK_WINDOW_SECONDS } from '../../domain/sign-in-guard.ts'
import type { SignInFacts } from '../../domain/viewer.ts'
import type { GuardSubjects } from './guard-subjects.ts'
import type { OpenedAttempt } from './open-attempt.ts'

export type ContextValues = Pick<RequestContext, 'requestId' | 'address' | 'browser' | 'system'>

export type SuccessToSettle = {
  readonly accountId: string
  /** By which it was found: if its owner goes by another meanwhile, there is no entry (I-20). */
  readonly username: string
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
  readonly isKnownDevice: boolean
  readonly context: RequestContext
}

type SuccessValues = Omit<SuccessToSettle, 'previousSignIn' | 'subjects' | 'isKnownDevice' | 'context'> &
  Pick<GuardSubjects, 'name' | 'stranger'> &
  ContextValues & {
    readonly previousSignIn: string | null
    readonly challenge: Buffer | null
  }

type BudgetNames = Readonly<Record<'charged' | 'name' | 'stranger' | 'challenge', string>>

/** After the right password, where it opens something: gives the charge back, and forgets what failed before it. */
export const clearBudgets = (the: BudgetNames) => sql`cleared as (
      update guard_budgets set failures = 0,
        spent = greatest(0, spent - failures - (case when subject = ${the.charged}::bytea then 1 else 0 end))
      where subject in (${the.charged}::bytea, ${the.name}::bytea, ${the.stranger}::bytea) and exists (select from entered)
      returning 1
    ), unchallenged as (
      update guard_budgets set failures = 0 where subject = ${the.challenge}::bytea and (select count(*) from cleared) > 0
    )`

const writeSuccess = statement<SuccessValues, object>(
  (the) => sql`
    with entered as (
      update accounts set credential_hash = coalesce(${the.rehashed}::text, credential_hash), last_sign_in_at = gatehouse_now(),
        last_sign_in = jsonb_build_object('at', to_json(gatehouse_now()), 'browser', ${the.browser}::text,
          'system', ${the.system}::text, 'address', ${the.address}::text)
      where id = ${the.accountId}::uuid and username = ${the.username} and credential_hash = ${the.verifiedHash}::text and state = 'active'
        and temporary_until is null
      returning id, subscription_id
    ), session as (
      insert into sessions (id, token_hash, account_id, browser, system, address, previous_sign_in)
      select ${the.sessionId}::uuid, ${the.sessionHash}::bytea, id, ${the.browser}, ${the.system}, ${the.address},
        ${the.previousSignIn}::jsonb
      from entered
    ), replaced as (
      delete from sessions where token_hash = ${the.replacedSessionHash}::bytea and exists (select from entered)
    ), replaced_restricted as (
      delete from restricted_sessions where token_hash = ${the.replacedSessionHash}::bytea and exists (select from entered)
    ), device as (
      insert into devices (account_id, token_hash) select id, ${the.deviceHash}::bytea from entered
      on conflict (account_id, token_hash) do update set last_used_at = gatehouse_now()
    ), ${clearBudgets(the)}, audit as (
      insert into audit_events (subscription_id, account_id, actor_kind, actor_id, action, details, address, request_id)
      select subscription_id, id, 'account', id, 'sign_in.succeeded',
        jsonb_build_object('browser', ${the.browser}::text, 'system', ${the.system}::text), ${the.address}, ${the.requestId}
      from entered
    )
    select 1 from entered`,
)

/**
 * All of a sign-in's writes as one statement: session, last sign-in, device, audit, budgets cleared. The update of the
 * account row asks once more, under its lock, whether it is Active with the verified credential, and that its owner's own; where it is not, nothing
 * is written and false returned. A known device was never asked for a captcha, so its success leaves strangers being asked:
 * there is nothing to see from outside that its owner came by (I-09).
 * Budgets are locked in one order, here and in a failure: the name's, then the challenge.
 */
export async function settleSuccess(db: Database, success: SuccessToSettle): Promise<boolean> {
  const { subjects, context, isKnownDevice, ...values } = success
  const rows = await writeSuccess(db, {
    ...values,
    ...subjects,
    ...context,
    challenge: isKnownDevice ? null : subjects.challenge,
    previousSignIn: values.previousSignIn === null ? null : JSON.stringify(values.previousSignIn),
  })
  return rows.length === 1
}

/** How the trail tells it: a stranger's sign-in, or something that the owner of a session may do by their password only. */
export type RefusedAs = {
  readonly action: AuditAction
  readonly actorKind: Actor['kind']
  readonly actorId: string | null
  /** Which secret was wrong, where one was verified. */
  readonly wrong: 'wrong_password' | 'wrong_username'
}

export type FailureToSettle = {
  readonly opened: OpenedAttempt
  /** Known right, but the account's state, its subscription, or where it came from refused it. */
  readonly rightPassword: boolean
  readonly subjects: GuardSubjects
  readonly memorySeconds: number
  /** For so long a budget refuses that this failure fills; null: for the rest of its day. */
  readonly lockSeconds: number | null
  readonly refusedAs: RefusedAs
  readonly context: RequestContext
}

/** Both with this one: on the charged budget; and on the name by unknown devices. */
export type SettledFailure = { failures: number; strangerFailures: number }

type FailureValues = Pick<OpenedAttempt, 'subject' | 'charged' | 'isKnownDevice' | 'isElsewhere' | 'accountId' | 'limit'> &
  Pick<FailureToSettle, 'rightPassword' | 'memorySeconds' | 'lockSeconds'> &
  Pick<GuardSubjects, 'network' | 'challenge'> &
  ContextValues &
  RefusedAs & { readonly isLeaked: boolean }

type Named = { readonly [Name in keyof FailureValues]: Name }

const failuresWithThis = (the: Named) => sql`case when ${the.isLeaked}::boolean then spent
  else least(spent, failures + (case when ${the.charged}::boolean then 1 else 0 end)) end`

/**
 * When the budget is whole again. Where the policy locks, the failure that fills it starts the lock, and no refusal prolongs
 * that; until then each failure is remembered anew, or nine of them could be tried before the end of a day and ten after it.
 */
const expiryWithThis = (the: Named) => sql`case when ${the.lockSeconds}::integer is null then expires_at
  when ${failuresWithThis(the)} < ${the.limit}::integer then gatehouse_now() + make_interval(secs => ${the.memorySeconds}::integer)
  when failures < ${the.limit}::integer then gatehouse_now() + make_interval(secs => ${the.lockSeconds}::integer)
  else least(expires_at, gatehouse_now() + make_interval(secs => ${the.lockSeconds}::integer)) end`

const writeFailure = statement<FailureValues, SettledFailure>(
  (the) => sql`
    with failed as (
      update guard_budgets set failures = ${failuresWithThis(the)}, expires_at = ${expiryWithThis(the)}
      where subject = ${the.subject}::bytea and expires_at > gatehouse_now() returning failures
    ), network as (
      insert into guard_budgets as b (subject, spent, failures, expires_at)
      values (${the.network}::bytea, 0, 1, gatehouse_now() + make_interval(secs => ${sql.lit(NETWORK_WINDOW_SECONDS)}))
      on conflict (subject) do update set
        failures = case when b.expires_at <= gatehouse_now() then 1 else b.failures + 1 end,
        expires_at = case when b.expires_at <= gatehouse_now() then excluded.expires_at else b.expires_at end
    ), stranger as (
      insert into guard_budgets as b (subject, spent, failures, expires_at)
      select ${the.challenge}::bytea, 0, 1, gatehouse_now() + make_interval(secs => ${the.memorySeconds}::integer)
      where not ${the.isKnownDevice}::boolean and (select count(*) from failed) >= 0
      on conflict (subject) do update set
        failures = case when b.expires_at <= gatehouse_now() then 1 else b.failures + 1 end,
        expires_at = excluded.expires_at
      returning failures
    ), audit as (
      insert into audit_events (subscription_id, account_id, actor_kind, actor_id, action, details, address, request_id)
      select a.subscription_id, a.id, ${the.actorKind}::text, ${the.actorId}::uuid, ${the.action}::text,
        jsonb_build_object('browser', ${the.browser}::text, 'system', ${the.system}::text,
          'reason', case when ${the.rightPassword}::boolean and ${the.isElsewhere}::boolean and a.state = 'active' then 'elsewhere'
            when ${the.rightPassword}::boolean and a.temporary_until <= gatehouse_now() then 'temporary_password_ended'
            when ${the.rightPassword}::boolean then a.state when ${the.charged}::boolean then ${the.wrong}::text else 'budget_spent' end),
        ${the.address}, ${the.requestId}
      from accounts a where a.id = ${the.accountId}::uuid
    )
    select coalesce((select failures from failed), 0) as failures, coalesce((select failures from stranger), 0) as "strangerFailures"`,
)

/**
 * Turns the charge into a failure, counts it for the network, and notes it in the trail of the account, if there is one;
 * the same statement for unknown names, which touch no account's row (I-09, I-10). What brings the captcha is counted
 * apart from the budget, by name for all unknown devices.
 */
export async function settleFailure(db: Database | Trx, failure: FailureToSettle): Promise<SettledFailure> {
  const { opened, subjects, context, refusedAs, ...values } = failure
  // Refused although failures left room: the rest was charged by processes that died, and may have been verified.
  const isLeaked = !opened.charged && opened.failures < opened.limit
  const [settled] = await writeFailure(db, { ...values, ...opened, ...context, ...subjects, ...refusedAs, isLeaked })
  if (!settled) throw new Error('the settling statement returned no row')
  return settled
}

/** Gives a charge back after a right password, and clears what failed before it: "failures since the last success". */
export async function settleRightPassword(db: Database | Trx, charged: Buffer): Promise<void> {
  await sql`update guard_budgets set failures = 0, spent = greatest(0, spent - failures - 1) where subject = ${charged}::bytea`.execute(
    db,
  )
}

/** Gives a charge back for which nothing was verified. */
export async function releaseCharge(db: Database, charged: Buffer): Promise<void> {
  await sql`update guard_budgets set spent = greatest(failures, spent - 1) where subject = ${charged}::bytea`.execute(db)
}
