import type { Standing } from './permissions.ts'
import type { RestrictedReason } from './sign-in-entry.ts'

/** Where and with what somebody signed in. `at` is ISO 8601 in UTC. */
export type SignInFacts = { readonly at: string; readonly browser: string; readonly system: string; readonly address: string }

/** Who is signed in, as every page needs it. */
export type Viewer = Standing & {
  readonly sessionId: string
  readonly subscriptionId: string
  readonly subscriptionName: string
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly previousSignIn: SignInFacts | null
  readonly signedInAt: Date
  /** When it ends if nothing more happens. */
  readonly idleEndsAt: Date
  /** When it ends however much it is used. */
  readonly endsAt: Date
}

/** Who may choose a password and do nothing else (I-06); to everything but that page nobody is signed in. */
export type RestrictedViewer = { readonly accountId: string; readonly username: string; readonly reason: RestrictedReason }
