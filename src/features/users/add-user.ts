import type { App } from '../../app.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Trx } from '../../db/schema.ts'
import { checkEmail, checkPersonName } from '../../domain/contact.ts'
import { refuse, type FieldProblem } from '../../domain/errors.ts'
import { mayGrant, reachOf, type Placement } from '../../domain/permissions.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { canSignIn, isRole, type Role } from '../../domain/roles.ts'
import { checkExternalId } from '../../domain/user-change.ts'
import { foldUsername } from '../../domain/username.ts'
import { newId } from '../../secrets.ts'
import { lockSubscription, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { requireActing } from './act-on-member.ts'
import { isTakenExternalId } from './change-user.ts'
import { nextUsernames } from './next-usernames.ts'
import { requirePlaceable, requireUnit } from './placement.ts'

/** As typed. Everything else about the account is ours to set (I-33). */
export type NewUserInput = {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: string
  /** Empty for none; whoever acts in one unit only adds to that one. */
  readonly businessUnitId?: string
}
/** `externalId`: empty for none (A06). */
export type NamedElsewhere = { readonly externalId?: string }
export type NewUser = {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: Role
  readonly businessUnitId?: string | null
  readonly externalId?: string | null
}
export type AddedUser = { readonly accountId: string; readonly username: string }
export type WelcomedUser = AddedUser & { readonly name: string; readonly email: string; readonly isWelcomed: boolean }

/**
 * Somebody who runs users adds one to their own subscription: the username is generated, the welcome mail ordered (S07,
 * S18). Throws Refusal `invalid_fields`, or `forbidden` for a role or unit on which they could not act (I-27).
 */
export async function addUser(
  app: App,
  actor: MemberActor,
  input: NewUserInput & NamedElsewhere,
  context: RequestContext,
): Promise<WelcomedUser> {
  const user = checkNewUser(input)
  return inTransaction(app.db, async (trx) => {
    await lockSubscription(trx, actor.subscriptionId)
    const manager = await requireActing(trx, actor)
    const placement = await placeNewUser(trx, manager, { role: user.role, businessUnitId: input.businessUnitId ?? '' })
    const { businessUnitId } = placement
    const { subscriptionId } = actor
    const added = await insertUser(app, trx, { subscriptionId, user: { ...user, businessUnitId }, addedBy: manager.username })
    await recordAudit(trx, {
      action: 'account.added',
      actor,
      subscriptionId: actor.subscriptionId,
      accountId: added.accountId,
      details: { username: added.username, role: user.role, ...(businessUnitId !== null && { businessUnitId }) },
      context,
    })
    return { ...added, name: `${user.firstName} ${user.lastName}`, email: user.email, isWelcomed: canSignIn(user.role) }
  })
}

async function placeNewUser(
  trx: Trx,
  manager: Account,
  { role, businessUnitId: typed }: { role: Role; businessUnitId: string },
): Promise<Placement> {
  const reach = reachOf(manager)
  const own = reach.of === 'unit' ? reach.businessUnitId : null
  const businessUnitId = typed === '' ? own : await requireUnit(trx, { subscriptionId: manager.subscriptionId, unitId: typed })
  requirePlaceable({ role, businessUnitId })
  if (!mayGrant(manager, { role, businessUnitId })) throw refuse('forbidden')
  return { role, businessUnitId }
}

/** Checks what was typed. Throws Refusal `invalid_fields` naming each bad field. */
export function checkNewUser(input: NewUserInput & NamedElsewhere): NewUser {
  const firstName = checkPersonName(input.firstName)
  const lastName = checkPersonName(input.lastName)
  const email = checkEmail(input.email)
  const externalId = checkExternalId(input.externalId ?? '')
  const { role } = input
  if (firstName.ok && lastName.ok && email.ok && isRole(role) && externalId.ok) {
    return { firstName: firstName.text, lastName: lastName.text, email: email.text, role, externalId: externalId.id }
  }
  const fields: Record<string, FieldProblem> = {}
  if (!firstName.ok) fields['firstName'] = firstName.problem
  if (!lastName.ok) fields['lastName'] = lastName.problem
  if (!email.ok) fields['email'] = email.problem
  if (!isRole(role)) fields['role'] = role === '' ? 'required' : 'not_a_choice'
  if (!externalId.ok) fields['externalId'] = externalId.problem
  throw refuse('invalid_fields', { fields })
}

/** Generates the username, inserts the account and orders its welcome mail. A Contact gets none: it never signs in. */
export async function insertUser(
  app: App,
  trx: Trx,
  {
    subscriptionId,
    user,
    addedBy,
    welcome = true,
  }: { subscriptionId: string; user: NewUser; addedBy: string; welcome?: boolean },
): Promise<AddedUser> {
  const accountId = newId()
  const [username] = await nextUsernames(app, trx, subscriptionId, [user])
  if (username === undefined) throw new Error('there was no username')
  await trx
    .insertInto('accounts')
    .values({
      id: accountId,
      subscriptionId,
      username,
      usernameFolded: foldUsername(username),
      ...user,
      state: 'pending_activation',
      stateChangedBy: addedBy,
    })
    .execute()
    .catch((error: unknown) => {
      throw isTakenExternalId(error) ? refuse('invalid_fields', { fields: { externalId: 'taken' } }) : error
    })
  if (welcome && canSignIn(user.role)) await queueLetter(app, trx, { kind: 'welcome', accountId, recipient: user.email })
  return { accountId, username }
}
