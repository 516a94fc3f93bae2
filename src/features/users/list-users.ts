import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { allowedVerbs, reaches, type Standing } from '../../domain/permissions.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import {
  listedStateOf,
  type ListedState,
  type ListPlace,
  type ListedUser,
  type UserList,
  type UserListWish,
  type UserOfList,
} from '../../domain/user-list.ts'
import { gatherList, isCounted, sampleList, walkList, type Search } from './find-listed.ts'
import { orderOf } from './list-orders.ts'
import { findAnchor, NOBODY, planForLists, sumOf, readListFrame, type ListFrame, type StateCount } from './list-queries.ts'
import { findListedRows } from './queries.ts'

export const USERS_A_PAGE = 50
/** Of so few users those that match are gathered at once. */
const SMALL = 3_000
/** A reader of one unit would walk past all others. */
const NARROW = 10_000

/**
 * The users of the actor's own subscription whom they may read (S08): one page of `limit`, in order, with counts, and what the actor
 * may do to each. E-mail addresses are told, searched and sorted by for those only on whom the actor acts.
 */
export async function listUsers(
  app: App,
  actor: MemberActor,
  wish: UserListWish,
  { limit = USERS_A_PAGE }: { limit?: number } = {},
): Promise<UserList> {
  const { db } = app
  const scope = { subscriptionId: actor.subscriptionId, reader: actor }
  const frame = await readListFrame(db, scope, { filter: wish, sort: wish.sort })
  const { page, found, isFoundExact, isCurrentExact } = await db.transaction().execute(async (trx) => {
    await planForLists(trx)
    const anchor = wish.place === null ? null : await findAnchor(trx, scope, wish.place.id)
    const backwards = anchor !== null && wish.place?.side === 'before'
    const order = orderOf(wish, scope, frame)
    const { ids, ...counted } = await findPage(trx, { scope, wish, order, anchor, backwards, limit: limit + 1 }, frame)
    return { ...counted, page: cutPage(ids, anchor && wish.place, limit) }
  })
  const users = (await findListedRows(db, scope.subscriptionId, page.ids)).map((row) => seenBy(actor, row))
  const { total, activeManagers, units } = frame
  const { previous, next } = page
  return {
    users,
    total,
    found: isFoundExact ? found : atLeast(found, users),
    isFoundExact,
    isCurrentExact,
    activeManagers,
    units,
    previous,
    next,
  }
}

type Found = {
  readonly ids: readonly string[]
  readonly found: StateCount
  readonly isFoundExact: boolean
  readonly isCurrentExact: boolean
}

/** Walks where a page is soon full, and gathers where it isn't: what is searched for is tried out on some users first. */
async function findPage(trx: Trx, search: Search, counts: ListFrame): Promise<Found> {
  const { scope, wish } = search
  const isSmall = counts.total <= (scope.reader.seesOnlyUnit ? NARROW : SMALL)
  if (isCounted(wish)) {
    const matching = wish.state === null ? sumOf(counts.ofKind) : counts.ofKind[wish.state]
    const ids = isSmall || !isFrequent(matching, counts.total) ? null : await walkList(trx, search)
    return { ids: ids ?? (await gatherList(trx, search)).ids, found: counts.ofKind, isFoundExact: true, isCurrentExact: true }
  }
  if (isSmall) return gatherEveryState(trx, search)
  const { found, seen } = await sampleList(trx, scope, wish)
  const ids = isFrequent(wish.state === null ? sumOf(found) : found[wish.state], seen) ? await walkList(trx, search) : null
  if (ids !== null) return { ids, found, isFoundExact: false, isCurrentExact: false }
  const gathered = await gatherList(trx, search)
  const exact = wish.state === null ? gathered.found : { ...found, [wish.state]: gathered.found[wish.state] }
  return { ids: gathered.ids, found: exact, isFoundExact: wish.state === null, isCurrentExact: true }
}

/** Of few users all are counted, whatever their state. */
async function gatherEveryState(trx: Trx, search: Search): Promise<Found> {
  const { wish } = search
  const { ids, found } = await gatherList(trx, search)
  if (wish.state === null) return { ids, found, isFoundExact: true, isCurrentExact: true }
  const everyState = await gatherList(trx, { ...search, wish: { ...wish, state: null }, limit: 0 })
  return { ids, found: everyState.found, isFoundExact: true, isCurrentExact: true }
}

/** Whether a page is full after a short walk, wherever one begins. */
function isFrequent(matching: number, of: number): boolean {
  return matching * 40 >= of
}

/** A count that is a lower bound is never lower than what the page itself shows. */
function atLeast(found: StateCount, users: readonly UserOfList[]): StateCount {
  const shown = { ...NOBODY }
  for (const user of users) shown[listedStateOf(user)] += 1
  const most = (state: ListedState) => Math.max(found[state], shown[state])
  return {
    active: most('active'),
    pending_activation: most('pending_activation'),
    inactive: most('inactive'),
    mail_only: most('mail_only'),
  }
}

/** One more than a page says that the list goes on, the way it was walked. */
function cutPage(
  found: readonly string[],
  place: ListPlace | null,
  limit: number,
): { ids: readonly string[]; previous: ListPlace | null; next: ListPlace | null } {
  const goesOn = found.length > limit
  const backwards = place?.side === 'before'
  const page = found.slice(0, limit)
  const ids = backwards ? page.toReversed() : page
  const [first, last] = [ids[0], ids.at(-1)]
  const hasPrevious = backwards ? goesOn : place !== null
  const hasNext = backwards || goesOn
  return {
    ids,
    previous: hasPrevious && first !== undefined ? { side: 'before', id: first } : null,
    next: hasNext && last !== undefined ? { side: 'after', id: last } : null,
  }
}

function seenBy(reader: Standing, row: ListedUser & { readonly email: string }): UserOfList {
  const isReached = reaches(reader, row)
  return {
    ...row,
    email: isReached || row.id === reader.accountId ? row.email : null,
    isMailUndelivered: isReached && row.isMailUndelivered,
    verbs: allowedVerbs(reader, { ...row, accountId: row.id }),
  }
}
