import type { App } from '../../app.ts'
import type { CaptchaProof } from '../../captcha.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import { refuse } from '../../domain/errors.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import {
  decideAttempt,
  IN_FLIGHT_RETRY_SECONDS,
  IN_FLIGHT_WAIT_MS,
  inFlightPauseMs,
  networkWaitMs,
} from '../../domain/sign-in-guard.ts'
import { foldUsername } from '../../domain/username.ts'
import type { HashingSlot } from '../../password-hasher.ts'
import { hashToken } from '../../secrets.ts'
import { guardSubjects, type GuardSubjects } from './guard-subjects.ts'
import { openAttempt, type OpenedAttempt } from './open-attempt.ts'
import { releaseCharge, settleFailure, type RefusedAs } from './settle-attempt.ts'

/** One try of a password, by whichever door: sign-in and change of password spend the same budgets (I-14, I-25). */
export type Attempt = {
  readonly username: string
  readonly subjects: GuardSubjects
  readonly deviceHash: Buffer | null
  readonly captcha: CaptchaProof | null
  /** The door has spent a captcha of its own. */
  readonly captchaSpent: boolean
  readonly refusedAs: RefusedAs
  readonly context: RequestContext
}

/** Release its slot, whatever happens. */
export type EnteredAttempt = { readonly opened: OpenedAttempt; readonly slot: HashingSlot }

export function describeAttempt(
  app: App,
  of: {
    username: string
    deviceToken: string | null
    captcha: CaptchaProof | null
    captchaSpent: boolean
    /** What the owner of a session tries, where it is no sign-in. */
    deed?: { readonly action: AuditAction; readonly actor: AccountActor; readonly wrong: RefusedAs['wrong'] }
    context: RequestContext
  },
): Attempt {
  const deviceHash = of.deviceToken === null ? null : hashToken(of.deviceToken)
  const subjects = guardSubjects(app.config.secret, {
    folded: foldUsername(of.username),
    network: of.context.network,
    deviceHash,
  })
  const { deed } = of
  const refusedAs: RefusedAs = deed
    ? { action: deed.action, actorKind: deed.actor.kind, actorId: deed.actor.accountId, wrong: deed.wrong }
    : { action: 'sign_in.refused', actorKind: 'anonymous', actorId: null, wrong: 'wrong_password' }
  return { ...of, deviceHash, subjects, refusedAs }
}

/**
 * Charges a budget for one check, waiting (bounded) for those in flight on the same name, and for the caller's network
 * where it has failed too often; then takes a place before the hash pool, so that who waits holds none. Throws Refusal
 * `captcha_required` or `overloaded`, with nothing spent.
 */
export async function enterAttempt(app: App, attempt: Attempt): Promise<EnteredAttempt> {
  app.hasher.requireRoom()
  const deadline = app.clock.monotonic() + IN_FLIGHT_WAIT_MS
  let { deviceHash, captchaSpent } = attempt
  for (let looks = 0; ; looks += 1) {
    const captcha = captchaSpent ? null : attempt.captcha
    const opened = await openAttempt(app.db, {
      ...attempt,
      ...guardNumbers(app),
      address: attempt.context.address,
      deviceHash,
      captcha,
      captchaSpent,
    })
    captchaSpent = opened.captchaSolved
    const decision = decideAttempt({ ...opened, locks: app.config.profile.lockSeconds !== null })
    if (decision === 'challenge') throw refuse('captcha_required', { action: 'sign-in' })
    if (decision === 'verify' || decision === 'refuse') {
      await app.clock.sleep(networkWaitMs(opened.networkFailures))
      return { opened, slot: await reserveSlot(app, opened) }
    }
    if (decision === 'as_stranger') deviceHash = null
    else if (app.clock.monotonic() > deadline) throw refuse('overloaded', { retryAfterSeconds: IN_FLIGHT_RETRY_SECONDS })
    else await app.clock.sleep(inFlightPauseMs(looks))
  }
}

const DAY_SECONDS = 24 * 60 * 60

function guardNumbers(app: App) {
  const { freezeThreshold, freezeThresholds, lockSeconds, failureMemorySeconds, captchaFromFailures } = app.config.profile
  const { passwordExpiryDays } = app.config.profile
  return {
    threshold: freezeThreshold,
    highestThreshold: freezeThresholds.highest,
    memorySeconds: failureMemorySeconds,
    captchaFrom: captchaFromFailures,
    locks: lockSeconds !== null,
    passwordSeconds: passwordExpiryDays === null ? null : passwordExpiryDays * DAY_SECONDS,
  }
}

/** Where the pool has filled up meanwhile, the charge is given back: overload is nobody's failure. */
async function reserveSlot(app: App, opened: OpenedAttempt): Promise<HashingSlot> {
  try {
    return app.hasher.reserve()
  } catch (error) {
    if (opened.charged) await releaseCharge(app.db, opened.subject)
    throw error
  }
}

/**
 * Counts the failure and queues the one job that may freeze the account, tell of its lock, or tell its owner the truth (N07): always one
 * job, whatever the account, so that no answer takes longer than another (I-09).
 */
export async function failAttempt(
  app: App,
  { subjects, context, refusedAs }: Attempt,
  opened: OpenedAttempt,
  rightPassword: boolean,
): Promise<{ captchaNext: boolean }> {
  const { captchaFromFailures, failureMemorySeconds: memorySeconds, lockSeconds } = app.config.profile
  return app.db.transaction().execute(async (trx) => {
    const failure = { opened, rightPassword, subjects, memorySeconds, lockSeconds, refusedAs, context }
    const failed = await settleFailure(trx, failure)
    const { accountId, limit, isElsewhere } = opened
    const budgetFull = opened.freezes && failed.failures >= limit
    await app.jobs.send(trx, 'sign-in-refused', {
      accountId,
      rightPassword,
      budgetFull,
      elsewhere: isElsewhere ? context.address : null,
      nameSubject: subjects.name.toString('hex'),
      limit,
    })
    return { captchaNext: opened.isChallenged || failed.strangerFailures >= captchaFromFailures }
  })
}
