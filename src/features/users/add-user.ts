import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { checkEmail, checkPersonName } from '../../domain/contact.ts'
import { refuse, type FieldProblem } from '../../domain/errors.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { canSignIn, isRole, type Role } from '../../domain/roles.ts'
import { foldUsername, generateUsername, usernameInitials } from '../../domain/username.ts'
import { newId } from '../../secrets.ts'
import { lockSubscription } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { requireActing } from './act-on-member.ts'

/** As typed. Everything else about the account is ours to set (I-33). */
export type NewUserInput = {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: string
}
export type NewUser = { readonly firstName: string; readonly lastName: string; readonly email: string; readonly role: Role }
export type AddedUser = { readonly accountId: string; readonly username: string }
export type WelcomedUser = AddedUser & { readonly name: string; readonly email: string; readonly isWelcomed: boolean }

/**
 * A Manager adds a user to their own subscription: the username is generated, the welcome mail ordered (S07, S18).
 * Throws Refusal `invalid_fields` or `forbidden`.
 */
export async function addUser(
  app: App,
  actor: AccountActor,
  input: NewUserInput,
  context: RequestContext,
): Promise<WelcomedUser> {
  const user = checkNewUser(input)
  return app.db.transaction().execute(async (trx) => {
    await lockSubscription(trx, actor.subscriptionId)
    const manager = await requireActing(trx, actor)
    const added = await insertUser(app, trx, { subscriptionId: actor.subscriptionId, user, addedBy: manager.username })
    await recordAudit(trx, {
      action: 'account.added',
      actor,
      subscriptionId: actor.subscriptionId,
      accountId: added.accountId,
      details: { username: added.username, role: user.role },
      context,
    })
    return { ...added, name: `${user.firstName} ${user.lastName}`, email: user.email, isWelcomed: canSignIn(user.role) }
  })
}

/** Checks what was typed. Throws Refusal `invalid_fields` naming each bad field. */
export function checkNewUser(input: NewUserInput): NewUser {
  const firstName = checkPersonName(input.firstName)
  const lastName = checkPersonName(input.lastName)
  const email = checkEmail(input.email)
  const { role } = input
  if (firstName.ok && lastName.ok && email.ok && isRole(role)) {
    return { firstName: firstName.text, lastName: lastName.text, email: email.text, role }
  }
  const fields: Record<string, FieldProblem> = {}
  if (!firstName.ok) fields['firstName'] = firstName.problem
  if (!lastName.ok) fields['lastName'] = lastName.problem
  if (!email.ok) fields['email'] = email.problem
  if (!isRole(role)) fields['role'] = role === '' ? 'required' : 'not_a_choice'
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
  const username = await nextUsername(app, trx, subscriptionId, user)
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
  if (welcome && canSignIn(user.role)) await queueLetter(app, trx, { kind: 'welcome', accountId, recipient: user.email })
  return { accountId, username }
}

/** Acronym, the platform's identifier, initials, and the next number ever given for these: none is used twice. */
async function nextUsername(app: App, trx: Trx, subscriptionId: string, user: NewUser): Promise<string> {
  const { acronym } = await trx
    .selectFrom('subscriptions')
    .select('acronym')
    .where('id', '=', subscriptionId)
    .executeTakeFirstOrThrow()
  const [identifier] = app.config.platform.identifiers
  if (identifier === undefined) throw new Error(`platform ${app.config.platform.id} has no identifier to make usernames with`)
  const stem = foldUsername(`${acronym}${identifier}${usernameInitials(user)}`)
  const { last } = await trx
    .insertInto('usernameCounters')
    .values({ stem, last: 1 })
    .onConflict((conflict) => conflict.column('stem').doUpdateSet((eb) => ({ last: eb('usernameCounters.last', '+', 1) })))
    .returning('last')
    .executeTakeFirstOrThrow()
  return generateUsername({ acronym, identifier, ...user, number: last })
}
