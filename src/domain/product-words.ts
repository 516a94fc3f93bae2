import { ROLES, type Role } from './roles.ts'

/** A product's own words for the same things, as they stand within a sentence but for labels. */
export type ProductWords = {
  /** On a field and in a table: "Username". */
  readonly usernameLabel: string
  /** "username" */
  readonly username: string
  /** "point of contact (POC)" */
  readonly pointOfContact: string
  /** The section in which that is passed on: "Subscription" */
  readonly subscriptionSection: string
  /** The section of those who sign in: "Users" */
  readonly usersSection: string
  /** Of each role, on screen. */
  readonly roles: Readonly<Record<Role, string>>
  /** Those who let others in again. */
  readonly managers: {
    /** "a Manager" */
    readonly some: string
    /** "a Manager of your company" */
    readonly ofYours: string
    /** "the Manager" of whom was just spoken */
    readonly the: string
    /** "your Manager" */
    readonly your: string
    /** "your Managers" */
    readonly all: string
  }
  /** Who can help, as whole sentences, the same for everybody. */
  readonly helpers: string
  /** Whether support is called where nobody else can help. */
  readonly callsSupport: boolean
  /** Before "US Platform 1" in a mail: "Platform" */
  readonly site: string
  /** Who works with the server's own commands: "the operator", or at more length "the operator of this platform" */
  readonly server: { readonly short: string; readonly long: string }
}

const MANAGERS = {
  some: 'a Manager',
  ofYours: 'a Manager of your company',
  the: 'the Manager',
  your: 'your Manager',
  all: 'your Managers',
}

const SERVER = { short: 'the operator', long: 'the operator of this platform' }

function helpersOf(pointOfContact: string): string {
  return `Your ${pointOfContact} or a Manager of your company can help. If you are its only user: your TAM (technical account manager) or support.`
}

export const PLATFORM_WORDS: ProductWords = {
  usernameLabel: 'Username',
  username: 'username',
  pointOfContact: 'point of contact (POC)',
  subscriptionSection: 'Subscription',
  usersSection: 'Users',
  roles: ROLES,
  managers: MANAGERS,
  helpers: helpersOf('point of contact (POC)'),
  callsSupport: true,
  site: 'Platform',
  server: SERVER,
}

export const PCI_WORDS: ProductWords = {
  usernameLabel: 'User login',
  username: 'user login',
  pointOfContact: 'primary contact',
  subscriptionSection: 'Account',
  usersSection: 'Users',
  roles: ROLES,
  managers: MANAGERS,
  helpers: helpersOf('primary contact'),
  callsSupport: true,
  site: 'Platform',
  server: SERVER,
}

/** Operators are colleagues of each other: nobody stands above them but whoever runs the server. */
export const STAFF_WORDS: ProductWords = {
  usernameLabel: 'Username',
  username: 'username',
  pointOfContact: 'first operator',
  subscriptionSection: 'People',
  usersSection: 'People',
  roles: { ...ROLES, manager: 'Operator' },
  managers: {
    some: 'another operator',
    ofYours: 'another operator',
    the: 'that operator',
    your: 'another operator',
    all: 'the other operators',
  },
  helpers:
    'Another operator can help, in People. If nobody can sign in, whoever runs the server lets somebody in with “gatehouse first-operator”.',
  callsSupport: false,
  site: 'Site',
  server: { short: 'whoever runs the server', long: 'whoever runs the server' },
}
