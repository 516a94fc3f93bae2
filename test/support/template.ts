import { tmpdir } from 'node:os'
import pg from 'pg'
import pino from 'pino'
import type { Config, PlatformConfig } from '../../src/config/config.ts'
import { frontDoorKeyOf, STAFF_PATH, staffPlatform, statusConfig } from '../../src/config/core-config.ts'
import { publishedDirectory } from '../../src/config/directory-file.ts'
import { POLICY_PROFILES } from '../../src/domain/policy-profile.ts'
import { PRODUCTS } from '../../src/domain/product.ts'
import { createMailer } from '../../src/mail/mailer.ts'
import { createHashingGate } from '../../src/password-hasher.ts'
import { randomBytesOf } from '../../src/secrets.ts'
import { openCore } from '../../src/sites/open-core.ts'
import { openPlatform, type DatabaseTarget } from '../../src/sites/open-platform.ts'

/** The migrated databases that every world is cloned from. */
export const TEMPLATE = 'gatehouse_template'
export const CORE_TEMPLATE = 'gatehouse_core_template'

export function worldConfig({
  outbox,
  dataFolder,
  platformId,
}: {
  outbox: string
  dataFolder: string
  platformId: string
}): Config {
  const directory = publishedDirectory()
  const platform = directory.find(({ id }) => id === platformId)
  if (!platform) throw new Error(`no platform ${platformId}`)
  const served: PlatformConfig = {
    platform,
    origin: `https://${platformId.toLowerCase()}.gatehouse.test`,
    database: { kind: 'embedded', name: 'unused' },
    profile: POLICY_PROFILES[PRODUCTS[platform.product].profile],
    policyException: null,
    audit: { keepDays: 400, signInDays: 90 },
    secret: randomBytesOf(32),
    pepper: randomBytesOf(32),
  }
  return {
    brand: { name: 'Gatehouse', accent: null },
    listen: { hosts: ['127.0.0.1'], port: 0 },
    dataFolder,
    postgresBin: null,
    trustedProxies: ['10.0.0.0/8'],
    directory,
    support: {
      name: 'Support',
      email: null,
      numbers: [
        {
          location: 'USA and Canada',
          number: '+18668016161',
          display: '+1 866 801 6161',
          kind: 'toll-free',
          international: true,
        },
      ],
    },
    mail: { from: 'Gatehouse <no-reply@gatehouse.test>', transport: { kind: 'outbox', folder: outbox } },
    frontDoor: { origins: [FRONT_DOOR], platforms: ELSEWHERE.filter(({ id }) => id !== platformId) },
    servesFrontDoor: true,
    core: CORE,
    frontDoorKey: frontDoorKeyOf(CORE, null),
    status: statusConfig({ brandName: 'Gatehouse', dataFolder, given: { targets: [] } }),
    platforms: [served],
    hashing: { concurrency: 2, queue: 400 },
    demo: false,
    logLevel: 'silent',
  }
}

const FRONT_DOOR = 'https://gatehouse.test'

/** One front door for all worlds, so that what it signs is known to each platform's. */
const CORE: PlatformConfig = {
  platform: staffPlatform(FRONT_DOOR),
  origin: `${FRONT_DOOR}${STAFF_PATH}`,
  database: { kind: 'embedded', name: 'unused' },
  profile: POLICY_PROFILES.faq,
  policyException: null,
  audit: { keepDays: 400, signInDays: 90 },
  secret: randomBytesOf(32),
  pepper: randomBytesOf(32),
}

/** Served by other processes, as far as a world's front door knows. */
const ELSEWHERE = ['US1', 'EU1', 'PCI'].map((id) => ({ id, origin: `https://${id.toLowerCase()}.gatehouse.test` }))

/** Makes both templates: called once, by the global set-up. */
export async function makeTemplate(server: DatabaseTarget): Promise<void> {
  const admin = await connectAdmin(server)
  for (const name of [TEMPLATE, CORE_TEMPLATE]) {
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.query(`create database ${name}`)
  }
  await admin.end()
  const config = worldConfig({ outbox: tmpdir(), dataFolder: tmpdir(), platformId: 'US1' })
  const [platform] = config.platforms
  if (!platform) throw new Error('the world has no platform')
  const parts = {
    config,
    mailer: createMailer(config.mail, config.brand),
    gate: createHashingGate({ concurrency: 1, queue: 1 }),
    log: pino({ level: 'silent' }),
  }
  const duties = { install: true, work: false }
  const opened = await Promise.all([
    openPlatform({ ...parts, platform, target: onDatabase(server, TEMPLATE) }, duties),
    openCore({ ...parts, platform: CORE, target: onDatabase(server, CORE_TEMPLATE) }, duties),
  ])
  for (const { close } of opened) await close()
}

export function onDatabase(server: DatabaseTarget, name: string): DatabaseTarget {
  if (!('connectionString' in server)) return { ...server, database: name }
  const url = new URL(server.connectionString)
  url.pathname = `/${name}`
  return { connectionString: url.href }
}

export async function connectAdmin(target: DatabaseTarget): Promise<pg.Client> {
  const client = new pg.Client(target)
  // Dropping the database ends this connection, too.
  client.on('error', () => undefined)
  await client.connect()
  return client
}
