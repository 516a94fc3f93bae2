import type { Product } from './platform-directory.ts'
import type { ProfileName } from './policy-profile.ts'
import { PCI_WORDS, PLATFORM_WORDS, STAFF_WORDS, type ProductWords } from './product-words.ts'
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

export const PRODUCTS: Readonly<Record<Product, ProductRules>> = {
  platform: {
    profile: 'faq',
    otherProfiles: ['pci'],
    roles: Object.keys(PLATFORM_ROLES).filter(isRole),
    usernames: 'generated',
    recovery: 'new_password',
    units: true,
    api: true,
    words: PLATFORM_WORDS,
  },
  pci: {
    profile: 'pci',
    otherProfiles: [],
    roles: Object.keys(PCI_ROLES).filter(isRole),
    usernames: 'chosen',
    recovery: 'reveal',
    units: false,
    api: false,
    words: PCI_WORDS,
  },
  /** The operators of the front door, who sign in there. */
  staff: {
    profile: 'faq',
    otherProfiles: ['pci'],
    roles: ['manager'],
    usernames: 'chosen',
    recovery: 'new_password',
    units: false,
    api: true,
    words: STAFF_WORDS,
  },
}
