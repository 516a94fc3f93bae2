import type { Sabotage } from './sabotage.ts'

/** Stolen dump, stolen mailbox. */
export const THEFT: readonly Sabotage[] = [
  {
    invariant: 'I-34',
    bug: 'sessions, devices and keys are stored as they are',
    file: 'src/secrets.ts',
    find: "return hash('sha256', token, 'buffer')",
    replace: "return Buffer.from(token, 'utf8')",
    tests: ['src/features/sign-in/stolen-dump.test.ts'],
  },
  {
    invariant: 'I-35',
    bug: 'a hash of weaker parameters stays as it is',
    file: 'src/features/sign-in/sign-in.ts',
    find: 'rehashed: app.hasher.isWeak(credentialHash) ? await slot.hash(input.password) : null',
    replace: 'rehashed: null',
    tests: ['src/features/sign-in/overload.test.ts'],
  },
  {
    invariant: 'I-35',
    bug: 'passwords are hashed with a quarter of the memory',
    file: 'src/password-hasher.ts',
    find: 'memoryCost: 19_456',
    replace: 'memoryCost: 4_864',
    tests: ['src/password-hasher.test.ts'],
  },
  {
    invariant: 'I-36',
    bug: 'the log of requests has their cookies',
    file: 'src/http/request-context.ts',
    find: "milliseconds, address }, 'request')",
    replace: "milliseconds, address, cookie: context.req.header('cookie') }, 'request')",
    tests: ['src/sites/canaries.test.ts'],
  },
  {
    invariant: 'I-36',
    bug: 'a refused sign-in leaves in the trail what was typed as the password',
    file: 'src/features/sign-in/sign-in.ts',
    find: 'describeAttempt(app, { ...input, captchaSpent: false, context })',
    replace: 'describeAttempt(app, { ...input, captchaSpent: false, context: { ...context, browser: input.password } })',
    tests: ['src/sites/canaries.test.ts'],
  },
  {
    invariant: 'I-37',
    bug: 'what a Manager asked for counts without the word of the new address',
    file: 'src/features/users/apply-email-changes.ts',
    find: 'if (!isConfirmed) return killKeys',
    replace: 'if (newEmail === account.email) return killKeys',
    tests: ['src/features/users/user-email.test.ts'],
  },
  {
    invariant: 'I-37',
    bug: 'a reset goes to the old address while a Manager changes it',
    file: 'src/features/users/mail-user.ts',
    find: "if (await findEmailChange(trx, member.id)) throw refuse('email_changing')",
    replace: '',
    tests: ['src/features/users/user-email.test.ts'],
  },
  {
    invariant: 'I-37',
    bug: 'the old address is not told that another one was asked for',
    file: 'src/features/profile/change-email.ts',
    find: "kind: 'email_change_asked',\n      accountId: account.id,\n      recipient: account.email,",
    replace: "kind: 'email_change_asked',\n      accountId: account.id,\n      recipient: newEmail,",
    tests: ['src/features/profile/change-email.test.ts'],
  },
]
