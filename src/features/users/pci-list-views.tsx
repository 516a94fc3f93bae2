import { actsOnUsers, mayDo } from '../../domain/permissions.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { ROLES } from '../../domain/roles.ts'
import type { UserListWish, UserOfList, UserSort } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { BrokenBeforeAt, PageHeading, Verbatim } from '../../ui/page-parts.tsx'
import { PCI } from '../../ui/paths.ts'
import { Refreshed } from '../../ui/search.tsx'
import { ActionsCell, Cell, Pager, Row, Sub, Table, type Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { userListAddress } from '../../ui/user-list-address.ts'
import { LastManagerNotice, RequestNotices } from './list-notices.tsx'
import { COLUMN_WORDS, type UserListPage } from './list-page-views.ts'
import { sortableColumn, StateOf } from './list-table-views.tsx'
import { foundWords, ListBody } from './list-views.tsx'
import { standingWords } from './pci-word-views.ts'

type PciUserListPage = Omit<UserListPage, 'columns'>

/** Account > Users: one's own row and that of the primary contact stand out (S08, S26). */
export function PciUserListView(page: PciUserListPage) {
  const { list, requests, viewer, now } = page
  const runsUsers = actsOnUsers(viewer)
  return (
    <>
      <p>
        <a href={PCI.helpAccount}>Back to Account</a>
      </p>
      <PageHeading
        sub={
          <Refreshed id="users-count" live>
            {foundWords(page)}
          </Refreshed>
        }
        actions={runsUsers ? <Actions viewer={viewer} /> : undefined}
      >
        Users
      </PageHeading>
      <RequestNotices requests={requests} paths={PCI} now={now} />
      {runsUsers && list.activeManagers === 1 ? <LastManagerNotice mayName paths={PCI} /> : null}
      <ListBody
        page={page}
        path={PCI.users}
        search={{ label: 'Search users', placeholder: runsUsers ? 'Name, login or e-mail' : 'Name or login' }}
      >
        <PciUserTable page={page} />
      </ListBody>
    </>
  )
}

function Actions({ viewer }: { viewer: Viewer }) {
  return (
    <>
      {mayDo('decide_requests', viewer) ? (
        <ButtonLink href={PCI.activationRequests} tone="quiet">
          Requests
        </ButtonLink>
      ) : null}
      {mayDo('add_users', viewer) ? <ButtonLink href={PCI.newUser}>New</ButtonLink> : null}
    </>
  )
}

const LOGIN = PRODUCTS.pci.words.usernameLabel

/** E-mail addresses are for those who run the users. */
function columnsOf(runsUsers: boolean, wish: UserListWish): readonly Column[] {
  const sorts: readonly UserSort[] = [
    'name',
    'login',
    ...(runsUsers ? (['email'] as const) : []),
    'role',
    'state',
    'last-sign-in',
  ]
  const sortable = sorts.map((sort) =>
    sortableColumn({ sort, wish, path: PCI.users, label: sort === 'login' ? LOGIN : COLUMN_WORDS[sort] }),
  )
  return [...sortable, { label: 'Actions', hidden: true }]
}

function PciUserTable({ page: { list, wish, viewer, now } }: { page: PciUserListPage }) {
  const runsUsers = actsOnUsers(viewer)
  const address = (place: UserListWish['place']) => place && userListAddress({ ...wish, place }, PCI.users)
  return (
    <>
      <Table caption={`Users of ${viewer.subscriptionName}`} columns={columnsOf(runsUsers, wish)} standouts>
        {list.users.map((user) => (
          <PciUserRow user={user} runsUsers={runsUsers} isOwn={user.id === viewer.accountId} now={now} />
        ))}
      </Table>
      <Pager previous={address(list.previous)} next={address(list.next)} />
    </>
  )
}

type RowProps = { readonly user: UserOfList; readonly runsUsers: boolean; readonly isOwn: boolean; readonly now: Date }

function PciUserRow({ user, runsUsers, isOwn, now }: RowProps) {
  const name = `${user.firstName} ${user.lastName}`
  const standing = standingWords(user, isOwn)
  return (
    <Row standsOut={standing !== null}>
      <Cell heading>
        {name}
        {standing === null ? null : <Sub>{standing}</Sub>}
      </Cell>
      <Cell label={LOGIN}>
        <Verbatim>{user.username}</Verbatim>
      </Cell>
      {runsUsers ? (
        <Cell label={COLUMN_WORDS.email}>
          <span class="address">{user.email === null ? null : <BrokenBeforeAt address={user.email} />}</span>
        </Cell>
      ) : null}
      <Cell label={COLUMN_WORDS.role}>{ROLES[user.role]}</Cell>
      <Cell label={COLUMN_WORDS.state}>
        <StateOf user={user} />
      </Cell>
      <Cell label={COLUMN_WORDS['last-sign-in']}>
        {user.lastSignInAt ? <Time at={user.lastSignInAt} now={now} brief /> : 'never'}
      </Cell>
      <ActionsCell>
        {runsUsers || isOwn ? (
          <ButtonLink href={PCI.editUser(user.id)} tone="quiet" small plain={runsUsers}>
            Edit<span class="heard"> {name}</span>
          </ButtonLink>
        ) : null}
      </ActionsCell>
    </Row>
  )
}
