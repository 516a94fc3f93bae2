import type { Brand } from '../config/config.ts'
import { mayDo, type Standing, type SubscriptionRight } from '../domain/permissions.ts'
import type { Product } from '../domain/platform-directory.ts'
import { DESK } from './desk-paths.ts'
import type { Chrome, NavLink } from './layout.tsx'
import { CONTACTS, FRONT_DOOR, onOrigin, PATHS, PCI, PLATFORM, STAFF } from './paths.ts'

/** `account`: of the PCI platform, where Users are part of it. `incidents` to `contacts`: of operators. */
export type PlatformSection =
  | 'home'
  | 'users'
  | 'account'
  | 'subscription'
  | 'incidents'
  | 'maintenance'
  | 'components'
  | 'contacts'
  | 'subscribers'
  | 'audit'
  | 'sign-in'
  | null

type Section = {
  /** Of whose pages it is the current one. */
  readonly of: readonly PlatformSection[]
  readonly label: string
  readonly href: string
  readonly right?: SubscriptionRight
  /** What is done there, for a home page that says so. */
  readonly about?: string
  /** False: only the home page leads there, and pages that are near. */
  readonly inBar?: false
}

/** The bar of each product; a section with a right is there for those only who have it. */
const SECTIONS: Readonly<Record<Product, readonly Section[]>> = {
  platform: [
    { of: ['home'], label: 'Home', href: PLATFORM.home },
    { of: ['users'], label: 'Users', href: PLATFORM.users },
    { of: ['subscription'], label: 'Subscription', href: PLATFORM.subscription, right: 'appoint_unit_point_of_contact' },
    { of: ['audit'], label: 'Audit', href: PLATFORM.audit, right: 'read_audit' },
  ],
  pci: [
    { of: ['home'], label: 'Home', href: PCI.home },
    { of: ['account', 'users'], label: 'Account', href: PCI.helpAccount },
    { of: ['audit'], label: 'Audit', href: PCI.audit, right: 'read_audit' },
  ],
  staff: [
    { of: ['home'], label: 'Home', href: STAFF.home },
    {
      of: ['incidents', 'components'],
      label: 'Incidents',
      href: DESK.incidents,
      about: 'Tell people what is wrong, what you know, and when it is over.',
    },
    {
      of: ['maintenance'],
      label: 'Maintenance',
      href: DESK.maintenances,
      about: 'Plan maintenance and releases; move, extend, complete or cancel them.',
    },
    {
      of: ['components'],
      label: 'Components',
      href: DESK.components,
      inBar: false,
      about: 'What each platform is in, why, and your own word on it.',
    },
    {
      of: ['contacts'],
      label: 'Contacts',
      href: CONTACTS.list,
      about: 'The telephone numbers of Need Assistance: add, change, and verify them.',
    },
    {
      of: ['subscribers'],
      label: 'Subscribers',
      href: STAFF.subscribers,
      inBar: false,
      about: 'Who hears of what you write, by mail or webhook, and whom we can’t reach.',
    },
    {
      of: ['users'],
      label: 'People',
      href: STAFF.users,
      about: 'Who may sign in here: add operators, let them in again, sign them out.',
    },
    { of: ['audit'], label: 'Audit', href: STAFF.audit, about: 'What was done here, by whom, when, and where from.' },
  ],
}

/** Where operators work, as their home page tells it. */
export const STAFF_WORK: readonly (NavLink & { readonly about: string })[] = SECTIONS.staff.flatMap(({ label, href, about }) =>
  about === undefined ? [] : [{ label, href, about }],
)

/** What surrounds the pages of a platform: sections once signed in, the finder before. */
export function platformChrome(of: {
  brand: Brand
  product: Product
  platformLabel: string
  frontDoorOrigin: string
  viewer: (Standing & { firstName: string; lastName: string; username: string }) | null
  current: PlatformSection
}): Chrome {
  const { viewer, current, frontDoorOrigin, product } = of
  const paths = PATHS[product]
  const elsewhere = [
    { label: 'Find my platform', href: onOrigin(frontDoorOrigin, FRONT_DOOR.home) },
    { label: 'Need Assistance', href: onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers) },
  ]
  return {
    brand: of.brand,
    product,
    siteLabel: of.platformLabel,
    home: viewer ? paths.home : paths.signIn,
    sections: viewer ? sectionsFor(product, viewer, current) : [],
    viewer: viewer && {
      name: `${viewer.firstName} ${viewer.lastName}`,
      username: viewer.username,
      profile: paths.account,
      signOut: paths.signOut,
    },
    session: null,
    help: viewer ? helpFor(product, frontDoorOrigin) : [],
    corner:
      product === 'staff' ? TO_THE_PUBLIC : { label: 'Not your platform?', href: onOrigin(frontDoorOrigin, FRONT_DOOR.home) },
    // One link of a name a page: the sign-in page has these beside its form.
    footer: [
      ...(current === 'sign-in' ? [] : elsewhere),
      { label: 'Mail and links', href: onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail) },
    ],
  }
}

const TO_THE_PUBLIC: NavLink = { label: 'Public pages', href: FRONT_DOOR.home }

/** Operators are themselves whom others call. */
function helpFor(product: Product, frontDoorOrigin: string): readonly NavLink[] {
  const { helpChangePassword, helpAccount } = PATHS[product]
  const changePassword = { label: 'Change Password', href: helpChangePassword }
  if (product === 'staff') return [changePassword, TO_THE_PUBLIC]
  return [
    changePassword,
    { label: 'Account Info', href: helpAccount },
    { label: 'Contact Support', href: onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers) },
  ]
}

function sectionsFor(product: Product, viewer: Standing, current: PlatformSection): readonly (NavLink & { current: boolean })[] {
  return SECTIONS[product]
    .filter(({ right, inBar = true }) => inBar && (right === undefined || mayDo(right, viewer)))
    .map((section) => ({ label: section.label, href: section.href, current: section.of.includes(current) }))
}
