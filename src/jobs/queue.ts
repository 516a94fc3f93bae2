import { isDeepStrictEqual } from 'node:util'
import { fromKysely, PgBoss, type ConstructorOptions, type JobResult, type JobWithMetadata } from 'pg-boss'
import type { Logger } from 'pino'
import type { Database, Trx } from '../db/schema.ts'

/** Every queue and what its jobs carry. Never a key, never a password: a job mints what it mails. */
export type JobPayloads = {
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
  'run-import': { importId: string }
  'run-bulk-act': { bulkActId: string }
  'email-changes': Record<string, never>
  'clean-up': Record<string, never>
  'settle-trials': Record<string, never>
  'idle-accounts': Record<string, never>
  'password-expiry': Record<string, never>
}

export type JobName = keyof JobPayloads

/** The least that pg-boss takes for a heartbeat. */
const RESCUE_SECONDS = 10

type QueuePolicy = { retryLimit: number; retryDelay: number; retryDelayMax: number }

/** Mail waits out two days of a dead mail server; the rest only a short fault of ours. */
const QUEUES: Readonly<Record<JobName, QueuePolicy>> = {
  'forgot-password': { retryLimit: 20, retryDelay: 2, retryDelayMax: 300 },
  'sign-in-refused': { retryLimit: 20, retryDelay: 1, retryDelayMax: 300 },
  'dead-key': { retryLimit: 20, retryDelay: 2, retryDelayMax: 300 },
  'send-letter': { retryLimit: 60, retryDelay: 5, retryDelayMax: 3_600 },
  'run-import': { retryLimit: 60, retryDelay: 2, retryDelayMax: 60 },
  'run-bulk-act': { retryLimit: 60, retryDelay: 2, retryDelayMax: 60 },
  'email-changes': { retryLimit: 2, retryDelay: 60, retryDelayMax: 300 },
  'clean-up': { retryLimit: 2, retryDelay: 60, retryDelayMax: 300 },
  'settle-trials': { retryLimit: 2, retryDelay: 5, retryDelayMax: 30 },
  'idle-accounts': { retryLimit: 2, retryDelay: 60, retryDelayMax: 300 },
  'password-expiry': { retryLimit: 2, retryDelay: 60, retryDelayMax: 300 },
}

/** Below the priority of single jobs, which is 0: a hundred thousand welcome mails keep nobody's reset waiting. */
const BEHIND_PEOPLE = -1

const JOB_NAMES = Object.keys(QUEUES).filter(isJobName)

export type JobAttempt = { readonly isLast: boolean }

export type JobHandlers = {
  readonly [Name in JobName]: (payload: JobPayloads[Name], attempt: JobAttempt) => Promise<void>
}

export type Jobs = {
  /** Queues a job in the deed's own transaction: both happen or neither does. */
  readonly send: <Name extends JobName>(trx: Trx | Database, name: Name, payload: JobPayloads[Name]) => Promise<void>
  /** Queues many at once, in one statement, behind all that people wait for. */
  readonly sendMany: <Name extends JobName>(
    trx: Trx | Database,
    name: Name,
    payloads: readonly JobPayloads[Name][],
  ) => Promise<void>
  /** Starts the workers. A process that only enqueues (CLI, tests of one verb) leaves this out. */
  readonly work: (handlers: JobHandlers) => Promise<void>
  /** Finishes what runs (bounded), then closes its connections. */
  readonly stop: () => Promise<void>
}

/**
 * Opens the job queue of one site on its own database, schema `jobs`. `install` creates or upgrades that schema and the
 * queues; it is safe for several processes at once.
 */
export async function openJobs(options: { connection: ConstructorOptions; log: Logger; install: boolean }): Promise<Jobs> {
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
  if (options.install) await installQueues(boss)
  return {
    send: async (trx, name, payload) => {
      await boss.send(name, payload, { db: fromKysely(trx.withoutPlugins()) })
    },
    sendMany: async (trx, name, payloads) => {
      const jobs = payloads.map((data) => ({ data, priority: BEHIND_PEOPLE }))
      if (jobs.length > 0) await boss.insert(name, jobs, { db: fromKysely(trx.withoutPlugins()) })
    },
    work: (handlers) => startWorkers(boss, handlers, options.log),
    stop: async () => {
      await boss.stop({ graceful: true, close: true, timeout: 5_000 })
      hasStopped = true
    },
  }
}

async function installQueues(boss: PgBoss): Promise<void> {
  const existing = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
  for (const [name, policy] of Object.entries(QUEUES)) {
    // heartbeatSeconds: how long after a kill -9 the job of the dead process may be taken up again.
    const lives = { expireInSeconds: 60, heartbeatSeconds: RESCUE_SECONDS, deleteAfterSeconds: 3_600 }
    const wanted = { ...policy, ...lives, retryBackoff: true, notify: true }
    const found = existing.get(name)
    if (!found) await boss.createQueue(name, wanted)
    else if (!isDeepStrictEqual({ ...found, ...wanted }, found)) await boss.updateQueue(name, wanted)
  }
}

async function startWorkers(boss: PgBoss, handlers: JobHandlers, log: Logger): Promise<void> {
  await Promise.all(JOB_NAMES.map((name) => startWorker(boss, name, handlers[name], log)))
  await boss.schedule('clean-up', '17 * * * *')
  await boss.schedule('email-changes', '*/5 * * * *')
  await boss.schedule('settle-trials', '* * * * *')
  await boss.schedule('idle-accounts', '41 * * * *')
  await boss.schedule('password-expiry', '53 * * * *')
}

async function startWorker<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  handler: JobHandlers[Name],
  log: Logger,
): Promise<void> {
  const attempt = async (job: JobWithMetadata<JobPayloads[Name]>): Promise<JobResult> => {
    try {
      await handler(job.data, { isLast: job.retryCount >= job.retryLimit })
      return { id: job.id, status: 'completed' }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log.warn({ queue: name, job: job.id, attempt: job.retryCount + 1, reason }, 'job failed')
      return { id: job.id, status: 'failed', output: { reason } }
    }
  }
  const options = {
    batchSize: 10,
    burstWhenBatchFull: true,
    perJobResults: true,
    includeMetadata: true,
    notifyPollingIntervalSeconds: 10,
  } as const
  await boss.work(name, options, (jobs: JobWithMetadata<JobPayloads[Name]>[]) => Promise.all(jobs.map(attempt)))
}

function isJobName(name: string): name is JobName {
  return Object.hasOwn(QUEUES, name)
}
