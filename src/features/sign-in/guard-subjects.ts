import { keyedHash } from '../../secrets.ts'

/**
 * Names of the guard's budgets: HMACs, so that the table tells nobody which names were tried, and each has one size
 * (I-10, I-13). `folded` is the name's folded form: case and Unicode variants share one budget.
 */
export type GuardSubjects = {
  readonly name: Buffer
  /** The budget that refuses but never freezes, after an unfreeze by key. */
  readonly stranger: Buffer
  /** Counts the failures of unknown devices that bring the captcha. */
  readonly challenge: Buffer
  readonly network: Buffer
  /** Null without a device cookie. */
  readonly device: Buffer | null
}

export function guardSubjects(
  secret: Uint8Array,
  attempt: { folded: string; network: string; deviceHash: Buffer | null },
): GuardSubjects {
  const subject = (...parts: string[]) => keyedHash(secret, 'guard', ...parts)
  return {
    ...nameSubjects(secret, attempt.folded),
    network: subject('network', attempt.network),
    device: attempt.deviceHash && subject('device', attempt.deviceHash.toString('hex'), attempt.folded),
  }
}

/** The budgets that belong to a name alone: cleared by activation, filled by strangers. */
export function nameSubjects(secret: Uint8Array, folded: string): Pick<GuardSubjects, 'name' | 'stranger' | 'challenge'> {
  const subject = (kind: string) => keyedHash(secret, 'guard', kind, folded)
  return { name: subject('name'), stranger: subject('stranger'), challenge: subject('challenge') }
}
