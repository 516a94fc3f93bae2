import type { Brand } from '../config/config.ts'
import { mayDo, type Standing, type SubscriptionRight } from '../domain/permissions.ts'
import type { Product } from '../domain/platform-directory.ts'
import type { Chrome, NavLink } from './layout.tsx'
import { FRONT_DOOR, onOrigin, PATHS, PCI, PLATFORM } from './paths.ts'

/** `account`: of the PCI platform, where Users are part of it. */
export type PlatformSection = 'home' | 'users' | 'account' | 'subscription' | 'audit' | 'sign-in' | null

type Section = {
  /** Of whose pages it is the current one. */
  readonly of: readonly PlatformSection[]
  readonly label: string
  readonly href: string
  readonly right?: SubscriptionRight
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
}

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
    viewer: viewer && { name: `${viewer.firstName} ${viewer.lastName}`, username: viewer.username, profile: paths.account },
    session: null,
    help: viewer
      ? [
          { label: 'Change Password', href: paths.helpChangePassword },
          { label: 'Account Info', href: paths.helpAccount },
          { label: 'Contact Support', href: onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers) },
        ]
      : [],
    corner: { label: 'Not your platform?', href: onOrigin(frontDoorOrigin, FRONT_DOOR.home) },
    // One link of a name a page: the sign-in page has these beside its form.
    footer: [
      ...(current === 'sign-in' ? [] : elsewhere),
      { label: 'Mail and links', href: onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail) },
    ],
  }
}

function sectionsFor(product: Product, viewer: Standing, current: PlatformSection): readonly (NavLink & { current: boolean })[] {
  return SECTIONS[product]
    .filter(({ right }) => right === undefined || mayDo(right, viewer))
    .map((section) => ({ label: section.label, href: section.href, current: section.of.includes(current) }))
}
