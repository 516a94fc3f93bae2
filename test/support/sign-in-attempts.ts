import type { App } from '../../src/app.ts'
import type { CaptchaProof } from '../../src/captcha.ts'
import { isRefusal } from '../../src/domain/errors.ts'
import type { RequestContext } from '../../src/domain/request-context.ts'
import { signIn, type SignedIn } from '../../src/features/sign-in/sign-in.ts'
import { networkOf } from '../../src/http/client-address.ts'
import { newId, randomBytesOf } from '../../src/secrets.ts'
import { freshAddress } from './visitor.ts'

export type Guess = {
  readonly username: string
  readonly password: string
  readonly deviceToken?: string | null
  readonly address?: string
  /** A solved captcha of its own goes along, unless false; or this one. */
  readonly captcha?: boolean | CaptchaProof
}

/** How one sign-in ended: `entered`, or the code of its refusal, with whether the next one will need a captcha. */
export type GuessOutcome = { readonly code: string; readonly captchaNext: boolean; readonly tokens: SignedIn | null }

/** One sign-in by the verb, past HTTP and proof of work: from an address of its own unless told otherwise. */
export async function guess(
  app: App,
  { username, password, deviceToken = null, address = freshAddress(), captcha = true }: Guess,
): Promise<GuessOutcome> {
  const input = { username, password, deviceToken, captcha: proofOf(captcha), sessionToken: null }
  try {
    return { code: 'entered', captchaNext: false, tokens: await signIn(app, input, requestFrom(address)) }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { code: error.code, captchaNext: 'captchaNext' in error.details && error.details.captchaNext, tokens: null }
  }
}

/** The same, coming back as often as it is told that too much is going on. */
export async function insist(app: App, attempt: Guess): Promise<GuessOutcome> {
  for (;;) {
    const outcome = await guess(app, attempt)
    if (outcome.code !== 'overloaded') return outcome
  }
}

/** So many wrong passwords for a name, one after another. */
export async function failTimes(
  app: App,
  times: number,
  username: string,
  of: Partial<Guess> = {},
): Promise<readonly GuessOutcome[]> {
  const outcomes: GuessOutcome[] = []
  for (let done = 0; done < times; done += 1) {
    outcomes.push(await guess(app, { password: 'wrong horse battery', ...of, username }))
  }
  return outcomes
}

function proofOf(captcha: boolean | CaptchaProof): CaptchaProof | null {
  if (typeof captcha === 'object') return captcha
  return captcha ? solvedCaptcha() : null
}

export function requestFrom(address: string): RequestContext {
  return { requestId: newId(), address, network: networkOf(address), browser: 'Firefox 140', system: 'Linux' }
}

/** As `captcha.check` returns it for a solution that nobody has spent. */
export function solvedCaptcha(): CaptchaProof {
  return { signature: Buffer.from(randomBytesOf(32)), expiresAt: new Date(Date.now() + 400 * 24 * 3_600_000) }
}

/** The app with a count of how many stored credentials were verified against, wrong names' stand-in excepted. */
export function countingVerifications(app: App): { readonly app: App; readonly verified: () => number } {
  let verified = 0
  const reserve: App['hasher']['reserve'] = () => {
    const slot = app.hasher.reserve()
    return {
      ...slot,
      verify: (credential, password) => {
        if (credential !== null) verified += 1
        return slot.verify(credential, password)
      },
    }
  }
  return { app: { ...app, hasher: { ...app.hasher, reserve } }, verified: () => verified }
}
