import { sql } from 'kysely'
import type pg from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newCompany } from '../../test/support/people.ts'
import { signedIn } from '../../test/support/signed-in.ts'
import { connectAdmin, worldConfig } from '../../test/support/template.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { createWorld } from '../../test/support/world.ts'
import { mayRewriteTrail } from '../db/application-role.ts'
import { keepTrail } from '../features/audit/keep-trail.ts'
import { verifyTrail } from '../features/audit/verify-trail.ts'
import { createMailer } from '../mail/mailer.ts'
import { createHashingGate } from '../password-hasher.ts'
import { newId } from '../secrets.ts'
import { openPlatform, type DatabaseTarget, type OpenPlatform } from './open-platform.ts'
import { platformSite } from './platform.ts'

const server = inject('databaseServer')
/** Of the private server we know who may make roles; on another, its role has to. */
const admins: DatabaseTarget = 'connectionString' in server ? server : { ...server, user: 'postgres' }
const admin = await connectAdmin(admins)
const { rows } = await admin.query<{ may: boolean }>(
  'select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user',
)
const mayMakeRoles = rows[0]?.may === true
if (!mayMakeRoles) await admin.end()

const mark = newId().replaceAll('-', '').slice(0, 12)
const [application, owner, database] = [`application_${mark}`, `owner_${mark}`, `owned_${mark}`]

function urlAs(role: string): string {
  const url = new URL('connectionString' in server ? server.connectionString : `postgresql://localhost:${server.port}/`)
  url.username = role
  url.password = mark
  url.pathname = `/${database}`
  if (!('connectionString' in server)) url.searchParams.set('host', server.host)
  return url.href
}

describe.skipIf(!mayMakeRoles)('with an owner of its own for the tables', () => {
  let platform: OpenPlatform
  let asOwner: pg.Client
  const warnings: unknown[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(JSON.parse(line)) })

  const open = async (ownerUrl: string | null): Promise<OpenPlatform> => {
    const config = worldConfig({ outbox: '/nonexistent', dataFolder: '/nonexistent', platformId: 'US1' })
    const [served] = config.platforms
    if (!served) throw new Error('a world needs a platform')
    const place = { kind: 'server', url: urlAs(application), ownerUrl, namedStatements: true, poolSize: 5 } as const
    return openPlatform(
      {
        config,
        platform: { ...served, database: place },
        target: { connectionString: place.url },
        mailer: createMailer(config.mail, config.brand),
        gate: createHashingGate(config.hashing),
        log,
      },
      { install: true, work: true },
    )
  }

  beforeAll(async () => {
    for (const role of [application, owner]) await admin.query(`create role ${role} login password '${mark}'`)
    await admin.query(`grant ${owner} to current_user`)
    await admin.query(`create database ${database} owner ${owner}`)
    platform = await open(urlAs(owner))
    asOwner = await connectAdmin({ connectionString: urlAs(owner) })
  })
  afterAll(async () => {
    await platform.close()
    await asOwner.end()
    await admin.query(`drop database ${database} with (force)`)
    for (const role of [application, owner]) await admin.query(`drop role ${role}`)
    await admin.end()
  })

  it('everything works as before, under the application’s role (I-32)', async () => {
    const { app } = platform
    expect(platform.migrated).toContain('0001-accounts')
    expect((await sql<{ role: string }>`select current_user as role`.execute(app.db)).rows[0]?.role).toBe(application)
    await signedIn({ app, site: platformSite(app) }, await newCompany(app))
    const verify = () => verifyTrail(app, { since: null })
    await waitFor(verify, ({ waiting }) => waiting === 0)
    const sealed = await verify()
    expect(sealed).toMatchObject({ problems: [] })
    expect(sealed.intact).toBeGreaterThan(1)
  })

  it.each([
    'update audit_events set details = details',
    'delete from audit_events',
    'truncate audit_events',
    'update audit_seals set hash = hash',
    'delete from audit_seals',
    'truncate audit_seals',
    'alter table audit_events disable trigger all',
    'alter table audit_events disable trigger audit_events_stay',
    'drop trigger audit_events_stay on audit_events',
    'drop table audit_events',
    'alter table audit_seals owner to current_user',
    'create or replace function prune_audit_trail(most integer) returns integer language sql as $$ select 0 $$',
    'create or replace function refuse_change_of_audit_trail() returns trigger language plpgsql as $$ begin return null; end $$',
    'create table audit_events_of_mine ()',
    `insert into kysely_migration (name, timestamp) values ('9999', '')`,
  ])('the application’s role has no right to: %s (I-32)', async (statement) => {
    await expect(sql.raw(statement).execute(platform.app.db)).rejects.toMatchObject({ code: '42501' })
  })

  it('saying that it prunes does not help it (I-32)', async () => {
    const pretend = platform.app.db.transaction().execute(async (trx) => {
      await sql`select set_config('gatehouse.pruning', 'on', true)`.execute(trx)
      await sql`delete from audit_events`.execute(trx)
    })
    await expect(pretend).rejects.toThrow('permission denied for table audit_events')
  })

  it('events beyond their time are pruned all the same, by the owner’s function', async () => {
    const move = (days: number) =>
      asOwner.query(
        `create or replace function gatehouse_now() returns timestamptz language sql stable parallel safe
         as 'select statement_timestamp() + interval ''${days} days'''`,
      )
    const count = async () => (await asOwner.query(`select from audit_events where starts_with(action, 'sign_in.')`)).rowCount
    expect(await count()).toBeGreaterThan(0)
    await move(91)
    await keepTrail(platform.app)
    expect(await count()).toBe(0)
    expect(await verifyTrail(platform.app, { since: null })).toMatchObject({ problems: [] })
    await move(0)
  })

  it('another start needs no owner, as long as there is nothing to make', async () => {
    const again = await open(null)
    expect(again.migrated).toEqual([])
    await again.close()
  })

  it('is what the log asks for where the application’s role owns the tables (I-32)', async () => {
    expect(await mayRewriteTrail(platform.app.db)).toBe(false)
    expect(warnings).toEqual([])
    const world = await createWorld({ work: false })
    expect(await mayRewriteTrail(world.app.db)).toBe(true)
    await world.close()
  })
})
