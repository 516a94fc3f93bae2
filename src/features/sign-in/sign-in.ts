import type { App } from '../../app.ts'
import type { CaptchaProof } from '../../captcha.ts'
import { refuse } from '../../domain/errors.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { entryOf, type Entry, type RestrictedReason } from '../../domain/sign-in-entry.ts'
import type { HashingSlot } from '../../password-hasher.ts'
import { hashToken, newId, newToken } from '../../secrets.ts'
import { describeAttempt, enterAttempt, failAttempt, type Attempt } from './attempt.ts'
import type { OpenedAttempt } from './open-attempt.ts'
import { settleSuccess } from './settle-attempt.ts'
import { settleRestricted } from './settle-restricted.ts'

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

/** `restricted`: why it opens "choose a password" and nothing else (I-06); then the device is not remembered either. */
export type SignedIn =
  | { readonly sessionToken: string; readonly restricted: null; readonly deviceToken: string }
  | { readonly sessionToken: string; readonly restricted: RestrictedReason; readonly deviceToken: null }

/**
 * Signs in (S05, S06): charges the guard's budget, verifies one hash, and opens a session; with a temporary or an expired
 * password a restricted one (S24).
 *
 * Throws Refusal `invalid_credentials` for every reason alike (I-09), `captcha_required` where the guard asks for one
 * (nothing verified, nothing spent), `overloaded` where the hash queue is full (I-39).
 */
export async function signIn(app: App, input: SignInInput, context: RequestContext): Promise<SignedIn> {
  const attempt = describeAttempt(app, { ...input, captchaSpent: false, context })
  const { opened, slot } = await enterAttempt(app, attempt)
  try {
    const matches = await slot.verify(opened.charged ? opened.credentialHash : null, input.password)
    const entry = matches ? entryFor(opened) : null
    const signedIn = entry && (await admit(app, { input, attempt, opened, slot }, entry))
    if (signedIn) return signedIn
    throw refuse('invalid_credentials', await failAttempt(app, attempt, opened, matches))
  } finally {
    slot.release()
  }
}

function entryFor({ state, standing, ...place }: OpenedAttempt): Entry | null {
  return state === null || standing === null ? null : entryOf({ state, standing, ...place })
}

type Admission = { input: SignInInput; attempt: Attempt; opened: OpenedAttempt; slot: HashingSlot }

/** Null where the account changed between reading and writing (I-20). */
async function admit(app: App, { input, attempt, opened, slot }: Admission, entry: Entry): Promise<SignedIn | null> {
  const { accountId, credentialHash, isKnownDevice, subject: charged } = opened
  if (accountId === null || credentialHash === null) return null
  const session = newToken()
  const common = {
    accountId,
    username: input.username,
    verifiedHash: credentialHash,
    sessionHash: session.hash,
    replacedSessionHash: input.sessionToken === null ? null : hashToken(input.sessionToken),
    subjects: attempt.subjects,
    charged,
    isKnownDevice,
    context: attempt.context,
  }
  if (entry !== 'session') {
    const entered = await settleRestricted(app.db, { ...common, reason: entry })
    return entered ? { sessionToken: session.token, restricted: entry, deviceToken: null } : null
  }
  const device = input.deviceToken ?? newToken().token
  const entered = await settleSuccess(app.db, {
    ...common,
    rehashed: app.hasher.isWeak(credentialHash) ? await slot.hash(input.password) : null,
    sessionId: newId(),
    deviceHash: hashToken(device),
    previousSignIn: opened.lastSignIn,
  })
  return entered ? { sessionToken: session.token, restricted: null, deviceToken: device } : null
}
