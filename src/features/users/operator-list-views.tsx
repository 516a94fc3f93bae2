import type { AccountState } from '../../domain/account-state.ts'
import type { MemberVerb } from '../../domain/permissions.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { totalFound, type OpenRequest, type UserList, type UserListWish, type UserOfList } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { BrokenBeforeAt, PageHeading, Verbatim } from '../../ui/page-parts.tsx'
import { STAFF } from '../../ui/paths.ts'
import { Refreshed } from '../../ui/search.tsx'
import { ActionsCell, Cell, countWords, Pager, Row, Sub, Table } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'
import { Time } from '../../ui/time.tsx'
import { userListAddress } from '../../ui/user-list-address.ts'
import { ActButton } from './act-dialogs.tsx'
import { LastOperatorNotice, RequestNotices } from './list-notices.tsx'
import { COLUMN_WORDS } from './list-page-views.ts'
import { sortableColumn, StateOf } from './list-table-views.tsx'
import { ListBody } from './list-views.tsx'

export type OperatorListPage = {
  readonly list: UserList
  readonly wish: UserListWish
  readonly requests: readonly OpenRequest[]
  readonly viewer: Viewer
  readonly now: Date
}

const { words } = PRODUCTS.staff

/** Staff > People: the operators, how each stands, and who of them is here at all. */
export function OperatorListView(page: OperatorListPage) {
  const { list, requests, now } = page
  return (
    <>
      <PageHeading
        sub={
          <Refreshed id="users-count" live>
            {foundWords(page)}
          </Refreshed>
        }
        actions={<ButtonLink href={STAFF.newUser}>Add operator</ButtonLink>}
      >
        People
      </PageHeading>
      <RequestNotices requests={requests} paths={STAFF} now={now} />
      {list.activeManagers === 1 ? <LastOperatorNotice paths={STAFF} /> : null}
      <ListBody page={page} path={STAFF.users} search={{ label: 'Search people', placeholder: 'Name, username or e-mail' }}>
        <OperatorTable page={page} />
      </ListBody>
    </>
  )
}

/** "2 of 3 operators" */
function foundWords({ list, wish }: OperatorListPage): string {
  const found = wish.state === null ? totalFound(list) : list.found[wish.state]
  const all = counted(list.total, 'operator')
  return list.isCurrentExact && found === list.total ? all : `${countWords(found, !list.isCurrentExact)} of ${all}`
}

function OperatorTable({ page: { list, wish, viewer, now } }: { page: OperatorListPage }) {
  const address = (place: UserListWish['place']) => place && userListAddress({ ...wish, place }, STAFF.users)
  const sorts = ['name', 'login', 'email', 'state', 'last-sign-in'] as const
  const columns = sorts.map((sort) =>
    sortableColumn({ sort, wish, path: STAFF.users, label: sort === 'login' ? words.usernameLabel : COLUMN_WORDS[sort] }),
  )
  return (
    <>
      <Table caption="Operators" columns={[...columns, { label: 'Actions', hidden: true }]} standouts>
        {list.users.map((user) => (
          <OperatorRow user={user} wish={wish} isOwn={user.id === viewer.accountId} now={now} />
        ))}
      </Table>
      <Pager previous={address(list.previous)} next={address(list.next)} />
    </>
  )
}

/** The act that most likely brings somebody here, by the operator's state. */
const NEAREST: Readonly<Record<AccountState, MemberVerb>> = {
  active: 'deactivate',
  pending_activation: 'resend_welcome',
  inactive: 'activate',
}

type RowProps = { readonly user: UserOfList; readonly wish: UserListWish; readonly isOwn: boolean; readonly now: Date }

function OperatorRow({ user, wish, isOwn, now }: RowProps) {
  const nearest = user.verbs.find((verb) => verb === NEAREST[user.state])
  return (
    <Row standsOut={isOwn}>
      <Cell heading>
        <a href={STAFF.user(user.id)}>
          {user.firstName} {user.lastName}
        </a>
        {isOwn ? <Sub>You</Sub> : null}
      </Cell>
      <Cell label={words.usernameLabel}>
        <Verbatim>{user.username}</Verbatim>
      </Cell>
      <Cell label={COLUMN_WORDS.email}>
        <span class="address">{user.email === null ? null : <BrokenBeforeAt address={user.email} />}</span>
      </Cell>
      <Cell label={COLUMN_WORDS.state}>
        <StateOf user={user} />
      </Cell>
      <Cell label={COLUMN_WORDS['last-sign-in']}>
        {user.lastSignInAt ? <Time at={user.lastSignInAt} now={now} brief /> : 'never'}
      </Cell>
      <ActionsCell>
        {nearest ? <ActButton verb={nearest} user={user} paths={STAFF} words={words} list={listQuery(wish)} small /> : null}
      </ActionsCell>
    </Row>
  )
}

/** Never empty: an empty one would mean the operator's page. */
function listQuery(wish: UserListWish): string {
  return userListAddress(wish, STAFF.users).replace(STAFF.users, '') || '?'
}
