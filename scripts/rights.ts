import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { STATE_WORDS } from '../src/domain/account-state.ts'
import {
  allowedEdits,
  allowedVerbs,
  EXTRA_RIGHTS,
  isPlaceable,
  MEMBER_ACTS,
  MEMBER_EDITS,
  MEMBER_VERBS,
  mayDo,
  reaches,
  SUBSCRIPTION_RIGHTS,
  type MemberEdit,
  type MemberVerb,
  type PermissionTarget,
  type Standing,
  type SubscriptionRight,
} from '../src/domain/permissions.ts'
import { PRODUCTS } from '../src/domain/product.ts'
import { isRole, PLATFORM_ROLES, ROLES, type Role } from '../src/domain/roles.ts'

/** Draws the tables of docs/rights.md from the code that decides (A03). With `--check` it fails where the page is stale. */
const PAGE = join(resolve(import.meta.dirname, '..'), 'docs/rights.md')
const [START, END] = ['<!-- tables: written by scripts/rights.ts -->', '<!-- end of tables -->']
const ALL_ROLES = Object.keys(PLATFORM_ROLES).filter(isRole)

const VERB_WORDS: Readonly<Record<MemberVerb | MemberEdit, string>> = {
  resend_welcome: 'Resend welcome',
  cancel: 'Cancel',
  activate: 'Activate',
  send_reset: 'Send reset',
  end_sessions: 'End sessions',
  deactivate: 'Deactivate',
  edit: 'Change names and external ID',
  change_email: 'Change the e-mail address',
  change_role: 'Change the role',
  move: 'Move to another unit',
  change_rights: 'Give extra rights',
}

const RIGHT_WORDS: Readonly<Record<SubscriptionRight, string>> = {
  add_users: 'Add users',
  decide_requests: 'Decide "please activate me"',
  import_users: 'Import users',
  export_users: 'Export users',
  appoint_unit_point_of_contact: 'Pass on the point of contact of a unit',
  appoint_point_of_contact: 'Pass on the point of contact of the subscription',
  manage_units: 'Make, change and remove business units',
  change_settings: 'Change the security settings',
  read_audit: 'Read and export the audit trail',
  create_tokens: 'Make API tokens',
  oversee_tokens: 'See and revoke everybody’s API tokens',
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const standing = (role: Role, businessUnitId: string | null): Standing => ({
  accountId: 'actor',
  role,
  businessUnitId,
  extraRights: [],
  seesOnlyUnit: false,
})

const ACTORS: readonly (readonly [string, Standing])[] = [
  ['Manager', standing('manager', null)],
  ['Unit Manager', standing('unit_manager', 'own')],
  ['User Administrator', standing('user_administrator', null)],
  ['User Administrator of a unit', standing('user_administrator', 'own')],
]

const PLACES = [
  ['own', 'own unit'],
  ['other', 'another unit'],
  [null, 'no unit'],
] as const

/** Who acts on whom: the units in which somebody acts on that role, or nobody. */
function reachTable(): string {
  const rows = ALL_ROLES.map((role) => [
    ROLES[role],
    ...ACTORS.map(([, actor]) => {
      const possible = PLACES.filter(([unit]) => isPlaceable({ role, businessUnitId: unit }))
      const reached = possible.filter(([unit]) => reaches(actor, { role, businessUnitId: unit }))
      if (reached.length === 0) return 'no'
      return reached.length === possible.length ? 'yes' : reached.map(([, words]) => words).join(', ')
    }),
  ])
  return table(['on a', ...ACTORS.map(([name]) => name)], rows)
}

const CONDITIONS = [
  { state: 'pending_activation', reason: null },
  { state: 'active', reason: null },
  { state: 'inactive', reason: 'deactivated' },
] as const

const target = (more: Partial<PermissionTarget>): PermissionTarget => ({
  accountId: 'target',
  role: 'unit_manager',
  businessUnitId: 'own',
  state: 'active',
  reason: null,
  isPointOfContact: false,
  isUnitPointOfContact: false,
  ...more,
})

function mayAct(actor: Standing, verb: MemberVerb | MemberEdit, of: PermissionTarget): 'yes' | 'no' {
  const allowed: readonly string[] = [...allowedVerbs(actor, of), ...allowedEdits(actor, of)]
  return allowed.includes(verb) ? 'yes' : 'no'
}

/** What may be done to somebody on whom one acts, by their state. */
function verbTable(): string {
  const may = (verb: MemberVerb | MemberEdit, of: PermissionTarget) => mayAct(standing('manager', null), verb, of)
  const rows = [...MEMBER_ACTS, ...MEMBER_EDITS].map((verb) => {
    const isContactToo = may(verb, target({ role: 'contact', state: 'pending_activation' }))
    const rule = MEMBER_VERBS[verb]
    return [
      VERB_WORDS[verb],
      ...CONDITIONS.map((condition) => may(verb, target(condition))),
      rule.notOneself ? 'no' : 'yes',
      rule.notPointOfContact ? 'no' : 'yes',
      isContactToo,
      rule.onlyBy === undefined ? '' : `only by a ${ROLES[rule.onlyBy]}`,
    ]
  })
  const states = CONDITIONS.map(({ state }) => STATE_WORDS[state])
  return table(['act', ...states, 'on oneself', 'on a point of contact', 'on a Contact', ''], rows)
}

function rightTable(): string {
  const rights = Object.keys(SUBSCRIPTION_RIGHTS) as readonly SubscriptionRight[]
  const rows = rights.map((right) => {
    const { roles, extra } = SUBSCRIPTION_RIGHTS[right]
    const names = ALL_ROLES.filter((role) => roles.includes(role)).map((role) => ROLES[role])
    return [RIGHT_WORDS[right], names.join(', '), extra === undefined ? '' : EXTRA_RIGHTS[extra]]
  })
  return table(['right', 'roles', 'and a Unit Manager with the extra right'], rows)
}

/** What a product without units has no use for. */
const OF_UNITS: ReadonlySet<MemberVerb | MemberEdit> = new Set(['move', 'change_rights'])

/** The two roles of the PCI platform: what a Manager does to somebody, by their state, and what a User does to anybody. */
function pciVerbTable(): string {
  const [manager, user] = [standing('manager', null), standing('user', null)]
  const of = (more: Partial<PermissionTarget>) => target({ role: 'user', businessUnitId: null, ...more })
  const anybody = ['actor', 'target'].flatMap((accountId) => CONDITIONS.map((condition) => of({ accountId, ...condition })))
  const verbs = [...MEMBER_ACTS, ...MEMBER_EDITS].filter((verb) => !OF_UNITS.has(verb))
  const rows = verbs.map((verb) => [
    VERB_WORDS[verb].replace(' and external ID', ''),
    ...CONDITIONS.map((condition) => mayAct(manager, verb, of(condition))),
    mayAct(manager, verb, of({ accountId: 'actor', role: 'manager' })),
    MEMBER_VERBS[verb].notPointOfContact ? 'no' : 'yes',
    anybody.some((one) => mayAct(user, verb, one) === 'yes') ? 'yes' : 'no',
  ])
  const states = CONDITIONS.map(({ state }) => STATE_WORDS[state])
  return table(['act', ...states, 'on oneself', 'on the primary contact', 'by a User, on anybody'], rows)
}

const PCI_RIGHTS: Partial<Record<SubscriptionRight, string>> = {
  add_users: 'Add users',
  decide_requests: 'Decide "please activate me"',
  appoint_point_of_contact: 'Pass on the primary contact',
  read_audit: 'Read and export the audit trail',
}

function pciRightTable(): string {
  const { roles } = PRODUCTS.pci
  const rows = Object.entries(PCI_RIGHTS).map(([right, words]) => [
    words,
    ...roles.map((role) => (mayDo(right as SubscriptionRight, standing(role, null)) ? 'yes' : 'no')),
  ])
  return table(['right', ...roles.map((role) => ROLES[role])], rows)
}

const page = readFileSync(PAGE, 'utf8')
const [before, rest] = page.split(START, 2)
const after = rest?.split(END, 2)[1]
if (before === undefined || after === undefined) throw new Error('docs/rights.md has lost the marks of its tables')
const tables = [
  `## On whom each role acts\n\n${reachTable()}\n\nEvery other role acts on nobody but itself.`,
  `## What is done to a user on whom one acts\n\n${verbTable()}`,
  `## Rights in a subscription\n\n${rightTable()}`,
  `## The PCI platform\n\nWhat a Manager does to somebody, by their state; and what is left for a User:\n\n${pciVerbTable()}\n\n${pciRightTable()}\n\nWhatever the role, each changes their own password, user login and e-mail address, and ends their own sessions; nobody\nchanges another’s password or login.`,
]
const fresh = `${before}${START}\n\n${tables.join('\n\n')}\n\n${END}${after}`
if (!process.argv.includes('--check')) writeFileSync(PAGE, fresh)
else if (fresh !== page) {
  console.log('docs/rights.md is stale: run node scripts/rights.ts.')
  process.exitCode = 1
}
