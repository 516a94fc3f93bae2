import { sql } from 'kysely'
import pino from 'pino'
import { afterAll, expect, it } from 'vitest'
import { waitFor } from '../../test/support/wait-for.ts'
import { useWorld } from '../../test/support/world.ts'
import { openJobs, type PlatformJobHandlers, type Jobs } from './queue.ts'

const world = await useWorld({ work: false })
const opened: Jobs[] = []
afterAll(async () => Promise.all(opened.map((jobs) => jobs.stop())))

async function openQueue(): Promise<Jobs> {
  const jobs = await openJobs({ connection: world.target, log: pino({ level: 'silent' }), install: false })
  opened.push(jobs)
  return jobs
}

const nothing = () => Promise.resolve()
const handlers = (own: Partial<PlatformJobHandlers>): PlatformJobHandlers => ({
  'forgot-password': nothing,
  'sign-in-refused': nothing,
  'dead-key': nothing,
  'send-letter': nothing,
  'mail-usernames': nothing,
  'run-import': nothing,
  'run-bulk-act': nothing,
  'email-changes': nothing,
  'clean-up': nothing,
  'settle-trials': nothing,
  'idle-accounts': nothing,
  'password-expiry': nothing,
  ...own,
})

/** A job whose call was missed, or that is tried again, is found by the next look into the queue: within 10 s. */
const until = (condition: () => boolean) => waitFor(() => Promise.resolve(condition()), Boolean)

it('I-38 a job is taken where its transaction committed, and never where it did not', async () => {
  const taken: string[] = []
  const jobs = await openQueue()
  await jobs.work(handlers({ 'send-letter': async ({ mailId }) => void taken.push(mailId) }))
  await expect(
    world.app.db.transaction().execute(async (trx) => {
      await jobs.send(trx, 'send-letter', { mailId: 'undone' })
      throw new Error('undone')
    }),
  ).rejects.toThrow('undone')
  await world.app.db.transaction().execute((trx) => jobs.send(trx, 'send-letter', { mailId: 'done' }))
  await until(() => taken.length > 0)
  await world.jobsDone()
  expect(taken).toEqual(['done'])
  await jobs.stop()
})

it('each of a hundred jobs is done once by two processes', async () => {
  const taken: string[] = []
  const work = handlers({ 'dead-key': async ({ keyHash }) => void taken.push(keyHash) })
  const [one, two] = [await openQueue(), await openQueue()]
  await one.work(work)
  await two.work(work)
  const hashes = Array.from({ length: 100 }, (_, index) => String(index))
  await Promise.all(hashes.map((keyHash) => one.send(world.app.db, 'dead-key', { keyHash })))
  await until(() => taken.length >= 100)
  await world.jobsDone()
  expect(taken.toSorted()).toEqual(hashes.toSorted())
  await one.stop()
  await two.stop()
})

it('a job that fails is tried again, alone, and told when it is its last try', async () => {
  const tries: { name: string; isLast: boolean }[] = []
  const jobs = await openQueue()
  await jobs.work(
    handlers({
      'forgot-password': async ({ username }, { isLast }) => {
        tries.push({ name: username, isLast })
        if (username === 'failing' && !isLast) throw new Error('not yet')
      },
    }),
  )
  const request = { email: 'a@mail.test', address: '192.0.2.1' }
  await jobs.send(world.app.db, 'forgot-password', { username: 'failing', ...request })
  await jobs.send(world.app.db, 'forgot-password', { username: 'fine', ...request })
  await until(() => tries.length >= 2)
  // One try is left, and it is due.
  await sql`update jobs.job set retry_limit = retry_count + 1 where data ->> 'username' = 'failing' and state <> 'completed'`.execute(
    world.app.db,
  )
  await until(() => tries.length >= 3)
  expect(tries.filter(({ name }) => name === 'fine')).toEqual([{ name: 'fine', isLast: false }])
  expect(tries.filter(({ name }) => name === 'failing')).toEqual([
    { name: 'failing', isLast: false },
    { name: 'failing', isLast: true },
  ])
  await jobs.stop()
})

it('stopping waits for the job under way', async () => {
  let isDone = false
  let isBegun = false
  const jobs = await openQueue()
  await jobs.work(
    handlers({
      'email-changes': () => Promise.resolve(),
      'clean-up': async () => {
        isBegun = true
        await new Promise((resolve) => setTimeout(resolve, 500))
        isDone = true
      },
    }),
  )
  await jobs.send(world.app.db, 'clean-up', {})
  await until(() => isBegun)
  await jobs.stop()
  expect(isDone).toBe(true)
})
