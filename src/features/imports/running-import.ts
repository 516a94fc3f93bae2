import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import type { Fate } from '../../domain/user-import.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'

export type RunningImport = {
  readonly id: string
  readonly subscriptionId: string
  readonly accountId: string | null
  readonly tokenId: string | null
  readonly createsUnits: boolean
  readonly welcomes: boolean
  readonly lastLine: number
  readonly address: string
  readonly requestId: string
}

/** Locks an import that runs; null where it has come to its end, or was cancelled. */
export async function lockRunningImport(trx: Trx, importId: string): Promise<RunningImport | null> {
  const running = await trx
    .selectFrom('userImports')
    .select(['id', 'subscriptionId', 'accountId', 'tokenId', 'createsUnits', 'welcomes', 'lastLine', 'address', 'requestId'])
    .where('id', '=', importId)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst()
  return running ?? null
}

/** Who started it, as the trail names them. */
export function contextOf({ address, requestId }: RunningImport): RequestContext {
  return { address, requestId, network: '', browser: '', system: '' }
}

/** Moves progress on, and between the counts those rows that came out otherwise than the dry run said. */
export async function countProgress(
  trx: Trx,
  importId: string,
  outcomes: readonly { readonly line: number; readonly planned: Fate; readonly fate: Fate }[],
): Promise<void> {
  const shift = (fate: Fate) =>
    outcomes.reduce((sum, outcome) => sum + Number(outcome.fate === fate) - Number(outcome.planned === fate), 0)
  const lastLine = outcomes.at(-1)?.line
  if (lastLine === undefined) return
  await trx
    .updateTable('userImports')
    .set((eb) => ({
      lastLine,
      done: eb('done', '+', outcomes.length),
      created: eb('created', '+', shift('created')),
      changed: eb('changed', '+', shift('changed')),
      unchanged: eb('unchanged', '+', shift('unchanged')),
      refused: eb('refused', '+', shift('refused')),
    }))
    .where('id', '=', importId)
    .execute()
}

/** All rows are behind us: says so in the trail, and to whoever started it. */
export async function finishImport(app: App, trx: Trx, run: RunningImport, actor: MemberActor | null): Promise<void> {
  const { email, ...ended } = await trx
    .updateTable('userImports')
    .set({ state: 'done', endedAt: databaseNow })
    .where('id', '=', run.id)
    .returning(['created', 'changed', 'unchanged', 'refused', 'fileName'])
    .returning(sql<string | null>`(select email from accounts where accounts.id = account_id)`.as('email'))
    .executeTakeFirstOrThrow()
  const { fileName, ...counts } = ended
  await recordAudit(trx, {
    action: 'import.finished',
    actor: actor ?? { kind: 'job' },
    subscriptionId: run.subscriptionId,
    accountId: null,
    details: { importId: run.id, ...counts },
    context: contextOf(run),
  })
  if (run.accountId === null || email === null) return
  const params = {
    importId: run.id,
    fileName,
    ...Object.fromEntries(Object.entries(counts).map(([fate, count]) => [fate, String(count)])),
  }
  await queueLetter(app, trx, { kind: 'import_finished', accountId: run.accountId, recipient: email, params })
}
