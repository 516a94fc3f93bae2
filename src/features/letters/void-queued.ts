import type { Trx } from '../../db/schema.ts'
import type { LetterKind } from './catalog.ts'

/** Withdraws letters of a kind that are ordered but not sent, so that none of their keys is minted any more (I-04). */
export async function voidQueued(trx: Trx, accountId: string, kind: LetterKind): Promise<void> {
  await trx
    .updateTable('mails')
    .set({ state: 'obsolete' })
    .where('accountId', '=', accountId)
    .where('kind', '=', kind)
    .where('state', '=', 'queued')
    .execute()
}
