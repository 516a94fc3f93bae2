import { PLATFORM_ROLES, ROLES } from '../../domain/roles.ts'
import {
  LISTED_STATE_WORDS,
  LISTED_STATES,
  totalFound,
  USER_COLUMNS,
  type ListedState,
  type ListedUnit,
  type SignInFilter,
  type UserColumn,
  type UserList,
  type UserListWish,
} from '../../domain/user-list.ts'
import { SubmitButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { HiddenField, SelectField } from '../../ui/form.tsx'
import { Panel } from '../../ui/panel.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { Chip, Chips, FilterChip } from '../../ui/table.tsx'
import { userListAddress, userListParameters } from '../../ui/user-list-address.ts'
import { COLUMN_WORDS } from './list-page-views.ts'

const SIGN_IN_WORDS: Readonly<Record<SignInFilter, string>> = {
  never: 'Never',
  'within-7': 'In the last 7 days',
  'within-30': 'In the last 30 days',
  'within-90': 'In the last 90 days',
  'not-for-30': 'Not for 30 days',
  'not-for-90': 'Not for 90 days',
  'not-for-180': 'Not for 180 days',
}

const UNASSIGNED = 'No business unit'

const optionsOf = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, label]) => ({ value, label }))

/** Role, unit and last sign-in; states have chips of their own. */
export function FiltersPanel({ wish, units }: { wish: UserListWish; units: readonly ListedUnit[] }) {
  const { role: _role, unit: _unit, 'sign-in': _signIn, ...kept } = userListParameters(wish)
  const unitOptions = [...units.map(({ id, name }) => ({ value: id, label: name })), { value: 'none', label: UNASSIGNED }]
  return (
    <Panel id="users-filters" label="Filters">
      <form method="get" action={PLATFORM.users} novalidate>
        <Kept fields={kept} />
        <SelectField
          label="Role"
          name="role"
          options={optionsOf(PLATFORM_ROLES)}
          value={wish.role ?? ''}
          placeholder="Any role"
        />
        {units.length === 0 ? null : (
          <SelectField label="Business unit" name="unit" options={unitOptions} value={wish.unit ?? ''} placeholder="Any unit" />
        )}
        <SelectField
          label="Last sign-in"
          name="sign-in"
          options={optionsOf(SIGN_IN_WORDS)}
          value={wish.signIn ?? ''}
          placeholder="At any time"
        />
        <SubmitButton small>Filter</SubmitButton>
      </form>
    </Panel>
  )
}

/** Which columns are shown: kept in the address, and for this browser. */
export function ColumnsPanel({ wish, columns }: { wish: UserListWish; columns: readonly UserColumn[] }) {
  const { columns: _, ...kept } = userListParameters(wish)
  return (
    <Panel id="users-columns" label="Columns">
      <form method="get" action={PLATFORM.users} novalidate>
        <Kept fields={kept} />
        <HiddenField name="choose" value="columns" />
        <fieldset class="checks">
          <legend>Columns beside the name</legend>
          {USER_COLUMNS.map((column) => (
            <Checkbox name="column" value={column} label={COLUMN_WORDS[column]} checked={columns.includes(column)} />
          ))}
        </fieldset>
        <SubmitButton small>Show columns</SubmitButton>
      </form>
    </Panel>
  )
}

function Kept({ fields }: { fields: Readonly<Record<string, string>> }) {
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <HiddenField name={name} value={value} />
      ))}
    </>
  )
}

/** States with their counts, and the filters that are on, as links into the list at `path`. Who only receives mail has a chip where there is anybody. */
export function FilterChips({ list, wish, path }: { list: UserList; wish: UserListWish; path: string }) {
  const address = (state: ListedState | null) => userListAddress({ ...wish, state, place: null }, path)
  const isFloor = !list.isFoundExact
  const states = LISTED_STATES.filter((state) => state !== 'mail_only' || wish.state === state || list.found[state] > 0)
  return (
    <div class="list-chips">
      <Chips label="Filter by state">
        <Chip label="All" count={totalFound(list)} isFloor={isFloor} href={address(null)} current={wish.state === null} />
        {states.map((state) => (
          <Chip
            label={LISTED_STATE_WORDS[state]}
            count={list.found[state]}
            isFloor={isFloor && !(wish.state === state && list.isCurrentExact)}
            href={address(state)}
            current={wish.state === state}
          />
        ))}
      </Chips>
      <FiltersOn wish={wish} units={list.units} path={path} />
    </div>
  )
}

function FiltersOn({ wish, units, path }: { wish: UserListWish; units: readonly ListedUnit[]; path: string }) {
  const { role, unit, signIn } = wish
  if (role === null && unit === null && signIn === null) return <></>
  const without = (filter: Partial<UserListWish>) => userListAddress({ ...wish, ...filter, place: null }, path)
  const unitName = unit === 'none' ? UNASSIGNED : (units.find(({ id }) => id === unit)?.name ?? 'unknown')
  return (
    <Chips label="Filters that are on">
      {role === null ? null : <FilterChip label={`Role: ${ROLES[role]}`} href={without({ role: null })} />}
      {unit === null ? null : <FilterChip label={`Unit: ${unitName}`} href={without({ unit: null })} />}
      {signIn === null ? null : <FilterChip label={`Last sign-in: ${SIGN_IN_WORDS[signIn]}`} href={without({ signIn: null })} />}
    </Chips>
  )
}
