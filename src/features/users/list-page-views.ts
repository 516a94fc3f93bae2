import type { OpenRequest, UserColumn, UserList, UserListWish, UserSort } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'

export type UserListPage = {
  readonly list: UserList
  readonly wish: UserListWish
  /** Those shown, in order. */
  readonly columns: readonly UserColumn[]
  readonly requests: readonly OpenRequest[]
  readonly viewer: Viewer
  readonly now: Date
}

export const COLUMN_WORDS: Readonly<Record<UserSort, string>> = {
  name: 'Name',
  login: 'Login',
  email: 'E-mail address',
  role: 'Role',
  unit: 'Business unit',
  state: 'State',
  'last-sign-in': 'Last sign-in',
  added: 'Added',
}
