import type { Role } from './roles.ts'

/** Where a request came from, as far as the audit trail and session lists tell it. */
export type RequestContext = {
  readonly requestId: string
  /** The caller's own address, never a forwarded claim of a stranger (I-16). */
  readonly address: string
  /** Its /24 or /64. */
  readonly network: string
  readonly browser: string
  readonly system: string
}

/** Who asks. Verbs take one and decide by it. */
export type Actor = { readonly kind: 'anonymous' } | AccountActor | { readonly kind: 'job' } | { readonly kind: 'operator' }

export type AccountActor = {
  readonly kind: 'account'
  readonly accountId: string
  readonly subscriptionId: string
  readonly sessionId: string
  readonly role: Role
}
