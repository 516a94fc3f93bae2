import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse, type FieldProblem } from '../../domain/errors.ts'
import { foldUsername } from '../../domain/username.ts'

/** Whether a write failed because an account has that username, or one that folds like it (I-13). */
export function isTakenUsername(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && String(error.constraint).startsWith('accounts_username')
}

/**
 * Throws Refusal `invalid_fields` for a username that was given up lately (N13), by whoever. Ask it after the write that
 * takes the name: that write waits for whoever is just giving it up, and then this look sees what they left behind.
 */
export async function refuseQuarantined(trx: Trx, username: string, field: string): Promise<void> {
  if (await isQuarantined(trx, foldUsername(username))) {
    throw refuse('invalid_fields', { fields: { [field]: 'username_quarantined' } })
  }
}

/** Why somebody can't have a username just now, or null; whether they get it, the write decides. */
export async function findUsernameProblem(
  trx: Trx,
  { id, usernameFolded }: { readonly id: string; readonly usernameFolded: string },
  username: string,
): Promise<FieldProblem | null> {
  const wanted = foldUsername(username)
  // Another spelling of their own.
  if (wanted === usernameFolded) return null
  const holder = await trx
    .selectFrom('accounts')
    .select('id')
    .where('usernameFolded', '=', wanted)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (holder) return 'taken'
  return (await isQuarantined(trx, wanted)) ? 'username_quarantined' : null
}

async function isQuarantined(trx: Trx, usernameFolded: string): Promise<boolean> {
  const found = await trx
    .selectFrom('quarantinedUsernames')
    .select('usernameFolded')
    .where('usernameFolded', '=', usernameFolded)
    .where('endsAt', '>', databaseNow)
    .executeTakeFirst()
  return found !== undefined
}
