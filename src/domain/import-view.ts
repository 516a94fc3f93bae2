import type { Fate, RowNote, RowReason } from './user-import.ts'

/** `checked`: the dry run is there to be read, and waits for its start. */
export type ImportState = 'reading' | 'checked' | 'running' | 'done' | 'cancelled'

/** One import of users, for whoever brought the file and for Managers (A06). */
export type ImportSummary = {
  readonly id: string
  readonly state: ImportState
  readonly fileName: string
  /** A username; null where that account is gone. */
  readonly startedBy: string | null
  readonly isOwn: boolean
  readonly createsUnits: boolean
  readonly welcomes: boolean
  readonly ignoredColumns: readonly string[]
  /** What becomes of its rows; once it is over, what became of them. */
  readonly counts: Readonly<Record<Fate, number>>
  readonly toDo: number
  readonly done: number
  readonly createdAt: Date
  readonly endedAt: Date | null
}

/** Never the hash. */
export type ImportRow = {
  readonly line: number
  readonly externalId: string | null
  readonly username: string | null
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: string
  readonly unitName: string | null
  readonly hasPassword: boolean
  /** Whether this is what happened, and not what is yet to. */
  readonly isDone: boolean
  readonly fate: Fate
  readonly reasons: readonly RowReason[]
  readonly notes: readonly RowNote[]
  /** Each fact that changes, by its name; of units their ids. */
  readonly changes: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>
}

/** Rows of one fate, or all, that come after a line of the file or before one. */
export type ImportWish = {
  readonly fate: Fate | null
  readonly place: { readonly side: 'after' | 'before'; readonly line: number } | null
}

export type ImportPage = ImportSummary & {
  readonly rows: readonly ImportRow[]
  readonly previous: ImportWish['place']
  readonly next: ImportWish['place']
}
