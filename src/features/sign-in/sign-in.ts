import type { App } from '../../app.ts'
import type { CaptchaProof } from '../../captcha.ts'
import { refuse } from '../../domain/errors.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import type { HashingSlot } from '../../password-hasher.ts'
import { hashToken, newId, newToken } from '../../secrets.ts'
import { describeAttempt, enterAttempt, failAttempt, type Attempt } from './attempt.ts'
import type { OpenedAttempt } from './open-attempt.ts'
import { settleSuccess } from './settle-attempt.ts'

export type SignInInput = {
  /** As typed, trimmed; compared exactly. */
  readonly username: string
  readonly password: string
  /** A solved captcha, or null where none came. */
  readonly captcha: CaptchaProof | null
  readonly deviceToken: string | null
  /** The session cookie that the browser sent along, if any. */
  readonly sessionToken: string | null
}

export type SignedIn = { readonly sessionToken: string; readonly deviceToken: string }

/**
 * Signs in (S05, S06): charges the guard's budget, verifies one hash, and opens a session.
 *
 * Throws Refusal `invalid_credentials` for every reason alike (I-09), `captcha_required` where the guard asks for one
 * (nothing verified, nothing spent), `overloaded` where the hash queue is full (I-39).
 */
export async function signIn(app: App, input: SignInInput, context: RequestContext): Promise<SignedIn> {
  const attempt = describeAttempt(app, { ...input, captchaSpent: false, context })
  const { opened, slot } = await enterAttempt(app, attempt)
  try {
    const matches = await slot.verify(opened.charged ? opened.credentialHash : null, input.password)
    const signedIn = matches ? await admit(app, { input, attempt, opened, slot }) : null
    if (signedIn) return signedIn
    throw refuse('invalid_credentials', await failAttempt(app, attempt, opened, matches))
  } finally {
    slot.release()
  }
}

type Admission = { input: SignInInput; attempt: Attempt; opened: OpenedAttempt; slot: HashingSlot }

/** Null where the account may not enter, or changed between reading and writing (I-20). */
async function admit(app: App, { input, attempt, opened, slot }: Admission): Promise<SignedIn | null> {
  const { accountId, credentialHash } = opened
  if (accountId === null || credentialHash === null || opened.state !== 'active') return null
  if (opened.isExpired || opened.isElsewhere) return null
  const session = newToken()
  const device = input.deviceToken ?? newToken().token
  const entered = await settleSuccess(app.db, {
    accountId,
    verifiedHash: credentialHash,
    rehashed: app.hasher.isWeak(credentialHash) ? await slot.hash(input.password) : null,
    sessionId: newId(),
    sessionHash: session.hash,
    replacedSessionHash: input.sessionToken === null ? null : hashToken(input.sessionToken),
    deviceHash: hashToken(device),
    previousSignIn: opened.lastSignIn,
    subjects: attempt.subjects,
    charged: opened.subject,
    isKnownDevice: opened.isKnownDevice,
    context: attempt.context,
  })
  return entered ? { sessionToken: session.token, deviceToken: device } : null
}
