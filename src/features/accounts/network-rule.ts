import { sql, type RawBuilder } from 'kysely'

/**
 * Whether a subscription lets in from an address (A05): `settings` is the SQL of its settings in force, `address` that of
 * the caller's own (I-16). The list of JSON is read as an array, which costs a request less than unfolding it into rows.
 */
export function isAllowedFrom(settings: RawBuilder<unknown>, address: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`coalesce(${address} <<= any (translate(${settings} ->> 'allowedNetworks', '[]"', '{}')::cidr[]), true)`
}
