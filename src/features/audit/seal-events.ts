import { sql } from 'kysely'
import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { digestOf, EVENT_TEXT, GENESIS, hashOf, signatureOf, type EventText } from './chain.ts'

type Link = EventText & { readonly kind: string }
type Head = { readonly number: number; readonly hash: Buffer }
type NewSeal = Head & { readonly eventId: number; readonly digest: Buffer; readonly signature: Buffer | null }

/**
 * Seals those of these events that are not sealed yet, in the order of their ids, and signs the last seal. One transaction
 * under one lock: however many processes seal, they make one chain, and a batch is there whole or not at all (I-32, I-38).
 * False where another process is at it.
 */
export async function sealEvents(app: App, eventIds: readonly number[]): Promise<boolean> {
  if (eventIds.length === 0) return true
  return app.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{
      isOurs: boolean
    }>`select pg_try_advisory_xact_lock(hashtextextended('gatehouse audit chain', 0)) as is_ours`.execute(trx)
    if (rows[0]?.isOurs !== true) return false
    // A statement of its own: only one that begins after the lock sees what its last holder wrote.
    const head = await findHead(trx)
    const links = await unsealedOf(trx, eventIds)
    await insertSeals(trx, sealsFor({ links, head, secret: app.config.secret }))
    return true
  })
}

async function findHead(trx: Trx): Promise<Head> {
  const head = await trx.selectFrom('auditSeals').select(['number', 'hash']).orderBy('number', 'desc').limit(1).executeTakeFirst()
  return head ?? { number: 0, hash: GENESIS }
}

async function unsealedOf(trx: Trx, eventIds: readonly number[]): Promise<readonly Link[]> {
  return trx
    .selectFrom('auditEvents as e')
    .select([...EVENT_TEXT, sql<string>`${KIND}`.as('kind')])
    .where(sql<boolean>`e.id = any(${[...eventIds]}::bigint[])`)
    .where(sql<boolean>`not exists (select from audit_seals s where s.event_id = e.id)`)
    .orderBy('e.id')
    .execute()
}

/** Sign-ins and other acts may be kept for different times. */
const KIND = sql`case when starts_with(e.action, 'sign_in.') then 'sign_in' else 'act' end`

function sealsFor({ links, head, secret }: { links: readonly Link[]; head: Head; secret: Uint8Array }): readonly NewSeal[] {
  const seals: NewSeal[] = []
  let { number, hash } = head
  for (const [index, link] of links.entries()) {
    const digest = digestOf(link)
    number += 1
    hash = hashOf(hash, { number, eventId: link.id, at: link.at, kind: link.kind, digest })
    const signature = index === links.length - 1 ? signatureOf(secret, { number, hash }) : null
    seals.push({ number, eventId: link.id, digest, hash, signature })
  }
  return seals
}

async function insertSeals(trx: Trx, seals: readonly NewSeal[]): Promise<void> {
  if (seals.length === 0) return
  const column = <Name extends keyof NewSeal>(name: Name) => seals.map((seal) => seal[name])
  await sql`
    insert into audit_seals (number, event_id, at, kind, digest, hash, signature)
    select new.number, e.id, e.at, ${KIND}, new.digest, new.hash, new.signature
    from unnest(${column('number')}::bigint[], ${column('eventId')}::bigint[], ${column('digest')}::bytea[],
      ${column('hash')}::bytea[], ${column('signature')}::bytea[]) as new (number, event_id, digest, hash, signature)
    join audit_events e on e.id = new.event_id`.execute(trx)
}
