import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import type { Platform, PlatformDirectory } from '../domain/platform-directory.ts'
import type { Config, DatabaseConfig, MailConfig, PlatformConfig } from './config.ts'
import { CORE_ID, frontDoorKeyOf, STAFF_PATH, staffPlatform, statusConfig } from './core-config.ts'
import { deepFreeze } from './deep-freeze.ts'
import type { ProcessSettings } from './environment.ts'
import type { ConfigFile } from './file-schema.ts'
import { readKeptRoot } from './kept-root.ts'
import { readPolicy } from './policy.ts'
import { deriveSiteSecrets, type GivenSecrets } from './site-secrets.ts'
import type { SmtpSecrets } from './smtp-secrets.ts'
import { givenStatus } from './status-file.ts'

type ServedPlatform = ConfigFile['platforms'][number]

/** Hashes that may wait: about a second's worth on two cores. */
export const HASH_QUEUE = 250

/** Puts the checked parts together. What is wrong with them has been said before; here nothing is refused. */
export function buildConfig({
  file,
  folder,
  directory,
  settings,
  given,
  smtp,
}: {
  file: ConfigFile
  folder: string
  directory: PlatformDirectory
  settings: ProcessSettings
  given: ReadonlyMap<string, GivenSecrets>
  smtp: SmtpSecrets
}): Config {
  const dataFolder = settings.dataFolder ?? resolve(folder, file.data)
  const served = withServedOrigins(directory, file.platforms)
  const platforms = file.platforms.flatMap((entry) => {
    const platform = served.find(({ id }) => id === entry.id)
    const secrets = given.get(entry.id)
    return platform && secrets ? [buildPlatform({ entry, platform, secrets, dataFolder })] : []
  })
  const core = buildCore({ file, secrets: given.get(CORE_ID), dataFolder })
  return deepFreeze({
    brand: file.brand,
    listen: file.listen,
    dataFolder,
    postgresBin: settings.postgresBin,
    trustedProxies: file.trusted_proxies,
    directory: served,
    support: buildSupport(file.support),
    mail: buildMail({ mail: file.mail, folder, dataFolder, smtp }),
    frontDoor: { origins: file.front_door.origins, platforms: file.front_door.platforms },
    servesFrontDoor: file.front_door.serve,
    core,
    frontDoorKey: frontDoorKeyOf(core, file.front_door.public_key),
    status: statusConfig({ brandName: file.brand.name, dataFolder, given: givenStatus(file) }),
    platforms,
    hashing: { concurrency: file.hashing.concurrency ?? availableParallelism(), queue: file.hashing.queue ?? HASH_QUEUE },
    demo: false,
    logLevel: settings.logLevel ?? file.log_level,
  })
}

/** The name of a platform's own database on the private PostgreSQL: `gatehouse_us1`. */
export function embeddedDatabase(id: string): DatabaseConfig {
  return { kind: 'embedded', name: `gatehouse_${id.toLowerCase()}` }
}

/** What a site is served at goes before what the table says, or the finder would lead past it. */
function withServedOrigins(directory: PlatformDirectory, served: readonly ServedPlatform[]): PlatformDirectory {
  return directory.map((platform) => {
    const origin = served.find(({ id }) => id === platform.id)?.origin
    return origin === undefined || new URL(platform.signInUrl).origin === origin ? platform : { ...platform, signInUrl: origin }
  })
}

function buildSupport({ numbers, ...support }: ConfigFile['support']): Config['support'] {
  return { ...support, numbers: numbers.map(({ time_zone: timeZone, ...number }) => ({ ...number, timeZone })) }
}

function buildCore(of: { file: ConfigFile; secrets: GivenSecrets | undefined; dataFolder: string }): PlatformConfig | null {
  const { front_door: frontDoor } = of.file
  const [origin] = frontDoor.origins
  if (!frontDoor.serve || origin === undefined || !of.secrets) return null
  const { policy, audit, database } = frontDoor
  const entry = { id: CORE_ID, origin: `${origin}${STAFF_PATH}`, policy, audit, database }
  return buildPlatform({ entry, platform: staffPlatform(origin), secrets: of.secrets, dataFolder: of.dataFolder })
}

function buildPlatform({
  entry,
  platform,
  secrets,
  dataFolder,
}: {
  entry: ServedPlatform
  platform: Platform
  secrets: GivenSecrets
  dataFolder: string
}): PlatformConfig {
  const { origin } = entry
  const { profile, exception: policyException } = readPolicy(entry.policy, platform.product)
  const audit = { keepDays: entry.audit.keep_days, signInDays: entry.audit.sign_in_days ?? entry.audit.keep_days }
  const common = { platform, origin, profile, policyException, audit }
  if (secrets.databaseUrl !== null && secrets.secret !== null) {
    const { pool_size: poolSize, named_statements: namedStatements } = entry.database
    const database: DatabaseConfig = {
      kind: 'server',
      url: secrets.databaseUrl,
      ownerUrl: secrets.ownerUrl,
      namedStatements,
      poolSize,
    }
    return { ...common, database, secret: secrets.secret, pepper: secrets.pepper }
  }
  const kept = deriveSiteSecrets(readKeptRoot(dataFolder), entry.id)
  return {
    ...common,
    database: embeddedDatabase(entry.id),
    secret: secrets.secret ?? kept.secret,
    pepper: secrets.pepper ?? kept.pepper,
  }
}

function buildMail({
  mail,
  folder,
  dataFolder,
  smtp,
}: {
  mail: ConfigFile['mail']
  folder: string
  dataFolder: string
  smtp: SmtpSecrets
}): MailConfig {
  if (mail.transport === 'outbox') {
    const outbox = mail.folder === null ? join(dataFolder, 'outbox') : resolve(folder, mail.folder)
    return { from: mail.from, transport: { kind: 'outbox', folder: outbox } }
  }
  const { host, port, tls, username } = mail
  const credentials = username === null || smtp.password === null ? null : { username, password: smtp.password }
  return { from: mail.from, transport: { kind: 'smtp', host, port, tls, ca: smtp.ca, credentials } }
}
