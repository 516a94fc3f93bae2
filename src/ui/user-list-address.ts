import { STATE_WORDS, type AccountState } from '../domain/account-state.ts'
import { isRecordId } from '../domain/record-id.ts'
import { USER_SORTS, WHOLE_LIST, type ListPlace, type UserListWish } from '../domain/user-list.ts'
import { PLATFORM } from './paths.ts'

const LONGEST_SEARCH = 200

/** Reads the state of the Users list from its address; whatever makes no sense there is as if it were not. */
export function readUserListAddress(query: URLSearchParams): UserListWish {
  const sort = USER_SORTS.find((name) => name === query.get('sort')) ?? WHOLE_LIST.sort
  return {
    search: readSearch(query.get('q') ?? ''),
    state: readState(query.get('state') ?? ''),
    sort,
    descending: query.get('order') === 'descending',
    place: readPlace(query),
  }
}

/** The address that says the same, without what goes without saying: a list can be bookmarked and sent. */
export function userListAddress(wish: UserListWish): string {
  const query = new URLSearchParams(userListParameters(wish))
  if (wish.place) query.set(wish.place.side, wish.place.id)
  return query.size === 0 ? PLATFORM.users : `${PLATFORM.users}?${query.toString()}`
}

/** Search, filter and order, without the page. */
export function userListParameters({ search, state, sort, descending }: UserListWish): Record<string, string> {
  return {
    ...(search === '' ? {} : { q: search }),
    ...(state === null ? {} : { state }),
    ...(sort === WHOLE_LIST.sort ? {} : { sort }),
    ...(descending ? { order: 'descending' } : {}),
  }
}

/** Without what no name, login or address can have, as the database would refuse it. */
function readSearch(typed: string): string {
  return typed
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .normalize('NFC')
    .trim()
    .slice(0, LONGEST_SEARCH)
}

function readState(text: string): AccountState | null {
  return Object.hasOwn(STATE_WORDS, text) ? (text as AccountState) : null
}

function readPlace(query: URLSearchParams): ListPlace | null {
  for (const side of ['after', 'before'] as const) {
    const id = query.get(side) ?? ''
    if (isRecordId(id)) return { side, id }
  }
  return null
}
