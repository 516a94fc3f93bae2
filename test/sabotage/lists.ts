import type { Sabotage } from './sabotage.ts'

/** The Users list, and acts on many at once. */
export const LISTS: readonly Sabotage[] = [
  {
    invariant: 'I-26',
    bug: 'a search of the list finds e-mail addresses that its reader may not know',
    file: 'src/features/users/list-conditions.ts',
    find: 'or (${known} and ${inAll})',
    replace: 'or ${inAll}',
    tests: ['src/features/users/list-scope.test.ts'],
  },
  {
    invariant: 'I-26',
    bug: 'the order by e-mail address tells where everybody’s stands',
    file: 'src/features/users/list-orders.ts',
    find: 'if (known === null) return plain(EMAIL, descending)',
    replace: 'return plain(EMAIL, descending)',
    tests: ['src/features/users/list-scope.test.ts'],
  },
  {
    invariant: 'I-26',
    bug: 'the list counts and shows people of other units to those whose unit keeps to itself',
    file: 'src/features/users/list-conditions.ts',
    find: 'return reader.seesOnlyUnit ? all([ofSubscription, inNarrowScope(reader)]) : ofSubscription',
    replace: 'return ofSubscription',
    tests: ['src/features/users/list-scope.test.ts'],
  },
  {
    invariant: 'I-26',
    bug: 'a bulk act finds whoever is named, whether or not the one who asks may see them',
    file: 'src/features/bulk/prepare-bulk-act.ts',
    find: 'where accounts.id = any(${ids}::uuid[]) and ${inScope(scope)}`',
    replace: 'where accounts.id = any(${ids}::uuid[])`',
    tests: ['src/features/bulk/bulk.test.ts'],
  },
  {
    invariant: 'I-26',
    bug: 'any Manager of a subscription sees what another has prepared',
    file: 'src/features/bulk/queries.ts',
    find: ".where('id', '=', id).where('subscriptionId', '=', subscriptionId).where('accountId', '=', accountId)",
    replace: ".where('id', '=', id).where('subscriptionId', '=', subscriptionId)",
    tests: ['src/features/bulk/bulk.test.ts'],
  },
  {
    invariant: 'I-27',
    bug: 'a bulk act asks once for all and not again for each user',
    file: 'src/features/bulk/run-bulk-act.ts',
    find: 'if (refusal !== null) return refusal',
    replace: '',
    tests: ['src/features/bulk/bulk.test.ts'],
  },
]
