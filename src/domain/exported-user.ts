import type { AccountState, InactiveReason } from './account-state.ts'
import type { Role } from './roles.ts'

/** A user as export tells of them: everything that import reads but the hash, and how they stand. */
export type ExportedUser = {
  readonly externalId: string | null
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  /** Null: of somebody on whom the reader does not act. */
  readonly email: string | null
  readonly role: Role
  readonly businessUnit: string | null
  readonly state: AccountState
  readonly inactiveReason: InactiveReason | null
  readonly lastSignInAt: Date | null
  readonly createdAt: Date
}
