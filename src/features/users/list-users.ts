import type { App } from '../../app.ts'
import type { AccountState } from '../../domain/account-state.ts'
import { allowedVerbs, mayActOnUsers } from '../../domain/permissions.ts'
import type { AccountActor } from '../../domain/request-context.ts'
import type { ListedUser, ListPlace, OpenRequest, UserList, UserListWish } from '../../domain/user-list.ts'
import { countUsers, listOpenRequests, listUserRows } from './queries.ts'

export const USERS_A_PAGE = 50
const REQUESTS_SHOWN = 20

/** The users of the actor's own subscription (S08): one page, in order, with counts, and what the actor may do to each. */
export async function listUsers(app: App, actor: AccountActor, wish: UserListWish): Promise<UserList> {
  const scope = { subscriptionId: actor.subscriptionId, oversees: mayActOnUsers(actor.role) }
  const [rows, counts] = await Promise.all([
    listUserRows(app.db, scope, wish, USERS_A_PAGE + 1),
    countUsers(app.db, scope, wish.search),
  ])
  const found: Record<AccountState, number> = { active: 0, pending_activation: 0, inactive: 0 }
  for (const count of counts) found[count.state] = count.found
  const sum = (of: 'total' | 'activeManagers') => counts.reduce((total, count) => total + count[of], 0)
  const { users, previous, next } = cutPage(rows, wish.place)
  return {
    users: users.map((user) => ({ ...user, verbs: allowedVerbs(actor, { ...user, accountId: user.id }) })),
    total: sum('total'),
    found,
    activeManagers: sum('activeManagers'),
    previous,
    next,
  }
}

/** One row more than a page says that the list goes on, the way it was walked. */
function cutPage(
  rows: readonly ListedUser[],
  place: ListPlace | null,
): { users: readonly ListedUser[]; previous: ListPlace | null; next: ListPlace | null } {
  const goesOn = rows.length > USERS_A_PAGE
  const backwards = place?.side === 'before'
  const users = backwards ? rows.slice(-USERS_A_PAGE) : rows.slice(0, USERS_A_PAGE)
  const [first, last] = [users[0], users.at(-1)]
  const hasPrevious = backwards ? goesOn : place !== null
  const hasNext = backwards || goesOn
  return {
    users,
    previous: hasPrevious && first ? { side: 'before', id: first.id } : null,
    next: hasNext && last ? { side: 'after', id: last.id } : null,
  }
}

/** "Please activate me", for those who decide it (N11); nothing for the others. */
export async function listRequestsToDecide(app: App, actor: AccountActor): Promise<readonly OpenRequest[]> {
  if (!mayActOnUsers(actor.role)) return []
  return listOpenRequests(app.db, { subscriptionId: actor.subscriptionId }, REQUESTS_SHOWN)
}
