import { sql } from 'kysely'
import type { Database, TamContact, Trx } from '../../db/schema.ts'
import type { AccountState, Condition, InactiveReason } from '../../domain/account-state.ts'
import type { ExtraRight } from '../../domain/permissions.ts'
import type { Role } from '../../domain/roles.ts'
import type { SignInFacts } from '../../domain/viewer.ts'

/** An account with what its subscription says about it. */
export type Account = Condition & {
  readonly id: string
  readonly subscriptionId: string
  readonly subscriptionName: string
  readonly businessUnit: string | null
  readonly businessUnitId: string | null
  readonly username: string
  readonly usernameFolded: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: Role
  readonly stateChangedAt: Date
  readonly credentialHash: string | null
  /** Of a revealed credential (I-06); null: it is the owner's own. */
  readonly temporaryUntil: Date | null
  readonly lastSignIn: SignInFacts | null
  readonly isPointOfContact: boolean
  readonly isUnitPointOfContact: boolean
  /** Of a Unit Manager (A03). */
  readonly extraRights: readonly ExtraRight[]
  /** Their unit's people read of no other unit. */
  readonly seesOnlyUnit: boolean
  readonly externalId: string | null
  readonly version: number
  readonly subscriptionExpired: boolean
  readonly selfUnfreeze: boolean
  readonly tam: TamContact | null
  readonly pointOfContactId: string | null
}

function selectAccounts(db: Database | Trx) {
  return db
    .selectFrom('accounts')
    .innerJoin('subscriptions', 'subscriptions.id', 'accounts.subscriptionId')
    .leftJoin('businessUnits', 'businessUnits.id', 'accounts.businessUnitId')
    .select([
      'accounts.id',
      'accounts.subscriptionId',
      'subscriptions.name as subscriptionName',
      'businessUnits.name as businessUnit',
      'accounts.businessUnitId',
      'accounts.externalId',
      'accounts.version',
      'accounts.username',
      'accounts.usernameFolded',
      'accounts.firstName',
      'accounts.lastName',
      'accounts.email',
      'accounts.stateChangedAt',
      'accounts.credentialHash',
      'accounts.temporaryUntil',
      'accounts.lastSignIn',
      'subscriptions.tam',
      'subscriptions.pointOfContactId',
    ])
    .select([
      // The checks of the table hold these columns to the domain's own words.
      sql<Role>`accounts.role`.as('role'),
      sql<AccountState>`accounts.state`.as('state'),
      sql<InactiveReason | null>`accounts.inactive_reason`.as('reason'),
      sql<boolean>`coalesce(subscriptions.expired_at <= gatehouse_now(), false)`.as('subscriptionExpired'),
      sql<boolean>`coalesce((settings_in_force(subscriptions) ->> 'selfUnfreeze')::boolean, true)`.as('selfUnfreeze'),
      sql<boolean>`coalesce(subscriptions.point_of_contact_id = accounts.id, false)`.as('isPointOfContact'),
      sql<boolean>`coalesce(business_units.point_of_contact_id = accounts.id, false)`.as('isUnitPointOfContact'),
      sql<boolean>`coalesce(business_units.sees_only_itself, false)`.as('seesOnlyUnit'),
      sql<ExtraRight[]>`accounts.extra_rights`.as('extraRights'),
    ])
}

export async function findAccount(db: Database | Trx, accountId: string): Promise<Account | null> {
  return (await selectAccounts(db).where('accounts.id', '=', accountId).executeTakeFirst()) ?? null
}

/** Locks the account's row until the transaction ends: state changes of one account happen one after another. */
export async function lockAccount(trx: Trx, accountId: string): Promise<Account | null> {
  return (await selectAccounts(trx).where('accounts.id', '=', accountId).forUpdate('accounts').executeTakeFirst()) ?? null
}

/** Within one subscription: anybody else's account does not exist (I-26). */
export async function lockMember(trx: Trx, of: { accountId: string; subscriptionId: string }): Promise<Account | null> {
  const member = selectAccounts(trx)
    .where('accounts.id', '=', of.accountId)
    .where('accounts.subscriptionId', '=', of.subscriptionId)
  return (await member.forUpdate('accounts').executeTakeFirst()) ?? null
}

/** Exact form: case counts (S05). */
export async function findAccountByUsername(db: Database | Trx, username: string): Promise<Account | null> {
  return (await selectAccounts(db).where('accounts.username', '=', username).executeTakeFirst()) ?? null
}

export type Colleague = { id: string; firstName: string; lastName: string; email: string; role: string }

/**
 * Others of the subscription who can help the owner of an account: the active point of contact of their unit, then active
 * Managers, the POC first; by name, at most `limit`.
 */
export async function listHelpfulManagers(db: Database | Trx, account: Account, limit: number): Promise<readonly Colleague[]> {
  const ofTheirUnit = sql`coalesce(id = (select point_of_contact_id from business_units where id = ${account.businessUnitId}::uuid), false)`
  return db
    .selectFrom('accounts')
    .select(['id', 'firstName', 'lastName', 'email', 'role'])
    .where('subscriptionId', '=', account.subscriptionId)
    .where('state', '=', 'active')
    .where(sql<boolean>`(role = 'manager' or ${ofTheirUnit})`)
    .where('id', '<>', account.id)
    .orderBy(sql`${ofTheirUnit} desc`)
    .orderBy(sql`id = ${account.pointOfContactId}::uuid desc nulls last`)
    .orderBy('lastName')
    .orderBy('firstName')
    .limit(limit)
    .execute()
}

/** Whether no other account of the subscription could ever sign in (S12, S20). */
export async function isSoleUser(db: Database | Trx, account: Account): Promise<boolean> {
  const other = await db
    .selectFrom('accounts')
    .select('id')
    .where('subscriptionId', '=', account.subscriptionId)
    .where('id', '<>', account.id)
    .where('role', '<>', 'contact')
    .limit(1)
    .executeTakeFirst()
  return other === undefined
}

/**
 * Locks the subscription's row: acts that could take away a Manager queue here, so that two at once leave one (I-30).
 * Lock order everywhere: subscription, then accounts by id.
 */
export async function lockSubscription(trx: Trx, subscriptionId: string): Promise<void> {
  await trx.selectFrom('subscriptions').select('id').where('id', '=', subscriptionId).forUpdate().execute()
}

/** Active Managers other than one; call under the subscription's lock. */
export async function countOtherActiveManagers(
  trx: Trx | Database,
  of: { accountId: string; subscriptionId: string },
): Promise<number> {
  const { managers } = await trx
    .selectFrom('accounts')
    .select((eb) => eb.fn.countAll<number>().as('managers'))
    .where('subscriptionId', '=', of.subscriptionId)
    .where('role', '=', 'manager')
    .where('state', '=', 'active')
    .where('id', '<>', of.accountId)
    .executeTakeFirstOrThrow()
  return managers
}
