import type { Child, PropsWithChildren } from 'hono/jsx'
import { REASON_WORDS, STATE_WORDS, type AccountState, type InactiveReason } from '../domain/account-state.ts'
import { Icon } from './icons.tsx'

export type Column = {
  label: string
  /** Heard, not seen: for the column of actions. */
  hidden?: boolean | undefined
  /** Where the header leads, and how the list is sorted by it now. */
  sort?: { href: string; direction: 'ascending' | 'descending' | null } | undefined
}

/** Roles are spelt out because narrow screens turn rows into cards, and `display` would take the table's meaning away. */
export function Table({ caption, columns, children }: PropsWithChildren<{ caption: string; columns: readonly Column[] }>) {
  return (
    <table role="table">
      <caption class="heard">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              role="columnheader"
              scope="col"
              class={column.sort ? 'sortable' : undefined}
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
  if (column.hidden) return <span class="heard">{column.label}</span>
  if (!column.sort) return <>{column.label}</>
  return (
    <a href={column.sort.href}>
      {column.label}
      <Icon name="chevron" />
    </a>
  )
}

export function Row({ children }: PropsWithChildren<object>) {
  return <tr role="row">{children}</tr>
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

/** A second, quieter line in a cell. */
export function Sub({ children }: PropsWithChildren<object>) {
  return <span class="sub">{children}</span>
}

/** Word, shape and colour: filled, half, hollow. */
export function StateBadge({ state, reason = null }: { state: AccountState; reason?: InactiveReason | null }) {
  return (
    <>
      <span class={`state ${state}`}>{STATE_WORDS[state]}</span>
      {reason === null ? null : <Sub>{REASON_WORDS[reason]}</Sub>}
    </>
  )
}

/** A filter with its count; the address holds which one is current. */
export function Chip({
  label,
  count,
  href,
  current,
}: {
  label: string
  count?: number | undefined
  href: string
  current: boolean
}) {
  return (
    <a class="chip" href={href} aria-current={current ? 'true' : undefined}>
      {label}
      {count === undefined ? null : <span class="count">{count.toLocaleString('en-GB')}</span>}
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
