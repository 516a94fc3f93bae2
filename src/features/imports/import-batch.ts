import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { isRefusal, type RefusalCode } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import type { UserRow } from '../../domain/user-csv.ts'
import { mayCreateUnits, type Fate, type RowDecision, type RowReason } from '../../domain/user-import.ts'
import { findAccount, lockMember, lockSubscription, type Account } from '../accounts/queries.ts'
import { isTokenRevoked } from '../tokens/queries.ts'
import { standingOf } from '../users/act-on-member.ts'
import { changeMember } from '../users/change-user.ts'
import { createMissingUnits } from './create-units.ts'
import { createUsers } from './create-users.ts'
import { decideNext, keysOf, openLedger, openRoster, openUnitBook, recordOf, type Ledger } from './decide-rows.ts'
import { countActiveManagers, findMembers, listRowsToDo, listUnitNames, settleRows } from './queries.ts'
import { contextOf, countProgress, finishImport, lockRunningImport, type RunningImport } from './running-import.ts'

/** Few enough that the subscription's lock is held for a fraction of a second. */
const ROWS_A_BATCH = 250

type RowToDo = { readonly line: number; readonly planned: Fate; readonly row: UserRow }
/** With the username of whom it made. */
type DoneRow = RowToDo & { readonly decision: RowDecision; readonly username: string | null }
type Run = { readonly run: RunningImport; readonly starter: Account; readonly actor: MemberActor }

/**
 * Does the next rows of an import, in the caller's transaction: decides them anew under the locks, by the starter's rights
 * as they are now, and writes users, audit, letters, outcomes and progress, or none of it. True where there may be more;
 * where the caller hands over, a job is queued that goes on. Lock order: import, subscription, accounts by id.
 */
export async function importBatch(app: App, trx: Trx, of: { importId: string; handsOver: boolean }): Promise<boolean> {
  const run = await lockRunningImport(trx, of.importId)
  if (!run) return false
  await lockSubscription(trx, run.subscriptionId)
  const rows = await listRowsToDo(trx, { importId: run.id, lastLine: run.lastLine }, ROWS_A_BATCH)
  const starter = await findStarter(trx, run)
  const actor = starter && actorOf(run, starter)
  const done = actor ? await doRows(app, trx, { run, starter, actor }, rows) : rows.map(lostRight)
  await settleRows(
    trx,
    run.id,
    done.map(({ line, username, decision }) => ({ line, username, ...recordOf(decision) })),
  )
  await countProgress(
    trx,
    run.id,
    done.map(({ line, planned, decision }) => ({ line, planned, fate: decision.fate })),
  )
  if (rows.length < ROWS_A_BATCH) {
    await finishImport(app, trx, run, actor)
    return false
  }
  if (of.handsOver) await app.jobs.send(trx, 'run-import', { importId: run.id })
  return true
}

/** Null where they may not import any more, or their token was revoked: what is left of the file is refused. */
async function findStarter(trx: Trx, { accountId, tokenId }: RunningImport): Promise<Account | null> {
  if (tokenId !== null && (await isTokenRevoked(trx, tokenId))) return null
  const starter = accountId === null ? null : await findAccount(trx, accountId)
  return starter && starter.state === 'active' && mayDo('import_users', standingOf(starter)) ? starter : null
}

/** The job acts for whoever started it; by which session no longer matters. */
function actorOf({ subscriptionId, tokenId }: RunningImport, starter: Account): MemberActor {
  const standing = { ...standingOf(starter), subscriptionId }
  return tokenId === null ? { kind: 'account', sessionId: '', ...standing } : { kind: 'api_token', tokenId, ...standing }
}

function lostRight(row: RowToDo): DoneRow {
  return { ...row, username: null, decision: { fate: 'refused', reasons: ['starter_lost_right'] } }
}

async function doRows(app: App, trx: Trx, by: Run, rows: readonly RowToDo[]): Promise<readonly DoneRow[]> {
  const { run, starter, actor } = by
  const ledger = await openRunLedger(trx, by)
  const keys = keysOf(rows.map(({ row }) => row))
  const known = openRoster(await findMembers(trx, { subscriptionId: run.subscriptionId, ...keys }, 'locked'))
  const decided = rows.map((row) => ({ ...row, decision: decideNext(ledger, row.row, known(row.row)) }))
  const context = contextOf(run)
  await createMissingUnits(
    trx,
    decided.map(({ decision }) => decision),
    { units: ledger.units, actor, context },
  )
  const news = decided.flatMap(({ row, decision }) =>
    decision.fate === 'created' ? [{ row, businessUnitId: decision.businessUnitId }] : [],
  )
  const { id: importId, welcomes } = run
  const usernames = [...(await createUsers(app, trx, news, { actor, username: starter.username, importId, welcomes, context }))]
  const done: DoneRow[] = []
  for (const row of decided) {
    const username = row.decision.fate === 'created' ? (usernames.shift() ?? null) : null
    done.push({ ...row, username, decision: await change(app, trx, by, row.decision) })
  }
  return done
}

async function openRunLedger(trx: Trx, { run, starter }: Run): Promise<Ledger> {
  const standing = standingOf(starter)
  const units = openUnitBook(await listUnitNames(trx, run.subscriptionId), run.createsUnits && mayCreateUnits(standing))
  return openLedger({ actor: standing, units, activeManagers: await countActiveManagers(trx, run.subscriptionId) })
}

/** Those that change go through the verb's own deed, one by one: there is one way to change somebody, and it asks again. */
async function change(app: App, trx: Trx, { run, starter, actor }: Run, decision: RowDecision): Promise<RowDecision> {
  if (decision.fate !== 'changed') return decision
  const member = await lockMember(trx, { accountId: decision.accountId, subscriptionId: run.subscriptionId })
  if (!member) return { fate: 'refused', reasons: ['forbidden'] }
  try {
    await changeMember(app, trx, { member, manager: starter, actor, wanted: decision.wanted, context: contextOf(run) })
    return decision
  } catch (error) {
    // A refusal comes before the first write.
    if (isRefusal(error)) return { fate: 'refused', reasons: [REASONS[error.code] ?? 'forbidden'] }
    throw error
  }
}

/** Refusals that a row could meet although it was just decided; all others say no more than "not allowed". */
const REASONS: Partial<Record<RefusalCode, RowReason>> = {
  last_manager: 'last_manager',
  point_of_contact: 'point_of_contact',
  not_oneself: 'not_oneself',
  wrong_state: 'wrong_state',
}
