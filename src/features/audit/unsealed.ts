import { sql } from 'kysely'
import type { Database } from '../../db/schema.ts'

/** Events without a seal. */
export type Unsealed = {
  /** Not yet: younger than the head of the chain, or hardly older. */
  readonly young: number
  /** An hour older than the head, and passed over all the same. */
  readonly late: number
  readonly firstLate: number | null
}

const IDS_A_STATEMENT = 200_000

/** Walks all of the trail, in steps that no time limit of a statement cuts off. */
export async function countUnsealed(db: Database): Promise<Unsealed> {
  const { rows } = await sql<{ highest: number }>`select coalesce(max(id), 0) as highest from audit_events`.execute(db)
  const highest = rows[0]?.highest ?? 0
  let total: Unsealed = { young: 0, late: 0, firstLate: null }
  for (let above = 0; above < highest; above += IDS_A_STATEMENT) {
    const part = await countWithin(db, above)
    total = { young: total.young + part.young, late: total.late + part.late, firstLate: total.firstLate ?? part.firstLate }
  }
  return total
}

async function countWithin(db: Database, above: number): Promise<Unsealed> {
  const { rows } = await sql<Unsealed>`
    with head as (select coalesce((select at from audit_seals order by number desc limit 1), '-infinity') - interval '1 hour' as at)
    select count(*) filter (where e.at >= head.at) as young, count(*) filter (where e.at < head.at) as late,
      min(e.id) filter (where e.at < head.at) as first_late
    from audit_events e, head where e.id > ${above} and e.id <= ${above + IDS_A_STATEMENT}
      and not exists (select from audit_seals s where s.event_id = e.id and s.event_id > ${above})`.execute(db)
  return rows[0] ?? { young: 0, late: 0, firstLate: null }
}
