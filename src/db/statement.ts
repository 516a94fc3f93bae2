import { type CompiledQuery, createQueryId, PostgresQueryCompiler, type RawBuilder } from 'kysely'
import type { Database, Trx } from './schema.ts'

/** Runs a statement that was compiled at the first call, with the values of its parameters by name. */
export type Statement<Parameters, Row> = (db: Database | Trx, values: Parameters) => Promise<readonly Row[]>

/**
 * A statement whose text never changes, for the paths that are walked most: it is put together once instead of at each
 * call, and since its text is always the same string, its name at the server is found without reading it. `write` is
 * given the names of the parameters where the template wants values; names its columns as its rows do (`"accountId"`).
 */
export function statement<Parameters extends object, Row>(
  write: (parameters: { readonly [Name in keyof Parameters]: Name }) => RawBuilder<Row>,
): Statement<Parameters, Row> {
  // Each parameter stands for its own name, so the compiled list of values is the order of the names.
  const names = new Proxy({}, { get: (_, name) => name }) as { readonly [Name in keyof Parameters]: Name }
  const compile = () => new PostgresQueryCompiler().compileQuery(write(names).toOperationNode(), createQueryId())
  let compiled: CompiledQuery | null = null
  return async (db, values) => {
    compiled ??= compile()
    const order = compiled.parameters as readonly (keyof Parameters)[]
    const query = { ...compiled, parameters: order.map((name) => values[name]) }
    const { rows } = await db.withoutPlugins().executeQuery<Row>(query)
    return rows
  }
}
