import type { Database, Trx } from './schema.ts'

/**
 * Runs work in a transaction of its own; or, where the caller has opened one and hands it in as `db`, as a part of that, so
 * that a deed and what is remembered of it happen together or not at all (I-38).
 */
export async function inTransaction<Result>(db: Database | Trx, work: (trx: Trx) => Promise<Result>): Promise<Result> {
  // Kysely's own word for it: a Transaction is a Kysely whose transactions are over with it.
  return db.isTransaction ? work(db as Trx) : db.transaction().execute(work)
}
