import type { Sabotage } from './sabotage.ts'

/** What the front door asks of platforms (N04). */
export const FRONT_DOOR: readonly Sabotage[] = [
  {
    invariant: 'I-09',
    bug: 'a platform looks an address up before it answers the front door',
    file: 'src/features/usernames/accept-post.ts',
    find: "    await app.jobs.send(trx, 'mail-usernames'",
    replace:
      "    if (await trx.selectFrom('accounts').select('id').where('email', '=', post.email).executeTakeFirst()) await app.jobs.send(trx, 'mail-usernames'",
    tests: ['src/features/usernames/mail-usernames.test.ts'],
  },
  {
    invariant: 'I-39',
    bug: 'what the front door has posted to one platform is taken by another',
    file: 'src/features/usernames/accept-post.ts',
    find: '!post || post.aud !== platform.id',
    replace: '!post || platform.id === String(null)',
    tests: ['src/features/usernames/mail-usernames.test.ts'],
  },
  {
    invariant: 'I-39',
    bug: 'what the front door has signed for one use is good for another',
    file: 'src/jws.ts',
    find: 'more.length > 0 || header !== headerOf(publicKey, typ)',
    replace: 'more.length > 0 || (header !== headerOf(publicKey, typ) && typ === String(null))',
    tests: ['src/features/usernames/mail-usernames.test.ts'],
  },
  {
    invariant: 'I-39',
    bug: 'a post can be repeated',
    file: 'src/features/accounts/claim-nonce.ts',
    find: 'on conflict do nothing returning 1',
    replace: 'on conflict (nonce) do update set expires_at = excluded.expires_at returning 1',
    tests: ['src/features/usernames/mail-usernames.test.ts'],
  },
  {
    invariant: 'I-40',
    bug: 'the end of a post is judged by another clock than all other lives',
    file: 'src/features/accounts/claim-nonce.ts',
    find: 'where to_timestamp(${exp}::bigint) > gatehouse_now()',
    replace: 'where to_timestamp(${exp}::bigint) > now()',
    tests: ['src/features/usernames/mail-usernames.test.ts'],
  },
  {
    invariant: 'I-15',
    bug: 'one network asks for the usernames of as many addresses as it likes',
    file: 'src/features/usernames/request-usernames.ts',
    find: 'most: REQUESTS_PER_NETWORK,',
    replace: 'most: 1_000_000,',
    tests: ['src/features/usernames/forgot-username.test.ts'],
  },
  {
    invariant: 'I-18',
    bug: 'a captcha may be used again to ask for usernames',
    file: 'src/features/usernames/pages.tsx',
    find: "await requireCaptcha(core, fields.altcha, 'forgot-username')",
    replace:
      "if ((await core.captcha.check(fields.altcha, 'forgot-username')) === null) await requireCaptcha(core, '', 'forgot-username')",
    tests: ['src/features/usernames/forgot-username.test.ts'],
  },
]
