import { createChallenge, verifySolution, type Challenge, type Payload } from 'altcha-lib'
import { deriveKey as derivePbkdf2 } from 'altcha-lib/algorithms/pbkdf2'
import { sql } from 'kysely'
import { z } from 'zod'
import { readDatabaseClock } from './clock.ts'
import type { Database, Trx } from './db/schema.ts'
import { deriveKey, hashToken, randomNumber } from './secrets.ts'

/** The acts that ask for one; a solution opens only the act it was issued for (I-18). */
export const CAPTCHA_ACTIONS = [
  'sign-in',
  'forgot-password',
  'forgot-username',
  'activate',
  'change-password',
  'subscribe',
] as const
export type CaptchaAction = (typeof CAPTCHA_ACTIONS)[number]

/** A solved challenge, not yet spent: its signature is unique, and it dies by the database's clock. */
export type CaptchaProof = { readonly signature: Buffer; readonly expiresAt: Date }

export type Captcha = {
  readonly issue: (action: CaptchaAction) => Promise<Challenge>
  /** Null where the text is no solution of ours for this act. Costs one PBKDF2; touches no database. */
  readonly check: (solution: string, action: CaptchaAction) => Promise<CaptchaProof | null>
  /** Check and spend at once: true exactly once for each solved challenge, in every process (I-18). */
  readonly redeem: (solution: string, action: CaptchaAction) => Promise<boolean>
}

/** PBKDF2 rounds of one try, and the range of tries: about 0.1 s in a browser, half that for a phone's patience. */
const ROUNDS = 300
const TRIES = { from: 50, to: 100 }
const LIFE_SECONDS = 60 * 60
const MAX_LENGTH = 4_096

const solutionShape = z.object({
  challenge: z.looseObject({
    parameters: z.looseObject({
      nonce: z.string().min(1).max(200),
      data: z.object({ action: z.string(), expires: z.int().positive() }),
    }),
  }),
  solution: z.looseObject({ counter: z.int().nonnegative(), derivedKey: z.string().max(200) }),
})

/** Proof of work of our own (N08): no third party, no puzzle. ALTCHA's format, so that its widget solves it. */
export function createCaptcha(db: Database, secret: Uint8Array): Captcha {
  const secrets = { hmacSignatureSecret: deriveKey(secret, 'captcha'), hmacKeySignatureSecret: deriveKey(secret, 'captcha-key') }
  const check: Captcha['check'] = async (text, action) => {
    const payload = readSolution(text)
    if (!payload || payload.data.action !== action) return null
    try {
      const { verified } = await verifySolution({ ...payload.solved, deriveKey: derivePbkdf2, ...secrets })
      const { signature, expiresAt } = payload
      return verified ? { signature, expiresAt } : null
    } catch {
      // The library throws on parameters that it would never have issued.
      return null
    }
  }
  return {
    issue: async (action) => {
      const now = await readDatabaseClock(db)
      const data = { action, expires: Math.floor(now.getTime() / 1000) + LIFE_SECONDS }
      const counter = randomNumber(TRIES.from, TRIES.to)
      return createChallenge({ algorithm: 'PBKDF2/SHA-256', cost: ROUNDS, counter, data, deriveKey: derivePbkdf2, ...secrets })
    },
    check,
    redeem: async (text, action) => {
      const proof = await check(text, action)
      return proof !== null && spendCaptcha(db, proof)
    },
  }
}

/** One row per spent signature decides, whatever the number of processes. */
export async function spendCaptcha(db: Database | Trx, proof: CaptchaProof): Promise<boolean> {
  const { rows } = await sql`
    insert into spent_captchas (signature, expires_at)
    select ${proof.signature}::bytea, ${proof.expiresAt}::timestamptz where ${proof.expiresAt}::timestamptz > gatehouse_now()
    on conflict do nothing returning 1`.execute(db)
  return rows.length === 1
}

type ReadSolution = { solved: Payload; data: { action: string }; signature: Buffer; expiresAt: Date }

function readSolution(text: string): ReadSolution | null {
  if (text.length === 0 || text.length > MAX_LENGTH) return null
  try {
    const json: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'))
    const shape = solutionShape.safeParse(json)
    if (!shape.success) return null
    const { data, nonce } = shape.data.challenge.parameters
    // The nonce is covered by the signature letter for letter; the signature's own hex may have several spellings.
    const signature = hashToken(nonce)
    // The shape was checked above; the library's own verification checks the rest.
    return { solved: json as Payload, data, signature, expiresAt: new Date(data.expires * 1000) }
  } catch {
    return null
  }
}
