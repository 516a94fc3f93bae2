import type { Generated } from 'kysely'
import type { Json } from './json-columns.ts'

export type BulkActTable = {
  id: string
  subscriptionId: string
  /** Who asked for it; null once that account is gone. */
  accountId: string | null
  /** Where a program did. */
  tokenId: string | null
  act: string
  /** Where it moves users to, once that is chosen. */
  businessUnitId: string | null
  unitChosen: Generated<boolean>
  state: Generated<string>
  /** The query of the list that it was asked for on. */
  list: string
  missing: Generated<number>
  total: Generated<number>
  done: Generated<number>
  refused: Generated<number>
  address: string
  requestId: string
  createdAt: Generated<Date>
  startedAt: Date | null
  endedAt: Date | null
}

export type UserImportTable = {
  id: string
  subscriptionId: string
  /** Who brought the file; null once that account is gone. */
  accountId: string | null
  /** Where a program brought it. */
  tokenId: string | null
  state: string
  fileName: string
  createsUnits: boolean
  welcomes: Generated<boolean>
  ignoredColumns: Generated<string[]>
  created: Generated<number>
  changed: Generated<number>
  unchanged: Generated<number>
  refused: Generated<number>
  /** Rows that were to be created or changed, and how many of them are behind us. */
  toDo: Generated<number>
  done: Generated<number>
  /** Of the file: the last of those behind us. */
  lastLine: Generated<number>
  address: string
  requestId: string
  createdAt: Generated<Date>
  startedAt: Date | null
  endedAt: Date | null
}

export type UserImportRowTable = {
  importId: string
  line: number
  externalId: string | null
  username: string | null
  firstName: string
  lastName: string
  email: string
  role: string
  unitName: string | null
  /** Whether the file has a column of units: without one, units stay as they are. */
  speaksOfUnit: boolean
  /** A hash from the file, until its row is done. */
  credential: string | null
  fate: string
  reasons: Generated<string[]>
  notes: Generated<string[]>
  changes: Json<Record<string, unknown>>
  isDone: boolean
}
