import { STATE_WORDS, type AccountState } from '../../domain/account-state.ts'
import { mayActOnUsers, type MemberVerb } from '../../domain/permissions.ts'
import { ROLES } from '../../domain/roles.ts'
import type { ListedUser, OpenRequest, UserList, UserListWish, UserSort } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { PageHeading, Toolbar, Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { Refreshed, SearchForm } from '../../ui/search.tsx'
import { ActionsCell, Cell, Chip, Chips, type Column, EmptyState, Pager, Row, StateBadge, Sub, Table } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'
import { Time } from '../../ui/time.tsx'
import { userListAddress, userListParameters } from '../../ui/user-list-address.ts'
import { ActButton } from './act-dialogs.tsx'
import { LastManagerNotice, RequestNotices } from './list-notices.tsx'

export type UserListPage = {
  readonly list: UserList
  readonly wish: UserListWish
  readonly requests: readonly OpenRequest[]
  readonly viewer: Viewer
  readonly now: Date
}

/** The Users section (S08): everyone in a subscription reads it, Managers act from it. */
export function UserListView(page: UserListPage) {
  const { list, wish, requests, viewer, now } = page
  const oversees = mayActOnUsers(viewer.role)
  const { q: _, ...kept } = userListParameters(wish)
  return (
    <>
      <PageHeading
        sub={
          <Refreshed id="users-count" live>
            {countWords(page)}
          </Refreshed>
        }
        actions={oversees ? <ButtonLink href={PLATFORM.newUser}>Add user</ButtonLink> : undefined}
      >
        Users
      </PageHeading>
      <RequestNotices requests={requests} now={now} />
      {oversees && list.activeManagers === 1 ? <LastManagerNotice /> : null}
      <Toolbar>
        <SearchForm
          action={PLATFORM.users}
          label="Search users"
          placeholder={oversees ? 'Name, login or e-mail' : 'Name or login'}
          value={wish.search}
          keep={kept}
        />
        <Refreshed id="users-states">
          <StateChips list={list} wish={wish} />
        </Refreshed>
      </Toolbar>
      <Refreshed id="users-list">{list.users.length === 0 ? <Nobody page={page} /> : <UserTable page={page} />}</Refreshed>
    </>
  )
}

function countWords({ list, wish, viewer }: UserListPage): string {
  const found = wish.state === null ? sumOf(list) : list.found[wish.state]
  const of = `${counted(list.total, 'user')} of ${viewer.subscriptionName}`
  return found === list.total ? of : `${found.toLocaleString('en-GB')} of ${of}`
}

function sumOf({ found }: UserList): number {
  return found.active + found.pending_activation + found.inactive
}

const STATES: readonly AccountState[] = ['active', 'pending_activation', 'inactive']

function StateChips({ list, wish }: { list: UserList; wish: UserListWish }) {
  const address = (state: AccountState | null) => userListAddress({ ...wish, state, place: null })
  return (
    <Chips label="Filter by state">
      <Chip label="All" count={sumOf(list)} href={address(null)} current={wish.state === null} />
      {STATES.map((state) => (
        <Chip label={STATE_WORDS[state]} count={list.found[state]} href={address(state)} current={wish.state === state} />
      ))}
    </Chips>
  )
}

const COLUMNS: readonly (readonly [sort: UserSort, label: string])[] = [
  ['name', 'Name'],
  ['login', 'Login'],
  ['role', 'Role'],
  ['state', 'State'],
  ['last-sign-in', 'Last sign-in'],
]

/** A header sorts by its column; once more, the other way round. Of sign-ins the latest come first. */
function columns(wish: UserListWish, withActions: boolean): readonly Column[] {
  const sortable = COLUMNS.map(([sort, label]) => {
    const isCurrent = wish.sort === sort
    const descending = isCurrent ? !wish.descending : sort === 'last-sign-in'
    const direction = wish.descending ? 'descending' : 'ascending'
    const href = userListAddress({ ...wish, sort, descending, place: null })
    return { label, sort: { href, direction: isCurrent ? direction : null } } as const
  })
  return withActions ? [...sortable, { label: 'Actions', hidden: true }] : sortable
}

function UserTable({ page: { list, wish, viewer, now } }: { page: UserListPage }) {
  const oversees = mayActOnUsers(viewer.role)
  const address = (place: UserListWish['place']) => place && userListAddress({ ...wish, place })
  return (
    <>
      <Table caption={`Users of ${viewer.subscriptionName}`} columns={columns(wish, oversees)}>
        {list.users.map((user) => (
          <UserRow user={user} wish={wish} now={now} oversees={oversees} />
        ))}
      </Table>
      <Pager
        previous={address(list.previous)}
        next={address(list.next)}
        summary={list.users.some(({ isPointOfContact }) => isPointOfContact) ? <small>* Primary contact</small> : undefined}
      />
    </>
  )
}

/** The act that most likely brings somebody here, by the user's state. */
const NEAREST: Readonly<Record<AccountState, MemberVerb>> = {
  active: 'deactivate',
  pending_activation: 'resend_welcome',
  inactive: 'activate',
}

function UserRow({
  user,
  wish,
  now,
  oversees,
}: {
  user: UserList['users'][number]
  wish: UserListWish
  now: Date
  oversees: boolean
}) {
  const nearest = user.verbs.find((verb) => verb === NEAREST[user.state])
  return (
    <Row>
      <Cell heading>
        <a href={PLATFORM.user(user.id)}>
          {user.firstName} {user.lastName}
        </a>
        {user.isPointOfContact ? <PrimaryContactMark /> : null}
      </Cell>
      <Cell label="Login">
        <Verbatim>{user.username}</Verbatim>
      </Cell>
      <Cell label="Role">
        {ROLES[user.role]}
        <Unit user={user} />
      </Cell>
      <Cell label="State">
        <StateBadge state={user.state} reason={user.reason} />
        {user.isMailUndelivered ? <Sub>Mail not delivered</Sub> : null}
      </Cell>
      <Cell label="Last sign-in">{user.lastSignInAt ? <Time at={user.lastSignInAt} now={now} brief /> : 'never'}</Cell>
      {oversees ? (
        <ActionsCell>{nearest ? <ActButton verb={nearest} user={user} list={listQuery(wish)} small /> : null}</ActionsCell>
      ) : null}
    </Row>
  )
}

/** A Manager stands above the units. */
function Unit({ user: { role, businessUnit } }: { user: ListedUser }) {
  if (role === 'manager' && businessUnit === null) return <></>
  return <Sub>{businessUnit ?? 'Unassigned'}</Sub>
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

function Nobody({ page: { wish, list } }: { page: UserListPage }) {
  if (wish.place) {
    return (
      <EmptyState heading="Nobody on this page">
        <p>The list has changed since.</p>
        <p>
          <a href={userListAddress({ ...wish, place: null })}>Back to its beginning</a>
        </p>
      </EmptyState>
    )
  }
  if (wish.state !== null && sumOf(list) > 0) {
    return (
      <EmptyState heading={`Nobody here is ${STATE_WORDS[wish.state]}`}>
        <p>
          <a href={userListAddress({ ...wish, state: null })}>Look in every state</a>
        </p>
      </EmptyState>
    )
  }
  return (
    <EmptyState heading="Nobody found">
      <p>Try fewer letters, or another spelling.</p>
      <p>
        <a href={PLATFORM.users}>Show everybody</a>
      </p>
    </EmptyState>
  )
}
