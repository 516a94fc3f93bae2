import { sql } from 'kysely'
import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { canSignIn } from '../../domain/roles.ts'
import type { UserRow } from '../../domain/user-csv.ts'
import { foldUsername } from '../../domain/username.ts'
import { importedCredential } from '../../password-hasher.ts'
import { newId } from '../../secrets.ts'
import { recordAudits } from '../audit/record.ts'
import { queueManyLetters } from '../letters/queue-letter.ts'
import { nextUsernames } from '../users/next-usernames.ts'

export type NewRow = { readonly row: UserRow; readonly businessUnitId: string | null }

/**
 * Whoever brings a hash is Active at once; the others wait for their owners. `welcomes`: and are mailed. Returns their
 * usernames, in their order.
 */
export async function createUsers(
  app: App,
  trx: Trx,
  news: readonly NewRow[],
  by: { actor: MemberActor; username: string; importId: string; welcomes: boolean; context: RequestContext },
): Promise<readonly string[]> {
  if (news.length === 0) return []
  const { actor, importId, context } = by
  const { subscriptionId } = actor
  const usernames = await nextUsernames(
    app,
    trx,
    subscriptionId,
    news.map(({ row }) => row),
  )
  const users = news.map(({ row, businessUnitId }, index) => {
    const username = usernames[index] ?? ''
    return { ...row, accountId: newId(), username, usernameFolded: foldUsername(username), businessUnitId }
  })
  await insertAccounts(trx, users, { subscriptionId, addedBy: by.username })
  const acts = users.map(({ accountId, username, role, businessUnitId, passwordHash }) => ({
    accountId,
    details: {
      username,
      role,
      ...(businessUnitId !== null && { businessUnitId }),
      importId,
      ...(passwordHash !== null && { broughtPassword: true }),
    },
  }))
  await recordAudits(trx, { action: 'account.added', actor, subscriptionId, context }, acts)
  const welcome = users.filter(({ role, passwordHash }) => by.welcomes && canSignIn(role) && passwordHash === null)
  const letters = welcome.map(({ accountId, email }) => ({ accountId, recipient: email }))
  if (letters.length > 0) await queueManyLetters(app, trx, 'welcome', letters)
  return usernames
}

type NewAccount = UserRow & { accountId: string; username: string; usernameFolded: string; businessUnitId: string | null }

async function insertAccounts(
  trx: Trx,
  users: readonly NewAccount[],
  of: { subscriptionId: string; addedBy: string },
): Promise<void> {
  const accounts = users.map((user) => ({
    id: user.accountId,
    business_unit_id: user.businessUnitId,
    username: user.username,
    username_folded: user.usernameFolded,
    first_name: user.firstName,
    last_name: user.lastName,
    email: user.email,
    role: user.role,
    external_id: user.externalId,
    credential_hash: user.passwordHash === null ? null : importedCredential(user.passwordHash),
  }))
  await sql`insert into accounts (id, subscription_id, business_unit_id, username, username_folded, first_name, last_name, email, role,
      external_id, credential_hash, credential_set_at, state, state_changed_by)
    select id, ${of.subscriptionId}::uuid, business_unit_id, username, username_folded, first_name, last_name, email, role, external_id,
      credential_hash, case when credential_hash is not null then gatehouse_now() end,
      case when credential_hash is null then 'pending_activation' else 'active' end, ${of.addedBy}
    from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) as a (id uuid, business_unit_id uuid, username text,
      username_folded text, first_name text, last_name text, email text, role text, external_id text, credential_hash text)`.execute(
    trx,
  )
}
