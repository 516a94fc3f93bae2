import { sql, type RawBuilder } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'
import type { BulkAct, BulkOutcome, BulkState, NamedUser, TargetGroup } from '../../domain/bulk-act.ts'

export type BulkActRow = {
  readonly id: string
  readonly subscriptionId: string
  readonly accountId: string | null
  readonly tokenId: string | null
  readonly act: BulkAct
  readonly businessUnitId: string | null
  readonly unitChosen: boolean
  readonly state: BulkState
  readonly list: string
  readonly missing: number
  readonly total: number
  readonly done: number
  readonly refused: number
  readonly address: string
  readonly requestId: string
  readonly startedAt: Date | null
  readonly endedAt: Date | null
}

/** Whose act it has to be: of others, none is found (I-26). */
export type Asker = { readonly subscriptionId: string; readonly accountId: string }

function selectActs(db: Database | Trx) {
  return (
    db
      .selectFrom('bulkActs')
      .select([
        'id',
        'subscriptionId',
        'accountId',
        'tokenId',
        'businessUnitId',
        'unitChosen',
        'list',
        'missing',
        'total',
        'done',
        'refused',
      ])
      .select(['address', 'requestId', 'startedAt', 'endedAt'])
      // We alone write these columns.
      .select([sql<BulkAct>`act`.as('act'), sql<BulkState>`state`.as('state')])
  )
}

export async function findBulkAct(
  db: Database | Trx,
  id: string,
  { subscriptionId, accountId }: Asker,
): Promise<BulkActRow | null> {
  const own = selectActs(db).where('id', '=', id).where('subscriptionId', '=', subscriptionId).where('accountId', '=', accountId)
  return (await own.executeTakeFirst()) ?? null
}

/** The same, its row locked: who starts, cancels and works on an act take turns. */
export async function lockBulkAct(trx: Trx, id: string, asker: Asker | null): Promise<BulkActRow | null> {
  const found = selectActs(trx)
    .where('id', '=', id)
    .$if(asker !== null, (query) =>
      query.where('subscriptionId', '=', asker?.subscriptionId ?? '').where('accountId', '=', asker?.accountId ?? ''),
    )
  return (await found.forUpdate().executeTakeFirst()) ?? null
}

/** Writes down whom an act is meant for. Returns how many they are. */
export async function addTargets(trx: Trx, bulkActId: string, ids: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await sql`insert into bulk_act_users (bulk_act_id, account_id)
    select ${bulkActId}::uuid, id from (${ids}) as meant order by id`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

/** Who is meant, by all that decides about them. */
const KINDS = sql`accounts.role, accounts.state, accounts.inactive_reason as reason, accounts.business_unit_id,
  accounts.id = acts.account_id as is_oneself,
  coalesce(subscriptions.point_of_contact_id = accounts.id, false) as is_point_of_contact,
  coalesce(business_units.point_of_contact_id = accounts.id, false) as is_unit_point_of_contact`

const meantBy = (bulkActId: string) => sql`bulk_act_users join bulk_acts acts on acts.id = bulk_act_users.bulk_act_id
  join accounts on accounts.id = bulk_act_users.account_id and accounts.subscription_id = acts.subscription_id
  join subscriptions on subscriptions.id = accounts.subscription_id
  left join business_units on business_units.id = accounts.business_unit_id
  where bulk_act_users.bulk_act_id = ${bulkActId}::uuid`

export async function groupTargets(trx: Trx | Database, bulkActId: string): Promise<readonly TargetGroup[]> {
  const { rows } = await sql<TargetGroup>`
    select ${KINDS}, count(*) as users from ${meantBy(bulkActId)} group by 1, 2, 3, 4, 5, 6, 7`.execute(trx)
  return rows
}

/** The first by name of those that belong to some groups. */
export async function nameTargets(
  trx: Trx | Database,
  bulkActId: string,
  groups: readonly TargetGroup[],
  limit: number,
): Promise<readonly NamedUser[]> {
  const kinds = groups.map((group) => ({
    role: group.role,
    state: group.state,
    reason: group.reason,
    business_unit_id: group.businessUnitId,
    is_oneself: group.isOneself,
    is_point_of_contact: group.isPointOfContact,
    is_unit_point_of_contact: group.isUnitPointOfContact,
  }))
  const { rows } = await sql<NamedUser>`
    with kinds as (
      select * from jsonb_to_recordset(${JSON.stringify(kinds)}::jsonb) as k (role text, state text, reason text, business_unit_id uuid,
        is_oneself boolean, is_point_of_contact boolean, is_unit_point_of_contact boolean)
    ), meant as (
      select accounts.id, accounts.first_name, accounts.last_name, accounts.username, accounts.name_key, ${KINDS} from ${meantBy(bulkActId)}
    )
    select meant.id, first_name, last_name, username from meant join kinds on kinds.role = meant.role and kinds.state = meant.state
      and kinds.is_oneself = meant.is_oneself and kinds.is_point_of_contact = meant.is_point_of_contact
      and kinds.is_unit_point_of_contact = meant.is_unit_point_of_contact and kinds.reason is not distinct from meant.reason
      and kinds.business_unit_id is not distinct from meant.business_unit_id
    order by meant.name_key, meant.id limit ${limit}`.execute(trx)
  return rows
}

/** What became of them, most frequent first. */
export async function countOutcomes(
  db: Database,
  bulkActId: string,
): Promise<readonly { readonly outcome: BulkOutcome; readonly users: number }[]> {
  const { rows } = await sql<{ outcome: BulkOutcome; users: number }>`
    select outcome, count(*) as users from bulk_act_users where bulk_act_id = ${bulkActId}::uuid and outcome is not null
    group by 1 order by (outcome = 'done') desc, 2 desc, 1`.execute(db)
  return rows
}

/** Some of those of one outcome; who is gone has no name any more. */
export async function nameOutcome(
  db: Database,
  bulkActId: string,
  outcome: BulkOutcome,
  limit: number,
): Promise<readonly NamedUser[]> {
  return db
    .selectFrom('bulkActUsers')
    .innerJoin('accounts', 'accounts.id', 'bulkActUsers.accountId')
    .select(['accounts.id', 'accounts.firstName', 'accounts.lastName', 'accounts.username'])
    .where('bulkActUsers.bulkActId', '=', bulkActId)
    .where('bulkActUsers.outcome', '=', outcome)
    .orderBy('bulkActUsers.accountId')
    .limit(limit)
    .execute()
}

/** The next whose turn it is, in the order in which accounts are locked everywhere. */
export async function nextTargets(trx: Trx, bulkActId: string, limit: number): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('bulkActUsers')
    .select('accountId')
    .where('bulkActId', '=', bulkActId)
    .where('outcome', 'is', null)
    .orderBy('accountId')
    .limit(limit)
    .execute()
  return rows.map(({ accountId }) => accountId)
}

export async function writeOutcomes(trx: Trx, bulkActId: string, outcomes: ReadonlyMap<string, BulkOutcome>): Promise<void> {
  const refused = [...outcomes.values()].filter((outcome) => outcome !== 'done').length
  const rows = [...outcomes].map(([id, outcome]) => ({ id, outcome }))
  await sql`update bulk_act_users u set outcome = o.outcome from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o (id uuid, outcome text)
    where u.bulk_act_id = ${bulkActId}::uuid and u.account_id = o.id`.execute(trx)
  await sql`update bulk_acts set done = done + ${outcomes.size}, refused = refused + ${refused} where id = ${bulkActId}::uuid`.execute(
    trx,
  )
}
