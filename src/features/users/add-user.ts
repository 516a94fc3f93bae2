import type { App } from '../../app.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Trx } from '../../db/schema.ts'
import { checkEmail, checkPersonName, type CheckedText } from '../../domain/contact.ts'
import { refuse, type FieldProblem } from '../../domain/errors.ts'
import { mayGrant, reachOf, type Placement } from '../../domain/permissions.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { canSignIn, type Role } from '../../domain/roles.ts'
import { checkExternalId } from '../../domain/user-change.ts'
import { checkChosenUsername, foldUsername } from '../../domain/username.ts'
import { newId } from '../../secrets.ts'
import { lockSubscription, type Account } from '../accounts/queries.ts'
import { isTakenUsername, refuseQuarantined } from '../accounts/taken-usernames.ts'
import { probingUsername } from '../accounts/username-probes.ts'
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
  /** Where the product lets its creator choose it; elsewhere it is generated. */
  readonly username?: string
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
  /** Null: generated. */
  readonly username?: string | null
}
export type AddedUser = { readonly accountId: string; readonly username: string }
export type WelcomedUser = AddedUser & { readonly name: string; readonly email: string; readonly isWelcomed: boolean }

/**
 * Somebody who runs users adds one to their own subscription: the username is generated or, by product, chosen (S07, S26), the welcome mail ordered (S07,
 * S18). Throws Refusal `invalid_fields`, `forbidden` for a role or unit on which they could not act (I-27), `too_many_requests`
 * where too many chosen usernames were somebody's.
 */
export async function addUser(
  app: App,
  actor: MemberActor,
  input: NewUserInput & NamedElsewhere,
  context: RequestContext,
): Promise<WelcomedUser> {
  const user = checkNewUser(app, input)
  const add = () => addChecked(app, actor, { user, unitId: input.businessUnitId ?? '' }, context)
  return user.username ? probingUsername(app, actor.accountId, add) : add()
}

async function addChecked(
  app: App,
  actor: MemberActor,
  { user, unitId }: { user: NewUser; unitId: string },
  context: RequestContext,
): Promise<WelcomedUser> {
  return inTransaction(app.db, async (trx) => {
    await lockSubscription(trx, actor.subscriptionId)
    const manager = await requireActing(trx, actor)
    const placement = await placeNewUser(trx, manager, { role: user.role, businessUnitId: unitId })
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

/** Checks what was typed, by the roles and usernames of the product. Throws Refusal `invalid_fields` naming each bad field. */
export function checkNewUser(app: App, input: NewUserInput & NamedElsewhere): NewUser {
  const { roles, usernames } = PRODUCTS[app.config.platform.product]
  const fields: Record<string, FieldProblem> = {}
  const read = (name: string, checked: CheckedText): string => {
    if (checked.ok) return checked.text
    fields[name] = checked.problem
    return ''
  }
  const user = {
    firstName: read('firstName', checkPersonName(input.firstName)),
    lastName: read('lastName', checkPersonName(input.lastName)),
    email: read('email', checkEmail(input.email)),
    username: usernames === 'chosen' ? read('username', checkChosenUsername(input.username ?? '')) : null,
  }
  const role = roles.find((one) => one === input.role)
  if (!role) fields['role'] = input.role === '' ? 'required' : 'not_a_choice'
  const externalId = checkExternalId(input.externalId ?? '')
  if (!externalId.ok) fields['externalId'] = externalId.problem
  if (!role || !externalId.ok || Object.keys(fields).length > 0) throw refuse('invalid_fields', { fields })
  return { ...user, role, externalId: externalId.id }
}

/**
 * Generates the username where none was chosen, inserts the account and orders its welcome mail; a Contact, who never signs
 * in, gets none. Throws Refusal `invalid_fields` for a chosen username that is taken or in quarantine (I-13, N13).
 */
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
  const { username: chosen, ...facts } = user
  const username = chosen ?? (await nextUsername(app, trx, subscriptionId, user))
  await trx
    .insertInto('accounts')
    .values({
      id: accountId,
      subscriptionId,
      username,
      usernameFolded: foldUsername(username),
      ...facts,
      state: 'pending_activation',
      stateChangedBy: addedBy,
    })
    .execute()
    .catch((error: unknown) => {
      if (isTakenUsername(error)) throw refuse('invalid_fields', { fields: { username: 'taken' } })
      throw isTakenExternalId(error) ? refuse('invalid_fields', { fields: { externalId: 'taken' } }) : error
    })
  if (chosen) await refuseQuarantined(trx, chosen, 'username')
  if (welcome && canSignIn(user.role)) await queueLetter(app, trx, { kind: 'welcome', accountId, recipient: user.email })
  return { accountId, username }
}

async function nextUsername(app: App, trx: Trx, subscriptionId: string, user: NewUser): Promise<string> {
  const [username] = await nextUsernames(app, trx, subscriptionId, [user])
  if (username === undefined) throw new Error('there was no username')
  return username
}
