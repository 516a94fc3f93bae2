import type { Logger } from 'pino'
import { currentRole, grantToApplication } from '../db/application-role.ts'
import { connect } from '../db/connect.ts'
import { migrate, type DatabaseKind } from '../db/migrate.ts'
import type { Database } from '../db/schema.ts'
import { openJobs } from '../jobs/queue.ts'

/**
 * Makes tables and queues as a role that owns them, and gives the application's own role what it works with (I-32).
 * Returns the names of the migrations that ran. Several processes may do so at once.
 */
export async function installAsOwner(of: {
  kind: DatabaseKind
  ownerUrl: string
  application: Database
  log: Logger
}): Promise<readonly string[]> {
  const target = { connectionString: of.ownerUrl }
  const owner = connect({ target, poolSize: 2, namedStatements: false }, (error) =>
    of.log.warn({ reason: error.message }, 'owner'),
  )
  try {
    const migrated = await migrate(owner, of.kind)
    const jobs = await openJobs({ connection: target, log: of.log, install: true, set: of.kind })
    await jobs.stop()
    await grantToApplication(owner, await currentRole(of.application))
    return migrated
  } finally {
    await owner.destroy()
  }
}
