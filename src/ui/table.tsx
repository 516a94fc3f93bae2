import type { Child, PropsWithChildren } from 'hono/jsx'
import { REASON_WORDS, type InactiveReason } from '../domain/account-state.ts'
import { LISTED_STATE_WORDS, type ListedState } from '../domain/user-list.ts'
import { Icon } from './icons.tsx'

export type Column = {
  label: string
  /** Heard, not seen: for the column of actions. */
  hidden?: boolean | undefined
  /** A control in place of the words: "select all". */
  control?: Child
  /** Where the header leads, and how the list is sorted by it now. */
  sort?: { href: string; direction: 'ascending' | 'descending' | null } | undefined
}

/** More columns than that stand closer together, and their words may wrap. */
const ROOMY = 7

/** Roles are spelt out because narrow screens turn rows into cards, and `display` would take the table's meaning away. */
export function Table({
  caption,
  columns,
  standouts = false,
  children,
}: PropsWithChildren<{
  caption: string
  columns: readonly Column[]
  /** Only rows that stand out are bold. */
  standouts?: boolean
}>) {
  const looks = [columns.length > ROOMY ? 'dense' : '', standouts ? 'standouts' : ''].filter((look) => look !== '')
  return (
    <table role="table" class={looks.length === 0 ? undefined : looks.join(' ')}>
      <caption class="heard">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              role="columnheader"
              scope="col"
              class={column.sort ? 'sortable' : column.control === undefined ? undefined : 'select'}
              aria-sort={column.sort?.direction ?? undefined}
            >
              <ColumnHeading column={column} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  )
}

function ColumnHeading({ column }: { column: Column }) {
  if (column.control !== undefined) return <>{column.control}</>
  if (column.hidden) return <span class="heard">{column.label}</span>
  if (!column.sort) return <>{column.label}</>
  return (
    <a href={column.sort.href}>
      {column.label}
      <Icon name="chevron" />
    </a>
  )
}

/** `standsOut`: in bold, in a table of standouts; a word in the row says why. */
export function Row({ standsOut = false, children }: PropsWithChildren<{ standsOut?: boolean }>) {
  return (
    <tr role="row" class={standsOut ? 'standout' : undefined}>
      {children}
    </tr>
  )
}

/** `label` repeats the column's name where rows are cards. `heading` marks the cell that names the row. */
export function Cell({ label, heading = false, children }: PropsWithChildren<{ label?: string | undefined; heading?: boolean }>) {
  return heading ? (
    <th role="rowheader" scope="row">
      {children}
    </th>
  ) : (
    <td role="cell" data-label={label}>
      <div>{children}</div>
    </td>
  )
}

/** The cell at the row's end that holds its buttons. */
export function ActionsCell({ children }: PropsWithChildren<object>) {
  return (
    <td role="cell" class="actions">
      <div>{children}</div>
    </td>
  )
}

/** The cell at the row's beginning that holds its tick. */
export function SelectCell({ form, name, value, label }: { form: string; name: string; value: string; label: string }) {
  return (
    <td role="cell" class="select">
      <label>
        <input type="checkbox" form={form} name={name} value={value} autocomplete="off" />
        <span class="heard">{label}</span>
      </label>
    </td>
  )
}

/** A second, quieter line in a cell. */
export function Sub({ children }: PropsWithChildren<object>) {
  return <span class="sub">{children}</span>
}

/** Word, shape and colour: filled, half, hollow; square for those who never sign in. */
export function StateBadge({ state, reason = null }: { state: ListedState; reason?: InactiveReason | null }) {
  return (
    <>
      <span class={`state ${state}`}>{LISTED_STATE_WORDS[state]}</span>
      {reason === null ? null : <Sub>{REASON_WORDS[reason]}</Sub>}
    </>
  )
}

/** A filter with its count; the address holds which one is current. `isFloor`: there are more than were counted. */
export function Chip({
  label,
  count,
  isFloor = false,
  href,
  current,
}: {
  label: string
  count?: number | undefined
  isFloor?: boolean | undefined
  href: string
  current: boolean
}) {
  return (
    <a class="chip" href={href} aria-current={current ? 'true' : undefined}>
      {label}
      {count === undefined ? null : <span class="count">{countWords(count, isFloor)}</span>}
    </a>
  )
}

/** "5,000", or "5,000+" where there are more than were counted. */
export function countWords(count: number, isFloor: boolean): string {
  return `${count.toLocaleString('en-GB')}${isFloor ? '+' : ''}`
}

/** A filter that is on, and the way to take it off. */
export function FilterChip({ label, href }: { label: string; href: string }) {
  return (
    <a class="chip filter" href={href}>
      {label}
      <span class="heard">: remove this filter</span>
      <Icon name="cross" />
    </a>
  )
}

export function Chips({ label, children }: PropsWithChildren<{ label: string }>) {
  return (
    <nav class="chips" aria-label={label}>
      {children}
    </nav>
  )
}

export function EmptyState({ heading, children }: PropsWithChildren<{ heading: string }>) {
  return (
    <div class="empty">
      <h2>{heading}</h2>
      {children}
    </div>
  )
}

/** Cursor pages: where to go back and on; null where there is nothing that way. */
export function Pager({ previous, next, summary }: { previous: string | null; next: string | null; summary?: Child }) {
  if (previous === null && next === null && summary === undefined) return <></>
  return (
    <nav class="pager" aria-label="Pages">
      {summary === undefined ? null : <p>{summary}</p>}
      {previous === null ? null : (
        <a class="button quiet small" rel="prev" href={previous}>
          Previous
        </a>
      )}
      {next === null ? null : (
        <a class="button quiet small" rel="next" href={next}>
          Next
        </a>
      )}
    </nav>
  )
}
