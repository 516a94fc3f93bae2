import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { fromKysely, PgBoss, type ConstructorOptions, type JobResult, type JobWithMetadata } from 'pg-boss'
import type { Logger } from 'pino'
import type { Database, Trx } from '../db/schema.ts'
import type { SubscriberScope } from '../domain/subscriber-scope.ts'

/** Every queue and what its jobs carry. Never a key, never a password: a job mints what it mails. */
export type JobPayloads = PlatformJobPayloads & CoreJobPayloads

/** Of every site that people sign in to, the core included. */
export type PlatformJobPayloads = {
  /** `email`: null where it is not asked for. */
  'forgot-password': { username: string; email: string | null; address: string }
  'sign-in-refused': {
    accountId: string | null
    rightPassword: boolean
    budgetFull: boolean
    nameSubject: string
    limit: number
    /** The address, where the account's subscription lets nobody in from there. */
    elsewhere: string | null
  }
  'dead-key': { keyHash: string }
  'send-letter': { mailId: string }
  /** Mails an address the usernames that it has here (N04). */
  'mail-usernames': { email: string }
  'run-import': { importId: string }
  'run-bulk-act': { bulkActId: string }
  'email-changes': Record<string, never>
  'clean-up': Record<string, never>
  'settle-trials': Record<string, never>
  'idle-accounts': Record<string, never>
  'password-expiry': Record<string, never>
}

/** Of the front door's own database alone. */
export type CoreJobPayloads = {
  /** Posts an address to one platform, which mails it the usernames that it has there (N04). */
  'post-forgot-username': {
    platformId: string
    email: string
    /** RFC 3339, by the database's clock. */
    askedAt: string
    /** Too much was asked for this address already: then nothing is posted, but as much is done here. */
    isSpent: boolean
  }
  /** Asks an address whether it wants what was asked for in its name; looks up who it is only then. */
  'ask-subscriber': { email: string; scope: SubscriberScope; isSpent: boolean }
  /** Sends what waits for one subscriber: by mail, or to a webhook. */
  'deliver-status': { subscriberId: string }
  'deliver-webhook': { subscriberId: string }
  /** Orders again what waits for its time. */
  'wake-deliveries': Record<string, never>
  /** Reminders of maintenance, and its start and end. */
  'maintenance-notices': Record<string, never>
  'forget-status': Record<string, never>
}

export type JobName = keyof JobPayloads

/** The least that pg-boss takes for a heartbeat. */
const RESCUE_SECONDS = 10

type QueuePolicy = { retryLimit: number; retryDelay: number; retryDelayMax: number }

/** Mail waits out two days of a dead mail server; the rest only a short fault of ours. */
const QUEUES: Readonly<Record<keyof PlatformJobPayloads, QueuePolicy>> = {
  'forgot-password': { retryLimit: 20, retryDelay: 2, retryDelayMax: 300 },
  'sign-in-refused': { retryLimit: 20, retryDelay: 1, retryDelayMax: 300 },
  'dead-key': { retryLimit: 20, retryDelay: 2, retryDelayMax: 300 },
  'send-letter': { retryLimit: 60, retryDelay: 5, retryDelayMax: 3_600 },
  'mail-usernames': { retryLimit: 20, retryDelay: 2, retryDelayMax: 300 },
  'run-import': { retryLimit: 60, retryDelay: 2, retryDelayMax: 60 },
  'run-bulk-act': { retryLimit: 60, retryDelay: 2, retryDelayMax: 60 },
  'email-changes': { retryLimit: 2, retryDelay: 60, retryDelayMax: 300 },
  'clean-up': { retryLimit: 2, retryDelay: 60, retryDelayMax: 300 },
  'settle-trials': { retryLimit: 2, retryDelay: 5, retryDelayMax: 30 },
  'idle-accounts': { retryLimit: 2, retryDelay: 60, retryDelayMax: 300 },
  'password-expiry': { retryLimit: 2, retryDelay: 60, retryDelayMax: 300 },
}

/** A platform that is down for a day still gets what was posted to it. */
const CORE_QUEUES: Readonly<Record<keyof CoreJobPayloads, QueuePolicy>> = {
  'post-forgot-username': { retryLimit: 60, retryDelay: 5, retryDelayMax: 1_800 },
  'ask-subscriber': { retryLimit: 60, retryDelay: 5, retryDelayMax: 3_600 },
  'deliver-status': { retryLimit: 5, retryDelay: 5, retryDelayMax: 60 },
  'deliver-webhook': { retryLimit: 5, retryDelay: 5, retryDelayMax: 60 },
  'wake-deliveries': { retryLimit: 2, retryDelay: 5, retryDelayMax: 30 },
  'maintenance-notices': { retryLimit: 2, retryDelay: 5, retryDelayMax: 30 },
  'forget-status': { retryLimit: 2, retryDelay: 60, retryDelayMax: 300 },
}

/** A platform's, or the front door's own, which has those of its own besides. */
export type JobSet = 'platform' | 'core'

const QUEUE_SETS: Readonly<Record<JobSet, Readonly<Partial<Record<JobName, QueuePolicy>>>>> = {
  platform: QUEUES,
  core: { ...QUEUES, ...CORE_QUEUES },
}

const SCHEDULES: Readonly<Partial<Record<JobName, string>>> = {
  'clean-up': '17 * * * *',
  'email-changes': '*/5 * * * *',
  'settle-trials': '* * * * *',
  'idle-accounts': '41 * * * *',
  'password-expiry': '53 * * * *',
  'wake-deliveries': '* * * * *',
  'maintenance-notices': '* * * * *',
  'forget-status': '29 * * * *',
}

/** Queues whose jobs wait for others' machines: so many at a time, each by itself, so that one that hangs holds up no batch. */
const AT_ONCE: Readonly<Partial<Record<JobName, number>>> = { 'deliver-webhook': 16 }

/** Below the priority of single jobs, which is 0: a hundred thousand welcome mails keep nobody's reset waiting. */
const BEHIND_PEOPLE = -1

export type JobAttempt = { readonly isLast: boolean }

type HandlersOf<Payloads> = {
  readonly [Name in keyof Payloads]: (payload: Payloads[Name], attempt: JobAttempt) => Promise<void>
}

export type PlatformJobHandlers = HandlersOf<PlatformJobPayloads>
export type CoreJobHandlers = HandlersOf<CoreJobPayloads>
type JobHandlers = HandlersOf<JobPayloads>

export type Jobs = {
  /** Queues a job in the deed's own transaction: both happen or neither does. */
  readonly send: <Name extends JobName>(trx: Trx | Database, name: Name, payload: JobPayloads[Name]) => Promise<void>
  /** Queues many at once, in one statement, behind all that people wait for. */
  readonly sendMany: <Name extends JobName>(
    trx: Trx | Database,
    name: Name,
    payloads: readonly JobPayloads[Name][],
  ) => Promise<void>
  /** The same for those of which none waits yet: what is ordered again and again piles up nowhere. */
  readonly sendMissing: <Name extends JobName>(trx: Trx, name: Name, payloads: readonly JobPayloads[Name][]) => Promise<void>
  /** Starts the workers. A process that only enqueues (CLI, tests of one verb) leaves this out. */
  readonly work: (handlers: Partial<JobHandlers>) => Promise<void>
  /** Finishes what runs (bounded), then closes its connections. */
  readonly stop: () => Promise<void>
}

/**
 * Opens the job queue of one site on its own database, schema `jobs`. `install` creates or upgrades that schema and the
 * queues; it is safe for several processes at once.
 */
export async function openJobs(options: {
  connection: ConstructorOptions
  log: Logger
  install: boolean
  set?: JobSet
}): Promise<Jobs> {
  const boss = new PgBoss({
    ...options.connection,
    schema: 'jobs',
    application_name: 'gatehouse-jobs',
    max: 3,
    useListenNotify: true,
    registerInstance: false,
    // How often the jobs of processes that were killed are looked for.
    superviseIntervalSeconds: RESCUE_SECONDS,
    monitorIntervalSeconds: RESCUE_SECONDS,
    openTelemetry: { enabled: false },
    migrate: options.install,
    createSchema: options.install,
  })
  let hasStopped = false
  boss.on('error', (error: Error) => {
    // A private PostgreSQL that stops with us may be quicker than the last of its connections.
    if (!hasStopped) options.log.warn({ reason: error.message }, 'job queue')
  })
  await boss.start()
  if (options.install) await installQueues(boss, QUEUE_SETS[options.set ?? 'platform'])
  const sendMany: Jobs['sendMany'] = async (trx, name, payloads) => {
    const jobs = payloads.map((data) => ({ data, priority: BEHIND_PEOPLE }))
    if (jobs.length > 0) await boss.insert(name, jobs, { db: fromKysely(trx.withoutPlugins()) })
  }
  return {
    send: async (trx, name, payload) => {
      await boss.send(name, payload, { db: fromKysely(trx.withoutPlugins()) })
    },
    sendMany,
    sendMissing: async (trx, name, payloads) => sendMany(trx, name, await withoutWaiting(trx, name, payloads)),
    work: (handlers) => startWorkers(boss, handlers, options.log),
    stop: async () => {
      await boss.stop({ graceful: true, close: true, timeout: 5_000 })
      hasStopped = true
    },
  }
}

/** Those that no job carries that waits to be taken, for the first time or again. `not in` hashes, as there may be many of both. */
async function withoutWaiting<Name extends JobName>(
  trx: Trx,
  name: Name,
  payloads: readonly JobPayloads[Name][],
): Promise<readonly JobPayloads[Name][]> {
  const texts = payloads.map((payload) => JSON.stringify(payload))
  const { rows } = await sql<{ place: string }>`
    select place from unnest(${texts}::jsonb[]) with ordinality as wanted (payload, place)
    where payload not in (
      select data from jobs.job where name = ${name} and state in ('created', 'retry') and data is not null)`.execute(trx)
  const missing = new Set(rows.map(({ place }) => Number(place)))
  return payloads.filter((_, index) => missing.has(index + 1))
}

async function installQueues(boss: PgBoss, queues: Readonly<Partial<Record<JobName, QueuePolicy>>>): Promise<void> {
  const existing = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
  for (const [name, policy] of Object.entries(queues)) {
    // heartbeatSeconds: how long after a kill -9 the job of the dead process may be taken up again.
    const lives = { expireInSeconds: 60, heartbeatSeconds: RESCUE_SECONDS, deleteAfterSeconds: 3_600 }
    const wanted = { ...policy, ...lives, retryBackoff: true, notify: true }
    const found = existing.get(name)
    if (!found) await boss.createQueue(name, wanted)
    else if (!isDeepStrictEqual({ ...found, ...wanted }, found)) await boss.updateQueue(name, wanted)
  }
}

async function startWorkers(boss: PgBoss, handlers: Partial<JobHandlers>, log: Logger): Promise<void> {
  const names = (Object.keys(handlers) as JobName[]).filter((name) => handlers[name] !== undefined)
  await Promise.all(names.map((name) => startWorker(boss, name, handlers[name], log)))
  for (const name of names) {
    const times = SCHEDULES[name]
    if (times !== undefined) await boss.schedule(name, times)
  }
}

async function startWorker<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  handler: JobHandlers[Name] | undefined,
  log: Logger,
): Promise<void> {
  const attempt = async (job: JobWithMetadata<JobPayloads[Name]>): Promise<JobResult> => {
    try {
      await handler?.(job.data, { isLast: job.retryCount >= job.retryLimit })
      return { id: job.id, status: 'completed' }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log.warn({ queue: name, job: job.id, attempt: job.retryCount + 1, reason }, 'job failed')
      return { id: job.id, status: 'failed', output: { reason } }
    }
  }
  const localConcurrency = AT_ONCE[name]
  const options = {
    ...(localConcurrency === undefined ? { batchSize: 10 } : { batchSize: 1, localConcurrency }),
    burstWhenBatchFull: true,
    perJobResults: true,
    includeMetadata: true,
    notifyPollingIntervalSeconds: 10,
  } as const
  await boss.work(name, options, (jobs: JobWithMetadata<JobPayloads[Name]>[]) => Promise.all(jobs.map(attempt)))
}
