import type { Sabotage } from './sabotage.ts'

/** Who hears of the status, by which key, and how often. */
export const SUBSCRIBERS: readonly Sabotage[] = [
  {
    invariant: 'I-02',
    bug: 'the key of a subscription’s mail confirms it without the typed address',
    file: 'src/features/subscribers/confirm-subscription.ts',
    find: 'if (!hasGuess || !sameEmail(found.address, email)) {',
    replace: 'if (!hasGuess) {',
    tests: ['src/features/subscribers/subscribe.test.ts'],
  },
  {
    invariant: 'I-09',
    bug: 'an address that was asked often enough gets another answer',
    file: 'src/features/subscribers/ask-to-subscribe.ts',
    find: "    await core.jobs.send(trx, 'ask-subscriber', { email, scope, isSpent })",
    replace: `    if (isSpent) throw refuse('too_many_requests', { retryAfterSeconds: DAY_SECONDS })
    await core.jobs.send(trx, 'ask-subscriber', { email, scope, isSpent })`,
    tests: ['src/features/subscribers/subscribe.test.ts'],
  },
  {
    invariant: 'I-24',
    bug: 'the forms of subscriptions take what other sites send',
    file: 'src/sites/core-site.ts',
    find: "  site.route('/', unsubscribePages(core))",
    replace: "  site.route('/', unsubscribePages(core))\n  site.route('/', subscriberPages(core))",
    tests: ['src/features/subscribers/subscribe.test.ts'],
  },
  {
    invariant: 'I-34',
    bug: 'the hash that the database keeps opens a subscription',
    file: 'src/features/subscribers/manage-subscription.ts',
    find: 'const { salt: _, ...own } = (await findByManageKey(core.db, hashToken(key))) ?? notValid()',
    replace: `const given = Buffer.from(key, 'base64url')
  const { salt: _, ...own } =
    (await findByManageKey(core.db, hashToken(key))) ?? (await findByManageKey(core.db, given)) ?? notValid()`,
    tests: ['src/features/subscribers/subscribe.test.ts'],
  },
  {
    invariant: 'I-38',
    bug: 'a mail that is told again after a kill has another Message-ID',
    file: 'src/features/deliveries/deliver-mail.ts',
    find: 'messageId: group[0]?.messageId ?? first.event,',
    replace: 'messageId: newId(),',
    tests: ['src/features/deliveries/deliver-mail.test.ts'],
  },
]
