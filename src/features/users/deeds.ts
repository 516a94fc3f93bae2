import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import type { Account } from '../accounts/queries.ts'

/** What a deed on a user is given once it is allowed: whom, by whom, and from where it was asked. */
export type Deed = {
  readonly member: Account
  /** Whoever acts, as they stand in the database. */
  readonly manager: Account
  readonly actor: MemberActor
  readonly context: RequestContext
}
