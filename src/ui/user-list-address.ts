import { isRecordId } from '../domain/record-id.ts'
import { isRole, type Role } from '../domain/roles.ts'
import {
  isSignInFilter,
  LISTED_STATES,
  USER_COLUMNS,
  USER_SORTS,
  WHOLE_LIST,
  type ListPlace,
  type UnitFilter,
  type UserColumn,
  type UserListWish,
} from '../domain/user-list.ts'
import { PLATFORM } from './paths.ts'

const LONGEST_SEARCH = 200

/** Reads the state of the Users list from its address; whatever makes no sense there is as if it were not. */
export function readUserListAddress(query: URLSearchParams): UserListWish {
  const signIn = query.get('sign-in') ?? ''
  return {
    search: readSearch(query.get('q') ?? ''),
    state: LISTED_STATES.find((state) => state === query.get('state')) ?? null,
    role: readRole(query.get('role') ?? ''),
    unit: readUnit(query.get('unit') ?? ''),
    signIn: isSignInFilter(signIn) ? signIn : null,
    sort: USER_SORTS.find((name) => name === query.get('sort')) ?? WHOLE_LIST.sort,
    descending: query.get('order') === 'descending',
    place: readPlace(query),
    columns: query.has('columns') ? readColumns((query.get('columns') ?? '').split('.')) : null,
  }
}

/** The address that says the same, without what goes without saying: a list can be bookmarked and sent. `list`: its own path. */
export function userListAddress(wish: UserListWish, list: string = PLATFORM.users): string {
  const query = new URLSearchParams(userListParameters(wish))
  if (wish.place) query.set(wish.place.side, wish.place.id)
  return query.size === 0 ? list : `${list}?${query.toString()}`
}

/** Search, filters, order and columns, without the page. */
export function userListParameters(wish: UserListWish): Record<string, string> {
  const { search, state, role, unit, signIn, sort, descending, columns } = wish
  return {
    ...(search === '' ? {} : { q: search }),
    ...(state === null ? {} : { state }),
    ...(role === null ? {} : { role }),
    ...(unit === null ? {} : { unit }),
    ...(signIn === null ? {} : { 'sign-in': signIn }),
    ...(sort === WHOLE_LIST.sort ? {} : { sort }),
    ...(descending ? { order: 'descending' } : {}),
    // Nothing but the name needs a word as well: empty fields are left out of addresses.
    ...(columns === null ? {} : { columns: columns.length === 0 ? 'none' : columns.join('.') }),
  }
}

/** In the order of the list, whatever order they come in. */
export function readColumns(names: readonly string[]): readonly UserColumn[] {
  return USER_COLUMNS.filter((column) => names.includes(column))
}

/** Without what no name, login or address can have, as the database would refuse it. */
function readSearch(typed: string): string {
  return typed
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .normalize('NFC')
    .trim()
    .slice(0, LONGEST_SEARCH)
    .toWellFormed()
}

function readRole(text: string): Role | null {
  return isRole(text) ? text : null
}

function readUnit(text: string): UnitFilter | null {
  return text === 'none' || isRecordId(text) ? text : null
}

function readPlace(query: URLSearchParams): ListPlace | null {
  for (const side of ['after', 'before'] as const) {
    const id = query.get(side) ?? ''
    if (isRecordId(id)) return { side, id }
  }
  return null
}
