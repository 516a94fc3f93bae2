import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import type { Platform } from '../domain/platform-directory.ts'
import { POLICY_PROFILES } from '../domain/policy-profile.ts'
import { PRODUCTS } from '../domain/product.ts'
import { embeddedDatabase, HASH_QUEUE } from './build-config.ts'
import { ConfigError, type ConfigProblem } from './config-error.ts'
import type { Config, PlatformConfig, ProbeTarget, SupportContacts } from './config.ts'
import { frontDoorKeyOf, STAFF_PATH, staffPlatform, statusConfig } from './core-config.ts'
import { deepFreeze } from './deep-freeze.ts'
import { publishedDirectory } from './directory-file.ts'
import { readPort, readProcessSettings, type Environment } from './environment.ts'
import { readKeptRoot } from './kept-root.ts'
import { deriveSiteSecrets } from './site-secrets.ts'

const SERVED: ReadonlySet<string> = new Set(['US1', 'EU1', 'PCI'])

const SUPPORT: SupportContacts = {
  name: 'Gatehouse Support',
  email: 'support@gatehouse.example',
  numbers: [
    {
      location: 'USA and Canada',
      countries: ['US', 'CA'],
      number: '+18668016161',
      display: '+1 866 801 6161',
      kind: 'toll-free',
      international: false,
      languages: ['en', 'es'],
      hours: ['Always'],
      timeZone: 'America/Los_Angeles',
    },
    {
      location: 'Anywhere else',
      number: '+16508016161',
      display: '+1 650 801 6161',
      kind: 'toll',
      international: true,
      languages: ['en'],
      hours: ['Always'],
      timeZone: 'America/Los_Angeles',
    },
    {
      location: 'United Kingdom',
      number: '+441189131502',
      display: '+44 118 913 1502',
      kind: 'local',
      international: false,
      languages: ['en'],
      hours: ['Mon-Fri 09:00-17:30'],
      timeZone: 'Europe/London',
      holidays: ['01-01', '12-25', '12-26'],
    },
    {
      location: 'France',
      number: '+33141973581',
      display: '+33 1 41 97 35 81',
      kind: 'local',
      international: false,
      languages: ['fr', 'en'],
      hours: ['Mon-Fri 09:00-18:00'],
      timeZone: 'Europe/Paris',
      holidays: ['01-01', '05-01', '07-14', '12-25'],
    },
  ],
}

/**
 * The demo: every part in one process, on loopback only, without a file. `PORT` (8080) and `GATEHOUSE_DATA` (`./data`)
 * may be set; nothing else of it comes from outside but the log level and PostgreSQL's programs.
 *
 * @throws ConfigError with every problem of the environment at once
 */
export function demoConfig(environment: Environment): Config {
  const problems: ConfigProblem[] = []
  const port = readPort(environment, 8080, problems)
  const settings = readProcessSettings(environment, problems)
  if (problems.length > 0) throw new ConfigError(problems)

  const dataFolder = settings.dataFolder ?? resolve('data')
  const directory = publishedDirectory().map((platform) => (SERVED.has(platform.id) ? atDemoOrigin(platform, port) : platform))
  const root = readKeptRoot(dataFolder)
  const served = directory.filter(({ id }) => SERVED.has(id))
  const frontDoor = originOf('localhost', port)
  const core = demoPlatform({ platform: staffPlatform(frontDoor), origin: `${frontDoor}${STAFF_PATH}`, root })
  return deepFreeze({
    brand: { name: 'Gatehouse', accent: null },
    listen: { hosts: ['127.0.0.1', '::1'], port },
    dataFolder,
    postgresBin: settings.postgresBin,
    trustedProxies: [],
    directory,
    support: SUPPORT,
    mail: { from: 'Gatehouse <no-reply@gatehouse.example>', transport: { kind: 'outbox', folder: join(dataFolder, 'outbox') } },
    frontDoor: { origins: ['localhost', '127.0.0.1', '[::1]'].map((host) => originOf(host, port)), platforms: [] },
    servesFrontDoor: true,
    core,
    frontDoorKey: frontDoorKeyOf(core, null),
    status: statusConfig({
      brandName: 'Gatehouse',
      dataFolder,
      given: { targets: served.map(readyTarget), privateWebhooks: true },
    }),
    platforms: served.map((platform) => demoPlatform({ platform, origin: platform.signInUrl, root })),
    hashing: { concurrency: availableParallelism(), queue: HASH_QUEUE },
    demo: true,
    logLevel: settings.logLevel ?? 'warn',
  })
}

function readyTarget({ id, signInUrl }: Platform): ProbeTarget {
  return { kind: 'ready', component: id, origin: signInUrl }
}

function demoPlatform({ platform, origin, root }: { platform: Platform; origin: string; root: Uint8Array }): PlatformConfig {
  return {
    platform,
    origin,
    database: embeddedDatabase(platform.id),
    profile: POLICY_PROFILES[PRODUCTS[platform.product].profile],
    policyException: null,
    audit: { keepDays: 400, signInDays: 400 },
    ...deriveSiteSecrets(root, platform.id),
  }
}

/** The demo has one server for all that a platform offers, so each published address gives way to its origin. */
function atDemoOrigin(platform: Platform, port: number): Platform {
  const origin = originOf(`${platform.id.toLowerCase()}.localhost`, port)
  return { ...platform, signInUrl: origin, apiUrl: origin, gatewayUrl: origin }
}

/** As a browser writes it: without the port that goes without saying. */
function originOf(host: string, port: number): string {
  return new URL(`http://${host}:${port}`).origin
}
