/** The roles of the main platform, with the words on screen, in the order in which lists offer them (A03). */
export const PLATFORM_ROLES = {
  manager: 'Manager',
  unit_manager: 'Unit Manager',
  user_administrator: 'User Administrator',
  scanner: 'Scanner',
  reader: 'Reader',
  auditor: 'Auditor',
  remediation_user: 'Remediation User',
  knowledgebase_only: 'KnowledgeBase Only',
  contact: 'Contact',
} as const

/** Those of the PCI platform: one of its Managers is the primary contact. */
export const PCI_ROLES = { manager: 'Manager', user: 'User' } as const

/** Every role of every product. Which of them a platform has is in `domain/product`. */
export const ROLES = { ...PLATFORM_ROLES, ...PCI_ROLES } as const

export type Role = keyof typeof ROLES

export function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text)
}

/** A Contact receives mail and never signs in. */
export function canSignIn(role: Role): boolean {
  return role !== 'contact'
}
