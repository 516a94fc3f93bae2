import type { Sabotage } from './sabotage.ts'

/** Outages and clocks. */
export const OUTAGES: readonly Sabotage[] = [
  {
    invariant: 'I-39',
    bug: 'who answers a probe or a webhook by switching protocols is waited for without end',
    file: 'src/outgoing.ts',
    find: "      sent.on('close', () => reject(new OutgoingFailure('the connection was closed without an answer')))",
    replace: '',
    tests: ['src/outgoing.test.ts'],
  },
  {
    invariant: 'I-38',
    bug: 'a job is queued whether or not its deed is committed',
    file: 'src/features/letters/queue-letter.ts',
    find: "await app.jobs.send(trx, 'send-letter', { mailId: id })",
    replace: "await app.jobs.send(app.db, 'send-letter', { mailId: id })",
    tests: ['src/features/letters/queue-letter.test.ts'],
  },
  {
    invariant: 'I-38',
    bug: 'mails are written in place, so that a crash leaves half of one',
    file: 'src/mail/outbox.ts',
    find: 'const draft = join(aside, name)',
    replace: 'const draft = join(folder, name)',
    tests: ['src/mail/outbox.test.ts'],
  },
  {
    invariant: 'I-39',
    bug: 'a lock is waited for without end',
    file: 'src/db/connect.ts',
    find: 'lock_timeout: 5_000,',
    replace: '',
    tests: ['src/db/connect.test.ts'],
  },
  {
    invariant: 'I-39',
    bug: 'any number of sign-ins may wait for the hash pool',
    file: 'src/password-hasher.ts',
    find: 'if (reserved >= limits.concurrency + limits.queue)',
    replace: 'if (reserved > Number.MAX_SAFE_INTEGER)',
    tests: ['src/password-hasher.test.ts', 'src/features/sign-in/overload.test.ts'],
  },
  {
    invariant: 'I-40',
    bug: 'the life of a key is measured by the clock of the process',
    file: 'src/features/accounts/keys.ts',
    find: `.where('expiresAt', '>', databaseNow)
    .executeTakeFirst()
  return found &&`,
    replace: `.where('expiresAt', '>', new Date())
    .executeTakeFirst()
  return found &&`,
    tests: ['src/clock.test.ts'],
  },
  {
    invariant: 'I-40',
    bug: 'the idle limit of a session asks the database for its time by another function',
    file: 'src/features/sign-in/sessions.ts',
    find: 'and s.last_seen_at > gatehouse_now() - make_interval(secs => ${the.idleSeconds}::integer)',
    replace: 'and s.last_seen_at > now() - make_interval(secs => ${the.idleSeconds}::integer)',
    tests: ['src/clock.test.ts'],
  },
  {
    invariant: 'I-39',
    bug: 'whoever has a key of their own keeps the hash pool busy by wrong addresses',
    file: 'src/features/recovery/reveal.ts',
    find: 'if (!owner || !sameEmail(owner.email, email)) return false',
    replace: 'if (!owner) return false',
    tests: ['src/features/recovery/reveal-dead-key.test.ts'],
  },
]
