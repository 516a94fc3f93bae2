import type { Sabotage } from './sabotage.ts'

/** Operators of the front door. */
export const STAFF: readonly Sabotage[] = [
  {
    invariant: 'I-07',
    bug: 'shared pages forget that they stand below /staff',
    file: 'src/ui/paths.ts',
    find: 'staff: STAFF }',
    replace: 'staff: PLATFORM }',
    tests: ['src/sites/staff.test.ts'],
  },
  {
    invariant: 'I-24',
    bug: 'forms of operators are taken from anywhere',
    file: 'src/sites/staff.ts',
    find: '  site.use(refuseCrossOrigin(frontDoorOrigins))\n',
    replace: '',
    tests: ['src/http/bad-input.test.ts'],
  },
  {
    invariant: 'I-32',
    bug: 'an operator who comes by the command line leaves no trace',
    file: 'src/features/staff/add-first-operator.ts',
    find: "    await recordAudit(trx, {\n      action: 'account.added',",
    replace: "    if (subscriptionId === '') await recordAudit(trx, {\n      action: 'account.added',",
    tests: ['src/features/staff/first-operator.test.ts'],
  },
]
