import { sql, type RawBuilder } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'
import type { AccountState, InactiveReason } from '../../domain/account-state.ts'
import type { ImportRow, ImportState, ImportSummary, ImportWish } from '../../domain/import-view.ts'
import type { ExtraRight } from '../../domain/permissions.ts'
import type { Role } from '../../domain/roles.ts'
import type { UserRow } from '../../domain/user-csv.ts'
import type { Fate, KnownMember, RowNote, RowReason } from '../../domain/user-import.ts'

export type Keys = { readonly externalIds: readonly string[]; readonly usernames: readonly string[] }

/** Everybody of a subscription whom rows may mean. Under locks, their rows are locked, by id. */
export async function findMembers(
  db: Database | Trx,
  { subscriptionId, externalIds, usernames }: Keys & { subscriptionId: string },
  lock: 'locked' | 'unlocked',
): Promise<readonly KnownMember[]> {
  return db
    .selectFrom('accounts')
    .innerJoin('subscriptions', 'subscriptions.id', 'accounts.subscriptionId')
    .leftJoin('businessUnits', 'businessUnits.id', 'accounts.businessUnitId')
    .select(['accounts.id as accountId', 'accounts.username', 'accounts.firstName', 'accounts.lastName', 'accounts.email'])
    .select(['accounts.businessUnitId', 'accounts.externalId'])
    .select([
      // The checks of the table hold these columns to the domain's own words.
      sql<Role>`accounts.role`.as('role'),
      sql<AccountState>`accounts.state`.as('state'),
      sql<InactiveReason | null>`accounts.inactive_reason`.as('reason'),
      sql<ExtraRight[]>`accounts.extra_rights`.as('extraRights'),
      sql<boolean>`coalesce(subscriptions.point_of_contact_id = accounts.id, false)`.as('isPointOfContact'),
      sql<boolean>`coalesce(business_units.point_of_contact_id = accounts.id, false)`.as('isUnitPointOfContact'),
    ])
    .where('accounts.id', 'in', idsByKey({ subscriptionId, externalIds, usernames }))
    .orderBy('accounts.id')
    .$if(lock === 'locked', (query) => query.forUpdate('accounts'))
    .execute()
}

/** One look into a unique index for each key, whatever the planner thinks of a table that grows as it is imported. */
function idsByKey({ subscriptionId, externalIds, usernames }: Keys & { subscriptionId: string }): RawBuilder<string> {
  return sql<string>`(select found.id from unnest(${externalIds}::text[]) as wanted (key) cross join lateral (
      select id from accounts where subscription_id = ${subscriptionId}::uuid and external_id = wanted.key limit 1) as found
    union
    select found.id from unnest(${usernames}::text[]) as wanted (key) cross join lateral (
      select id from accounts where username = wanted.key and subscription_id = ${subscriptionId}::uuid limit 1) as found)`
}

export async function listUnitNames(
  db: Database | Trx,
  subscriptionId: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return db.selectFrom('businessUnits').select(['id', 'name']).where('subscriptionId', '=', subscriptionId).execute()
}

export async function countActiveManagers(db: Database | Trx, subscriptionId: string): Promise<number> {
  const { managers } = await db
    .selectFrom('accounts')
    .select((eb) => eb.fn.countAll<number>().as('managers'))
    .where('subscriptionId', '=', subscriptionId)
    // As the index of roles has it.
    .where(sql<boolean>`role collate "C" = 'manager'`)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow()
  return managers
}

/** A row as it is kept. One that can't be read keeps what it says, as far as it can be shown. */
export type KeptRow = {
  readonly line: number
  readonly row: Omit<UserRow, 'role'> & { readonly role: string }
  readonly fate: Fate
  readonly reasons: readonly RowReason[]
  readonly notes: readonly RowNote[]
  readonly changes: Readonly<Record<string, unknown>>
}

/** One statement, however many rows. What is to be created or changed is yet to be done. */
export async function insertRows(db: Database | Trx, importId: string, rows: readonly KeptRow[]): Promise<void> {
  const kept = rows.map(({ line, row, fate, reasons, notes, changes }) => ({
    line,
    external_id: row.externalId,
    username: row.username,
    first_name: row.firstName,
    last_name: row.lastName,
    email: row.email,
    role: row.role,
    unit_name: row.unitName ?? null,
    speaks_of_unit: row.unitName !== undefined,
    credential: fate === 'created' ? row.passwordHash : null,
    fate,
    reasons,
    notes,
    changes,
    is_done: fate === 'unchanged' || fate === 'refused',
  }))
  await sql`insert into user_import_rows (import_id, line, external_id, username, first_name, last_name, email, role, unit_name,
      speaks_of_unit, credential, fate, reasons, notes, changes, is_done)
    select ${importId}::uuid, line, external_id, username, first_name, last_name, email, role, unit_name,
      speaks_of_unit, credential, fate, reasons, notes, changes, is_done
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as r (line integer, external_id text, username text, first_name text,
      last_name text, email text, role text, unit_name text, speaks_of_unit boolean, credential text, fate text, reasons text[],
      notes text[], changes jsonb, is_done boolean)`.execute(db)
}

/** What became of rows, and with it their end: no hash stays behind. Who was made has a username. */
export async function settleRows(
  trx: Trx,
  importId: string,
  rows: readonly (Omit<KeptRow, 'row'> & { readonly username: string | null })[],
): Promise<void> {
  await sql`update user_import_rows r set fate = d.fate, reasons = d.reasons, notes = d.notes, changes = d.changes, is_done = true,
      credential = null, username = coalesce(d.username, r.username)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d (line integer, username text, fate text, reasons text[],
      notes text[], changes jsonb)
    where r.import_id = ${importId}::uuid and r.line = d.line`.execute(trx)
}

/** The next rows to be done after a line of the file, in its order. Roles were checked as they were read. */
export async function listRowsToDo(
  trx: Trx,
  { importId, lastLine }: { importId: string; lastLine: number },
  limit: number,
): Promise<readonly { readonly line: number; readonly planned: Fate; readonly row: UserRow }[]> {
  const rows = await trx
    .selectFrom('userImportRows')
    .select(['line', 'externalId', 'username', 'firstName', 'lastName', 'email', 'unitName', 'speaksOfUnit', 'credential'])
    .select([sql<Role>`role`.as('role'), sql<Fate>`fate`.as('planned')])
    .where('importId', '=', importId)
    .where('line', '>', lastLine)
    .where('isDone', '=', false)
    .orderBy('line')
    .limit(limit)
    .execute()
  return rows.map(({ line, planned, unitName, speaksOfUnit, credential, ...row }) => ({
    line,
    planned,
    row: { ...row, unitName: speaksOfUnit ? unitName : undefined, passwordHash: credential },
  }))
}

/** Whose imports somebody sees: their own, and a Manager everybody's. */
export type ImportReader = { readonly subscriptionId: string; readonly accountId: string; readonly role: Role }

export function importsOf(db: Database | Trx, { subscriptionId, accountId, role }: ImportReader) {
  return db
    .selectFrom('userImports')
    .where('userImports.subscriptionId', '=', subscriptionId)
    .$if(role !== 'manager', (query) => query.where('userImports.accountId', '=', accountId))
}

function selectImports(db: Database, reader: ImportReader) {
  return importsOf(db, reader)
    .leftJoin('accounts', 'accounts.id', 'userImports.accountId')
    .select(['userImports.id', 'userImports.fileName', 'userImports.createsUnits', 'userImports.welcomes'])
    .select([
      'userImports.ignoredColumns',
      'userImports.toDo',
      'userImports.done',
      'userImports.createdAt',
      'userImports.endedAt',
    ])
    .select(['accounts.username as startedBy'])
    .select([
      sql<ImportState>`user_imports.state`.as('state'),
      sql<boolean>`coalesce(user_imports.account_id = ${reader.accountId}::uuid, false)`.as('isOwn'),
      sql<Record<Fate, number>>`jsonb_build_object('created', created, 'changed', changed, 'unchanged', unchanged,
        'refused', refused)`.as('counts'),
    ])
}

/** The latest first; a file that is still being read is none yet. */
export async function listImports(db: Database, reader: ImportReader, limit: number): Promise<readonly ImportSummary[]> {
  return selectImports(db, reader)
    .where('userImports.state', '<>', 'reading')
    .orderBy('userImports.createdAt', 'desc')
    .limit(limit)
    .execute()
}

export async function findImport(db: Database, reader: ImportReader, importId: string): Promise<ImportSummary | null> {
  return (await selectImports(db, reader).where('userImports.id', '=', importId).executeTakeFirst()) ?? null
}

/** At most `limit` rows of a fate, in the order of the file, after or before a line. */
export async function listImportRows(
  db: Database,
  importId: string,
  { fate, place }: ImportWish,
  limit: number,
): Promise<readonly ImportRow[]> {
  const backwards = place?.side === 'before'
  const rows = await db
    .selectFrom('userImportRows')
    .select(['line', 'externalId', 'username', 'firstName', 'lastName', 'email', 'role', 'unitName', 'isDone'])
    .select([
      sql<boolean>`credential is not null`.as('hasPassword'),
      sql<Fate>`fate`.as('fate'),
      sql<RowReason[]>`reasons`.as('reasons'),
      sql<RowNote[]>`notes`.as('notes'),
      sql<ImportRow['changes']>`changes`.as('changes'),
    ])
    .where('importId', '=', importId)
    .$if(fate !== null, (query) => query.where('fate', '=', fate ?? ''))
    .$if(place !== null, (query) => query.where('line', backwards ? '<' : '>', place?.line ?? 0))
    .orderBy('line', backwards ? 'desc' : 'asc')
    .limit(limit)
    .execute()
  return backwards ? rows.toReversed() : rows
}
