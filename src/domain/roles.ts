/** The roles of the main platform, with the words on screen, in the order in which lists offer them (A03). */
export const ROLES = {
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

export type Role = keyof typeof ROLES

export function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text)
}

/** A Contact receives mail and never signs in. */
export function canSignIn(role: Role): boolean {
  return role !== 'contact'
}
