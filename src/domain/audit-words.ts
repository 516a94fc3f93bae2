import type { Product } from './platform-directory.ts'

/** What acts are searched by, with the words on screen, in the order in which the search offers them. */
export const AUDIT_GROUPS = {
  sign_ins: 'Sign-ins',
  passwords: 'Passwords and mailed keys',
  users: 'Users',
  units: 'Business units',
  settings: 'Settings',
  tokens: 'API tokens',
  status: 'Status page',
  contacts: 'Support contacts',
  files: 'Imports and exports',
  trail: 'The audit trail itself',
} as const

export type AuditGroup = keyof typeof AUDIT_GROUPS

export type AuditWords = {
  readonly group: AuditGroup
  /** In the list of what can be searched for. */
  readonly label: string
  /** In the trail. `{who}` did it and `{whom}` it concerns; one of them may be missing. `{contact}`: as the product says it. */
  readonly sentence: string
  /** The same where somebody did it to themselves. */
  readonly own?: string
  /** Where it can't happen on platforms of another product. */
  readonly only?: Product | readonly Product[]
}
