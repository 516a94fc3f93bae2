import type { Sabotage } from './sabotage.ts'

/** Scanners and keys. */
export const KEYS: readonly Sabotage[] = [
  {
    invariant: 'I-01',
    bug: 'claiming a key does not ask whether it is claimed already',
    file: 'src/features/accounts/keys.ts',
    find: `.set({ claimedAt: databaseNow })
    .where('keyHash', '=', hashToken(key))
    .where('purpose', 'in', [...purposes])
    .where('claimedAt', 'is', null)`,
    replace: `.set({ claimedAt: databaseNow })
    .where('keyHash', '=', hashToken(key))
    .where('purpose', 'in', [...purposes])`,
    tests: ['src/features/recovery/activate.test.ts'],
  },
  {
    invariant: 'I-02',
    bug: 'a mailed act takes any address, such as a scanner that posts forms would fill in',
    file: 'src/features/recovery/redeem-with-address.ts',
    find: 'if (!hasGuess || !sameEmail(expected, input.email)) {',
    replace: 'if (!hasGuess) {',
    tests: ['src/features/recovery/mailed-acts.test.ts'],
  },
  {
    invariant: 'I-03',
    bug: 'a dead key is refused before the hash, so that its answer comes sooner',
    file: 'src/features/recovery/reset-password.ts',
    find: 'const credential = await app.hasher.hash(input.newPassword)',
    replace: `if (!(await findLiveKey(app.db, input.key, PASSWORD_KEY_PURPOSES))) throw refuse('invalid_key')
  const credential = await app.hasher.hash(input.newPassword)`,
    tests: ['src/features/recovery/dead-key.test.ts'],
  },
  {
    invariant: 'I-03',
    bug: 'a malformed key is a field error, not the answer of every dead key',
    file: 'src/features/recovery/activate-pages.tsx',
    find: "input.key === ''",
    replace: '/[^\\w-]/.test(input.key)',
    tests: ['src/features/recovery/dead-key.test.ts'],
  },
  {
    invariant: 'I-04',
    bug: 'the other keys of an account outlive a new password',
    file: 'src/features/recovery/reset-password.ts',
    find: "await killKeys(trx, accountId, 'password_changed')",
    replace: '',
    tests: ['src/features/recovery/activate.test.ts', 'src/features/profile/change-email.test.ts'],
  },
  {
    invariant: 'I-04',
    bug: 'a change of the e-mail address leaves the keys that went to the old one',
    file: 'src/features/profile/change-email.ts',
    find: "await killKeys(trx, account.id, 'email_changed')",
    replace: '',
    tests: ['src/features/recovery/activate.test.ts', 'src/features/profile/change-email.test.ts'],
  },
  {
    invariant: 'I-05',
    bug: 'mails of a kind are two minutes apart, but without end',
    file: 'src/features/letters/queue-letter.ts',
    find: 'return justNow > 0 || lastHour >= MAILS_PER_KIND_AND_HOUR',
    replace: 'return justNow > 0',
    tests: ['src/features/recovery/forgot-password.test.ts'],
  },
  {
    invariant: 'I-07',
    bug: 'the site learns its origin from X-Forwarded-Host',
    file: 'src/http/request-context.ts',
    find: "context.set('viewer', null)",
    replace: `const forwardedHost = context.req.header('x-forwarded-host')
    if (forwardedHost) Object.assign(app.config, { origin: \`https://\${forwardedHost}\` })
    context.set('viewer', null)`,
    tests: ['src/features/recovery/forgot-password.test.ts'],
  },
  {
    invariant: 'I-08',
    bug: 'the log holds what was sent to the page of a key',
    file: 'src/features/recovery/activate-pages.tsx',
    find: 'requireTyped(app, input)\n        await',
    replace: "app.log.debug(input, 'activation')\n        requireTyped(app, input)\n        await",
    tests: ['src/features/recovery/activate.test.ts'],
  },
  {
    invariant: 'I-08',
    bug: 'a mailed link has its key in the query, where servers and proxies log it',
    file: 'src/domain/activation-key.ts',
    find: '.page}#${key}`',
    replace: '.page}?key=${key}`',
    tests: ['src/domain/activation-key.test.ts'],
  },
]
