import type { ColumnType } from 'kysely'

/** Json columns are written as text (`JSON.stringify`) and read as values. */
export type Json<Value> = ColumnType<Value, string, string>
export type NullableJson<Value> = ColumnType<Value | null, string | null | undefined, string | null>
