import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { idleStep, type IdleStep } from '../src/domain/idle-clock.ts'
import { POLICY_KEYS, POLICY_RULES, policyRange, type PolicyRange } from '../src/domain/policy-limits.ts'
import { POLICY_PROFILES, type PolicyProfile, type ProfileName } from '../src/domain/policy-profile.ts'

/** Draws the tables of docs/policy-profiles.md from the code that decides (N15). With `--check` it fails where the page is stale. */
const PAGE = join(resolve(import.meta.dirname, '..'), 'docs/policy-profiles.md')
const [START, END] = ['<!-- tables: written by scripts/profiles.ts -->', '<!-- end of tables -->']
const NAMES = Object.keys(POLICY_PROFILES) as readonly ProfileName[]

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const minutes = (seconds: number) => `${seconds / 60} minutes`
const unusedDays = (step: IdleStep, days: number) => idleStep(step, days).unusedSeconds / 86_400
const hours = (seconds: number) => `${seconds / 3_600} hours`

type Topic = readonly [topic: string, requirement: string, words: (profile: PolicyProfile) => string]

/** Numbers of PCI DSS 4.0.1, and what each profile says. */
const TOPICS: readonly Topic[] = [
  [
    'failed sign-ins',
    '8.3.4: at most ten attempts, then locked for 30 minutes at least, or until the identity is confirmed',
    ({ freezeThreshold, lockSeconds }) =>
      lockSeconds === null
        ? `at ${freezeThreshold}: Inactive, until a Manager, or its owner by a mailed key`
        : `at ${freezeThreshold}: locked for ${minutes(lockSeconds)}, or until its owner uses a mailed key`,
  ],
  ['failures are forgotten after', '', ({ failureMemorySeconds }) => hours(failureMemorySeconds)],
  ['a captcha from failure', '', ({ captchaFromFailures }) => `${captchaFromFailures} on, for unknown devices`],
  [
    'password',
    '8.3.6: 12 characters at least, letters and digits',
    ({ password }) =>
      `${password.minimumLength} to ${password.maximumLength} characters${password.lettersAndDigits ? ', letters and digits' : ''}; not a common one, not made of one's own or the company's name`,
  ],
  [
    'earlier passwords',
    '8.3.7: none of the last four',
    ({ password: { remembered } }) =>
      remembered === 1 ? 'not the current one' : `none of the last ${remembered}, the current one included`,
  ],
  [
    'expiry',
    '8.3.9: every 90 days, where the password is the only factor',
    ({ passwordExpiryDays, passwordNoticeDays }) =>
      passwordExpiryDays === null
        ? 'none'
        : `after ${passwordExpiryDays} days; mails ${passwordNoticeDays.join(', ')} days before; then it opens the page to choose another, and nothing else`,
  ],
  [
    'temporary password',
    '8.3.5: for one use, and changed at once',
    ({ temporaryPasswordSeconds }) =>
      `on the PCI platform alone: shown once, good for ${minutes(temporaryPasswordSeconds)}, opens nothing but the page to choose another`,
  ],
  [
    'session without use',
    '8.2.8: 15 minutes at most',
    ({ session }) => `ends after ${minutes(session.idleSeconds)}; a warning a minute before lets one stay`,
  ],
  ['session in any case', '', ({ session }) => `ends after ${hours(session.absoluteSeconds)}`],
  [
    'unused account',
    '8.2.6: Inactive within 90 days',
    ({ idleDeactivationDays }) =>
      idleDeactivationDays === null
        ? 'stays, unless its subscription says otherwise'
        : `Inactive after ${idleDeactivationDays} days, with mails after ${unusedDays('first_warning', idleDeactivationDays)} and ${unusedDays('second_warning', idleDeactivationDays)}; never the last active Manager`,
  ],
]

const range = (limits: PolicyRange | null) => (limits === null ? '' : `${limits.lowest} to ${limits.highest}`)

function keyTable(): string {
  const rows = POLICY_KEYS.map((key) => {
    const { words, read, hard } = POLICY_RULES[key]
    const cells = NAMES.flatMap((profile) => {
      const value = read(POLICY_PROFILES[profile])
      return [value === null ? 'off' : String(value), range(policyRange({ profile, key, isExcepted: false }))]
    })
    return [`\`${key}\``, words, ...cells, range(hard)]
  })
  return table(['key', 'what', ...NAMES.flatMap((name) => [`\`${name}\``, 'may be']), 'by exception'], rows)
}

const page = readFileSync(PAGE, 'utf8')
const [before, rest] = page.split(START, 2)
const after = rest?.split(END, 2)[1]
if (before === undefined || after === undefined) throw new Error('docs/policy-profiles.md has lost the marks of its tables')
const tables = [
  `## What each profile says\n\n${table(
    ['topic', ...NAMES.map((name) => `\`${name}\``), 'PCI DSS 4.0.1'],
    TOPICS.map(([topic, requirement, words]) => [topic, ...NAMES.map((name) => words(POLICY_PROFILES[name])), requirement]),
  )}`,
  `## What the configuration may set\n\n${keyTable()}`,
]
const fresh = `${before}${START}\n\n${tables.join('\n\n')}\n\n${END}${after}`
if (!process.argv.includes('--check')) writeFileSync(PAGE, fresh)
else if (fresh !== page) {
  console.log('docs/policy-profiles.md is stale: run node scripts/profiles.ts.')
  process.exitCode = 1
}
