import type { Sabotage } from './sabotage.ts'

/** What operators write for the status page. */
export const DESK: readonly Sabotage[] = [
  {
    invariant: 'I-27',
    bug: 'whoever has an account may write what the status page tells',
    file: 'src/features/status/require-operator.ts',
    find: "return actor.role === 'manager'",
    replace: 'return true',
    tests: ['src/features/status/incidents.test.ts'],
  },
  {
    invariant: 'I-32',
    bug: 'a deed of the status page leaves no audit row where there is nothing to tell',
    file: 'src/features/status/write-status.ts',
    find: '  await recordAudit(trx,',
    replace: '  if (told) await recordAudit(trx,',
    tests: ['src/features/status/words.test.ts'],
  },
  {
    invariant: 'I-33',
    bug: 'whoever resolves an incident can say with extra fields that it is something else',
    file: 'src/features/status/update-incident.ts',
    find: '{ ...input, ...rest }',
    replace: '{ ...rest, ...input }',
    tests: ['src/features/status/incidents.test.ts'],
  },
  {
    invariant: 'I-32',
    bug: 'a title is mended without a trace',
    file: 'src/features/status/edit-maintenance.ts',
    find: '      await recordDeed(trx, { ...doer, action, details: { incidentId: id, name, ...details }, told: null })\n',
    replace: '',
    tests: ['src/features/status/edit-maintenance.test.ts'],
  },
  {
    invariant: 'I-33',
    bug: 'a release closes its platforms, if one only asks for it afterwards',
    file: 'src/features/status/edit-maintenance.ts',
    find: 'input.closes && !isRelease',
    replace: 'input.closes',
    tests: ['src/features/status/edit-maintenance.test.ts'],
  },
  {
    invariant: 'I-32',
    bug: 'of many who open an incident again at once, all do',
    file: 'src/features/status/reopen-incident.ts',
    find: "    if (incident.resolvedAt === null) throw refuse('not_at_this_stage', { stage: 'open' })\n",
    replace: '',
    tests: ['src/features/status/reopen-incident.test.ts'],
  },
]
