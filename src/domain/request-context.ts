import type { Standing } from './permissions.ts'

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
export type Actor = { readonly kind: 'anonymous' } | MemberActor | { readonly kind: 'job' } | { readonly kind: 'operator' }

/** Somebody of a subscription: signed in, or by a token of theirs. */
export type MemberActor = AccountActor | TokenActor

export type AccountActor = Standing & {
  readonly kind: 'account'
  readonly subscriptionId: string
  readonly sessionId: string
}

/** A program with a token: it may what its owner may, as far as the token's scopes go (A07). */
export type TokenActor = Standing & {
  readonly kind: 'api_token'
  readonly subscriptionId: string
  readonly tokenId: string
}
