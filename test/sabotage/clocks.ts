import type { Sabotage } from './sabotage.ts'

/** The limits of a policy profile, and what a platform may set of them. */
export const CLOCKS: readonly Sabotage[] = [
  {
    invariant: 'I-22',
    bug: 'a page that asks how long its session has left keeps it for ever',
    file: 'src/features/sign-in/api.ts',
    find: 'tellEnd(context, app),',
    replace: 'recognizeViewer(app)(context, async () => {}).then(() => tellEnd(context, app)),',
    tests: ['src/features/sign-in/session-end.test.ts'],
  },
  {
    invariant: 'I-22',
    bug: 'sessions of the PCI platform live as long as those of the others',
    file: 'src/domain/policy-profile.ts',
    find: 'session: { idleSeconds: 15 * MINUTE,',
    replace: 'session: { idleSeconds: 60 * MINUTE,',
    tests: ['src/features/sign-in/session-end.test.ts'],
  },
  {
    invariant: 'I-22',
    bug: 'a configuration loosens a profile without a word of reason',
    file: 'src/domain/policy-limits.ts',
    find: 'if (of.isExcepted) return hard',
    replace: 'return hard',
    tests: ['src/config/policy.test.ts'],
  },
  {
    invariant: 'I-29',
    bug: 'the platform’s own rule for unused accounts counts for nobody',
    file: 'src/features/settings/idle-queries.ts',
    find: 'return sql<number | null>`least(',
    replace: 'if (platformDays !== null) return sql<number | null>`null::integer`\n  return sql<number | null>`least(',
    tests: ['src/features/settings/idle-pci.test.ts'],
  },
  {
    invariant: 'I-40',
    bug: 'the mails before a password’s end go by a clock of their own',
    file: 'src/features/password-age/queries.ts',
    find: 'a.credential_set_at <= ${secondsAgo(fromSeconds)}',
    replace: 'a.credential_set_at <= clock_timestamp() - make_interval(secs => ${fromSeconds}::double precision)',
    tests: ['src/features/password-age/notices.test.ts'],
  },
]
