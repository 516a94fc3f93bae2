import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Schema } from '../../src/db/schema.ts'
import type { Site } from '../../src/http/site.ts'
import { siteOf } from '../../src/sites/site-of.ts'
import type { World } from './world.ts'

/** What answering requests cost: the statements sent to the database, in order, and the password hashes computed. */
export type Work = { readonly statements: readonly string[]; readonly hashes: number }

export type Watched = {
  readonly site: Site
  /** Runs something and tells the work that it made the watched site do. */
  readonly workOf: (run: () => Promise<unknown>) => Promise<Work>
  readonly close: () => Promise<void>
}

/** The world's platform once more, on a pool of its own that writes down every statement (I-03, I-09). */
export function watchWork(world: World): Watched {
  const seen: string[] = []
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ ...world.target, max: 2 }) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log: ({ query }) => void seen.push(query.sql),
  })
  const site = siteOf({ ...world.app, db })
  const workOf: Watched['workOf'] = async (run) => {
    const [start, hashesBefore] = [seen.length, world.app.hasher.computed()]
    await run()
    return { statements: seen.slice(start), hashes: world.app.hasher.computed() - hashesBefore }
  }
  return { site, workOf, close: () => db.destroy() }
}
