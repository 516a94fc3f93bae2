import type { Child } from 'hono/jsx'
import { actsOnUsers, mayDo } from '../../domain/permissions.ts'
import { LISTED_STATE_WORDS, totalFound, WHOLE_LIST } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { PageHeading, Toolbar } from '../../ui/page-parts.tsx'
import { Panel } from '../../ui/panel.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { Refreshed, SearchForm } from '../../ui/search.tsx'
import { countWords, EmptyState } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'
import { userListAddress, userListParameters } from '../../ui/user-list-address.ts'
import { ColumnsPanel, FiltersPanel, FilterChips } from './list-filter-views.tsx'
import { LastManagerNotice, RequestNotices } from './list-notices.tsx'
import type { UserListPage } from './list-page-views.ts'
import { UserTable } from './list-table-views.tsx'

/** The Users section (S08): everyone in a subscription reads it; those who run users act from it, on one or on many. */
export function UserListView(page: UserListPage) {
  const { list, wish, columns, requests, viewer, now } = page
  const oversees = actsOnUsers(viewer)
  return (
    <>
      <PageHeading
        sub={
          <Refreshed id="users-count" live>
            {foundWords(page)}
          </Refreshed>
        }
        actions={<Actions viewer={viewer} />}
      >
        Users
      </PageHeading>
      <RequestNotices requests={requests} paths={PLATFORM} now={now} />
      {oversees && list.activeManagers === 1 ? <LastManagerNotice mayName={viewer.role === 'manager'} paths={PLATFORM} /> : null}
      <ListBody
        page={page}
        path={PLATFORM.users}
        search={{ label: 'Search users', placeholder: oversees ? 'Name, login or e-mail' : 'Name or login' }}
        panels={
          <>
            <FiltersPanel wish={wish} units={list.units} />
            <ColumnsPanel wish={wish} columns={columns} />
          </>
        }
      >
        <UserTable page={page} />
      </ListBody>
    </>
  )
}

type ListBodyProps = {
  readonly page: Pick<UserListPage, 'list' | 'wish'>
  readonly path: string
  readonly search: { readonly label: string; readonly placeholder: string }
  /** Beside the search. */
  readonly panels?: Child
  /** The table, where somebody is found. */
  readonly children: Child
}

/** Below the heading of each list of people: search, states, and who is found; all three follow what is typed. */
export function ListBody({ page: { list, wish }, path, search, panels, children }: ListBodyProps) {
  const { q: _, ...kept } = userListParameters(wish)
  return (
    <>
      <div class="list-tools">
        <Toolbar>
          <SearchForm action={path} {...search} value={wish.search} keep={kept} />
          {panels}
        </Toolbar>
        <Refreshed id="users-states">
          <FilterChips list={list} wish={wish} path={path} />
        </Refreshed>
      </div>
      <Refreshed id="users-list">{list.users.length === 0 ? <Nobody list={list} wish={wish} path={path} /> : children}</Refreshed>
    </>
  )
}

function Actions({ viewer }: { viewer: Viewer }) {
  return (
    <>
      {mayDo('import_users', viewer) ? (
        <ButtonLink href={PLATFORM.importUsers} tone="quiet">
          Import
        </ButtonLink>
      ) : null}
      {mayDo('export_users', viewer) ? (
        <Panel id="users-export" label="Export" kind="menu">
          <ul>
            <li>
              <a href={PLATFORM.exportUsersCsv}>CSV, for spreadsheets</a>
            </li>
            <li>
              <a href={PLATFORM.exportUsersJson}>JSON, for programs</a>
            </li>
          </ul>
        </Panel>
      ) : null}
      {mayDo('add_users', viewer) ? <ButtonLink href={PLATFORM.newUser}>Add user</ButtonLink> : null}
    </>
  )
}

/** "3 of 60 users of Acme Bank" */
export function foundWords({ list, wish, viewer }: Pick<UserListPage, 'list' | 'wish' | 'viewer'>): string {
  const found = wish.state === null ? totalFound(list) : list.found[wish.state]
  const of = `${counted(list.total, 'user')} of ${viewer.subscriptionName}`
  return list.isCurrentExact && found === list.total ? of : `${countWords(found, !list.isCurrentExact)} of ${of}`
}

/** Why a list is empty, and the way on; `path` is that of the list. */
export function Nobody({ wish, list, path }: Pick<UserListPage, 'list' | 'wish'> & { path: string }) {
  if (wish.place) {
    return (
      <EmptyState heading="Nobody on this page">
        <p>The list has changed since.</p>
        <p>
          <a href={userListAddress({ ...wish, place: null }, path)}>Back to its beginning</a>
        </p>
      </EmptyState>
    )
  }
  if (wish.state !== null && totalFound(list) > 0) {
    return (
      <EmptyState heading={`Nobody here is ${LISTED_STATE_WORDS[wish.state]}`}>
        <p>
          <a href={userListAddress({ ...wish, state: null }, path)}>Look in every state</a>
        </p>
      </EmptyState>
    )
  }
  return (
    <EmptyState heading="Nobody found">
      <p>{wish.search === '' ? 'No user fits all these filters.' : 'Try fewer letters, another spelling, or fewer filters.'}</p>
      <p>
        <a href={userListAddress({ ...WHOLE_LIST, columns: wish.columns }, path)}>Show everybody</a>
      </p>
    </EmptyState>
  )
}
