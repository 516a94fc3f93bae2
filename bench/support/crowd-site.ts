import { rm } from 'node:fs/promises'
import { hash } from '@node-rs/argon2'
import pg from 'pg'
import { demoConfig } from '../../src/config/demo-config.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import type * as ResetModule_ from '../../src/features/recovery/reset-password.ts'
import { hashToken, newId, newToken } from '../../src/secrets.ts'
import type * as GatehouseModule_ from '../../src/sites/gatehouse.ts'
import type * as PlatformModule_ from '../../src/sites/platform.ts'
import { temporaryFolder } from './bench.ts'
import { fillCrowd, findLargest, type Crowd, type CrowdSize } from './crowd.ts'

type GatehouseModule = typeof GatehouseModule_
type PlatformModule = typeof PlatformModule_
type ResetModule = typeof ResetModule_

/** A platform in this process, on a private PostgreSQL of its own with a crowd in it. */
export type CrowdSite = {
  readonly crowd: Crowd
  readonly db: pg.Client
  readonly password: string
  readonly origin: string
  /** Milliseconds until the whole answer is there; throws unless its status is the expected one. */
  readonly answerTime: (request: Request, status: number) => Promise<number>
  /** Redeems a mailed key with a new password, as its page does once the captcha is solved. */
  readonly redeem: (key: string) => Promise<void>
  /** The answer itself. */
  readonly fetch: (request: Request) => Promise<Response>
  readonly close: () => Promise<void>
}

export const PASSWORD = 'correct horse battery staple'
const NEXT_PASSWORD = 'quite another battery of horses'

/** On a new folder, filled and removed afterwards; or, for a closer look, on one that was filled before and stays. */
export async function openCrowdSite(size: CrowdSize, keptFolder: string | null = null): Promise<CrowdSite> {
  const dataFolder = keptFolder ?? (await temporaryFolder())
  const full = demoConfig({ GATEHOUSE_DATA: dataFolder })
  const config = { ...full, platforms: full.platforms.slice(0, 1), logLevel: 'silent' } as typeof full
  // Node runs no JSX: the sites come as they were built.
  const { openGatehouse } = (await import(built('sites/gatehouse.js'))) as GatehouseModule
  const { platformSite } = (await import(built('sites/platform.js'))) as PlatformModule
  const { resetPassword } = (await import(built('features/recovery/reset-password.js'))) as ResetModule
  const gatehouse = await openGatehouse(config, { install: true, work: false })
  const postgres = await startEmbeddedPostgres({ dataFolder, binFolder: process.env['GATEHOUSE_POSTGRES_BIN'] ?? null })
  const [platform] = gatehouse.platforms
  const [settings] = config.platforms
  if (!platform || settings?.database.kind !== 'embedded') throw new Error('the demo has no platform on a private PostgreSQL')
  const db = new pg.Client(postgres.connection(settings.database.name))
  await db.connect()
  const secret = settings.pepper ?? new Uint8Array()
  const credential = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32, secret })
  const crowd = (await findLargest(db)) ?? (await fillCrowd(db, size, credential))
  const site = platformSite(platform.app)
  const bindings = { incoming: { socket: { remoteAddress: '127.0.0.1' } } } as never
  const fetch = async (request: Request) => site.fetch(request, bindings)
  return {
    crowd,
    db,
    password: PASSWORD,
    origin: platform.app.config.origin,
    fetch,
    redeem: async (key) => {
      const context = {
        requestId: newId(),
        address: '127.0.0.1',
        network: '127.0.0.0/24',
        browser: 'Chrome 140',
        system: 'Linux',
      }
      await resetPassword(platform.app, { key, newPassword: NEXT_PASSWORD, confirmation: NEXT_PASSWORD }, context)
    },
    answerTime: async (request, status) => {
      const startedAt = performance.now()
      const answer = await fetch(request)
      await answer.text()
      const time = performance.now() - startedAt
      if (answer.status !== status) throw new Error(`${request.url} was answered ${answer.status}`)
      return time
    },
    close: async () => {
      await db.end()
      await gatehouse.close()
      await postgres.stop()
      if (keptFolder === null) await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

function built(path: string): string {
  return new URL(`../../dist/${path}`, import.meta.url).href
}

/** A live session of somebody, as its cookie. */
export async function openSession({ db }: Pick<CrowdSite, 'db'>, username: string): Promise<string> {
  const { token } = newToken()
  await db.query(
    `insert into sessions (id, token_hash, account_id, browser, system, address)
     select gen_random_uuid(), $2, id, 'Chrome 140', 'Linux', '127.0.0.1' from accounts where username = $1`,
    [username, hashToken(token)],
  )
  return `__Host-session=${token}`
}
