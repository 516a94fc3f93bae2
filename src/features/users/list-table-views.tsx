import type { AccountState } from '../../domain/account-state.ts'
import { actsOnUsers, type MemberVerb } from '../../domain/permissions.ts'
import { canSignIn, ROLES } from '../../domain/roles.ts'
import {
  listedStateOf,
  totalFound,
  type ListedUser,
  type UserColumn,
  type UserListWish,
  type UserOfList,
  type UserSort,
} from '../../domain/user-list.ts'
import { Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { BulkBar, SELECTION_FORM, SelectAll } from '../../ui/selection.tsx'
import { ActionsCell, Cell, type Column, Pager, Row, SelectCell, StateBadge, Sub, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { userListAddress } from '../../ui/user-list-address.ts'
import { ActButton } from './act-dialogs.tsx'
import { COLUMN_WORDS, type UserListPage } from './list-page-views.ts'

/** Of times the latest come first. */
const FROM_THE_TOP: ReadonlySet<UserSort> = new Set(['last-sign-in', 'added'])

function columnsOf({ wish, columns }: UserListPage, oversees: boolean): readonly Column[] {
  const sortable = (['name', ...columns] as const).map((sort) => sortableColumn({ sort, wish, path: PLATFORM.users }))
  if (!oversees) return sortable
  return [{ label: 'Select', control: <SelectAll /> }, ...sortable, { label: 'Actions', hidden: true }]
}

/** A header sorts by its column; once more, the other way round. `path` is that of the list. */
export function sortableColumn({
  sort,
  wish,
  path,
  label = COLUMN_WORDS[sort],
}: {
  sort: UserSort
  wish: UserListWish
  path: string
  label?: string
}): Column {
  const isCurrent = wish.sort === sort
  const descending = isCurrent ? !wish.descending : FROM_THE_TOP.has(sort)
  const direction = wish.descending ? 'descending' : 'ascending'
  const href = userListAddress({ ...wish, sort, descending, place: null }, path)
  return { label, sort: { href, direction: isCurrent ? direction : null } }
}

export function UserTable({ page }: { page: UserListPage }) {
  const { list, wish, viewer } = page
  const oversees = actsOnUsers(viewer)
  const address = (place: UserListWish['place']) => place && userListAddress({ ...wish, place })
  const found = wish.state === null ? totalFound(list) : list.found[wish.state]
  return (
    <>
      <Table caption={`Users of ${viewer.subscriptionName}`} columns={columnsOf(page, oversees)}>
        {list.users.map((user) => (
          <UserRow user={user} page={page} oversees={oversees} />
        ))}
      </Table>
      {oversees ? (
        <BulkBar
          action={PLATFORM.bulkActs}
          fields={{ list: listQuery(wish) }}
          acts={BULK_BUTTONS}
          everybody={found > list.users.length || !list.isCurrentExact ? everybodyWords(found, list.isCurrentExact) : null}
        />
      ) : null}
      <Pager
        previous={address(list.previous)}
        next={address(list.next)}
        summary={list.users.some(({ isPointOfContact }) => isPointOfContact) ? <small>* Primary contact</small> : undefined}
      />
    </>
  )
}

const BULK_BUTTONS = [
  { value: 'activate', label: 'Activate' },
  { value: 'deactivate', label: 'Deactivate' },
  { value: 'resend_welcome', label: 'Resend welcome' },
  { value: 'move', label: 'Move' },
  { value: 'end_sessions', label: 'End sessions' },
] as const

function everybodyWords(found: number, isExact: boolean): string {
  return isExact ? `All ${found.toLocaleString('en-GB')} that were found` : 'All that were found, on every page'
}

/** The act that most likely brings somebody here, by the user's state. */
const NEAREST: Readonly<Record<AccountState, MemberVerb>> = {
  active: 'deactivate',
  pending_activation: 'resend_welcome',
  inactive: 'activate',
}

type RowProps = { readonly user: UserOfList; readonly page: UserListPage; readonly oversees: boolean }

function UserRow({ user, page, oversees }: RowProps) {
  const { wish, columns } = page
  const nearest = user.verbs.find((verb) => verb === NEAREST[user.state])
  const name = `${user.firstName} ${user.lastName}`
  return (
    <Row>
      {oversees ? <SelectCell form={SELECTION_FORM} name="user" value={user.id} label={`Select ${name}`} /> : null}
      <Cell heading>
        <a href={PLATFORM.user(user.id)}>{name}</a>
        {user.isPointOfContact ? <PrimaryContactMark /> : null}
      </Cell>
      {columns.map((column) => (
        <Cell label={COLUMN_WORDS[column]}>
          <Value column={column} user={user} page={page} />
        </Cell>
      ))}
      {oversees ? (
        <ActionsCell>
          {nearest ? <ActButton verb={nearest} user={user} paths={PLATFORM} list={listQuery(wish)} small /> : null}
        </ActionsCell>
      ) : null}
    </Row>
  )
}

type ValueProps = { readonly column: UserColumn; readonly user: UserOfList; readonly page: UserListPage }

function Value({ column, user, page: { columns, now } }: ValueProps) {
  switch (column) {
    case 'login':
      return <Verbatim>{user.username}</Verbatim>
    case 'email':
      return user.email === null ? <NotShown /> : <span class="address">{user.email}</span>
    case 'role':
      return <RoleOf user={user} withUnit={!columns.includes('unit')} />
    case 'unit':
      return <>{unitWords(user)}</>
    case 'state':
      return <StateOf user={user} />
    case 'last-sign-in':
      return user.lastSignInAt ? <Time at={user.lastSignInAt} now={now} brief /> : <>{canSignIn(user.role) ? 'never' : ''}</>
    case 'added':
      return <Time at={user.createdAt} now={now} brief />
    default:
      return column satisfies never
  }
}

/** The unit stands below the role where it has no column of its own. */
function RoleOf({ user, withUnit }: { user: UserOfList; withUnit: boolean }) {
  return (
    <>
      {ROLES[user.role]}
      {withUnit && !isAboveUnits(user) ? <Sub>{unitWords(user)}</Sub> : null}
    </>
  )
}

export function StateOf({ user }: { user: UserOfList }) {
  return (
    <>
      <StateBadge state={listedStateOf(user)} reason={user.reason} />
      {user.isMailUndelivered ? <Sub>Mail not delivered</Sub> : null}
    </>
  )
}

function unitWords(user: ListedUser): string {
  return user.businessUnit ?? (isAboveUnits(user) ? 'None' : 'Unassigned')
}

/** A Manager stands above the units. */
function isAboveUnits({ role, businessUnit }: ListedUser): boolean {
  return role === 'manager' && businessUnit === null
}

function NotShown() {
  return (
    <span class="muted" title="You don’t run this user">
      not shown
    </span>
  )
}

function PrimaryContactMark() {
  return (
    <>
      {' '}
      <span title="Primary contact" aria-hidden="true">
        *
      </span>
      <span class="heard">Primary contact</span>
    </>
  )
}

/** Never empty: an empty one would mean the user's page. */
function listQuery(wish: UserListWish): string {
  return userListAddress(wish).replace(PLATFORM.users, '') || '?'
}
