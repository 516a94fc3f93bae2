import type { Product } from './platform-directory.ts'
import type { ProfileName } from './policy-profile.ts'
import { isRole, PCI_ROLES, PLATFORM_ROLES, type Role } from './roles.ts'

/** What differs between the products, as data; the rest of the difference are pages of their own (S22 to S32). */
export type ProductRules = {
  /** The policy that a platform has unless its configuration names another. */
  readonly profile: ProfileName
  /** Those that may be named in its place without a written exception. */
  readonly otherProfiles: readonly ProfileName[]
  /** In the order in which lists offer them. */
  readonly roles: readonly Role[]
  /** `chosen`: by whoever adds the user; its owner may change it (S29, N13). */
  readonly usernames: 'generated' | 'chosen'
  /** `reveal`: behind a mailed link stand the user login and a temporary password, shown once (S24). */
  readonly recovery: 'new_password' | 'reveal'
  /** Whether users are grouped into business units (A03). */
  readonly units: boolean
  /** Whether programs come in, with API tokens (A07). */
  readonly api: boolean
  readonly words: ProductWords
}

/** The product's own words for the same things, as they stand within a sentence but for the label. */
export type ProductWords = {
  /** On a field and in a table: "Username". */
  readonly usernameLabel: string
  /** "username" */
  readonly username: string
  /** "point of contact (POC)" */
  readonly pointOfContact: string
  /** The section in which that is passed on: "Subscription" */
  readonly subscriptionSection: string
}

export const PRODUCTS: Readonly<Record<Product, ProductRules>> = {
  platform: {
    profile: 'faq',
    otherProfiles: ['pci'],
    roles: Object.keys(PLATFORM_ROLES).filter(isRole),
    usernames: 'generated',
    recovery: 'new_password',
    units: true,
    api: true,
    words: {
      usernameLabel: 'Username',
      username: 'username',
      pointOfContact: 'point of contact (POC)',
      subscriptionSection: 'Subscription',
    },
  },
  pci: {
    profile: 'pci',
    otherProfiles: [],
    roles: Object.keys(PCI_ROLES).filter(isRole),
    usernames: 'chosen',
    recovery: 'reveal',
    units: false,
    api: false,
    words: {
      usernameLabel: 'User login',
      username: 'user login',
      pointOfContact: 'primary contact',
      subscriptionSection: 'Account',
    },
  },
}
