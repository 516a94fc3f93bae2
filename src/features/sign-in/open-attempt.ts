import { sql } from 'kysely'
import type { CaptchaProof } from '../../captcha.ts'
import type { Database } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import type { AccountState } from '../../domain/account-state.ts'
import type { CredentialStanding } from '../../domain/sign-in-entry.ts'
import { LONGEST_CHECK_SECONDS, NETWORK_FAILURES } from '../../domain/sign-in-guard.ts'
import type { SignInFacts } from '../../domain/viewer.ts'
import { isAllowedFrom } from '../accounts/network-rule.ts'
import type { GuardSubjects } from './guard-subjects.ts'

/** What one statement found and did at the start of an attempt. The account's fields are null for an unknown name. */
export type OpenedAttempt = {
  accountId: string | null
  subscriptionId: string | null
  credentialHash: string | null
  /** Of the credential; says nothing where there is none. */
  standing: CredentialStanding | null
  state: AccountState | null
  isExpired: boolean
  /** The subscription lets nobody in from the caller's address (A05). */
  isElsewhere: boolean
  lastSignIn: SignInFacts | null
  isKnownDevice: boolean
  /** The budget that was, or would have been, charged. */
  subject: Buffer
  /** Whether failures on that budget freeze the account, or lock its name. */
  freezes: boolean
  charged: boolean
  isChallenged: boolean
  captchaSolved: boolean
  failures: number
  isStalled: boolean
  limit: number
  networkFailures: number
}

export type AttemptToOpen = {
  readonly username: string
  readonly subjects: GuardSubjects
  readonly deviceHash: Buffer | null
  readonly captcha: CaptchaProof | null
  /** A retry of an attempt whose captcha is spent already. */
  readonly captchaSpent: boolean
  readonly address: string
  /** The platform's; a subscription's own goes before, up to the highest that the profile allows. */
  readonly threshold: number
  readonly highestThreshold: number
  readonly captchaFrom: number
  readonly memorySeconds: number
  /** From this age on a password is expired; null: never. */
  readonly passwordSeconds: number | null
  /**
   * The policy locks: a known device has a budget of its own for a day after a release only, and strangers never have another
   * than the name's, or the end of that day would give them ten more (PCI DSS 4.0.1 8.3.4).
   */
  readonly locks: boolean
}

type OpeningValues = GuardSubjects &
  Omit<AttemptToOpen, 'subjects' | 'captcha'> & {
    readonly captchaSignature: Buffer | null
    readonly captchaExpiresAt: Date | null
  }

const lookUpAndCharge = statement<OpeningValues, OpenedAttempt>(
  (the) => sql`
    with account as materialized (
      select a.id, a.subscription_id, a.credential_hash, a.state, a.last_sign_in, a.unfrozen_until,
        case when a.temporary_until <= gatehouse_now() then 'temporary_ended' when a.temporary_until is not null then 'temporary'
          when a.credential_set_at <= gatehouse_now() - make_interval(secs => ${the.passwordSeconds}::double precision) then 'expired'
          else 'own' end as standing,
        (own.settings ->> 'freezeThreshold')::integer as freeze_threshold,
        not ${isAllowedFrom(sql`own.settings`, sql`${the.address}::inet`)} as is_elsewhere,
        coalesce(s.expired_at <= gatehouse_now(), false) as is_expired, d.account_id is not null as is_known_device
      from accounts a join subscriptions s on s.id = a.subscription_id
      cross join lateral (select settings_in_force(s) as settings) as own
      left join devices d on d.account_id = a.id and d.token_hash = ${the.deviceHash}::bytea
      where a.username = ${the.username}
    ), spent as (
      insert into spent_captchas (signature, expires_at)
      select ${the.captchaSignature}::bytea, ${the.captchaExpiresAt}::timestamptz
      where ${the.captchaExpiresAt}::timestamptz > gatehouse_now()
      on conflict do nothing returning 1
    ), seen as (
      select account.*, coalesce(is_known_device, false) as device,
        case when is_known_device and (not ${the.locks}::boolean or unfrozen_until > gatehouse_now()) then ${the.device}::bytea
          when unfrozen_until > gatehouse_now() and not ${the.locks}::boolean then ${the.stranger}::bytea
          else ${the.name}::bytea end as subject,
        not coalesce((is_known_device and not ${the.locks}::boolean) or unfrozen_until > gatehouse_now(), false) as freezes,
        least(coalesce(freeze_threshold, ${the.threshold}::integer), ${the.highestThreshold}::integer) as allowed,
        coalesce(n.failures, 0) as network_failures,
        coalesce(c.failures, 0) >= ${the.captchaFrom}::integer or coalesce(n.failures, 0) >= ${sql.lit(NETWORK_FAILURES)} as is_challenged,
        ${the.captchaSpent}::boolean or exists (select from spent) as captcha_solved
      from (select) as one left join account on true
      left join guard_budgets n on n.subject = ${the.network}::bytea and n.expires_at > gatehouse_now()
      left join guard_budgets c on c.subject = ${the.challenge}::bytea and c.expires_at > gatehouse_now()
    ), charge as (
      insert into guard_budgets as b (subject, spent, failures, expires_at)
      select subject, 1, 0, gatehouse_now() + make_interval(secs => ${the.memorySeconds}::integer)
      from seen where device or captcha_solved or not is_challenged
      on conflict (subject) do update set
        spent = case when b.expires_at <= gatehouse_now() then 1 else b.spent + 1 end,
        failures = case when b.expires_at <= gatehouse_now() then 0 else b.failures end,
        expires_at = case when b.spent = 0 or b.expires_at <= gatehouse_now() then excluded.expires_at else b.expires_at end,
        charged_at = excluded.charged_at
      where b.expires_at <= gatehouse_now() or b.spent < (select allowed from seen)
      returning 1
    )
    select seen.id as "accountId", subscription_id as "subscriptionId", credential_hash as "credentialHash", standing, state,
      coalesce(is_expired, false) as "isExpired", coalesce(is_elsewhere, false) as "isElsewhere", last_sign_in as "lastSignIn", device as "isKnownDevice", seen.subject, freezes,
      exists (select from charge) as charged, is_challenged as "isChallenged", captcha_solved as "captchaSolved",
      coalesce(b.failures, 0) as failures, allowed as "limit", network_failures as "networkFailures",
      coalesce(b.charged_at < gatehouse_now() - make_interval(secs => ${sql.lit(LONGEST_CHECK_SECONDS)}), false) as "isStalled"
    from seen left join guard_budgets b on b.subject = seen.subject and b.expires_at > gatehouse_now()`,
)

/**
 * Looks the name up, spends the captcha, and charges one budget, all in one statement: the charge is a conditional
 * upsert, so that however many attempts run at once, in however many processes, no more are let in than the budget has
 * left (I-11, I-14). A charge survives a crash; success gives it back. Unknown names take the same path (I-10).
 */
export async function openAttempt(db: Database, { subjects, captcha, ...attempt }: AttemptToOpen): Promise<OpenedAttempt> {
  const captchaSignature = captcha?.signature ?? null
  const captchaExpiresAt = captcha?.expiresAt ?? null
  const [opened] = await lookUpAndCharge(db, { ...attempt, ...subjects, captchaSignature, captchaExpiresAt })
  if (!opened) throw new Error('the opening statement returned no row')
  return opened
}
