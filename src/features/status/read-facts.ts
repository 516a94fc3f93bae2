import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { FRONT_DOOR_STATUS_PATH } from '../../domain/status-address.ts'
import type { StatusFacts } from '../../domain/status-facts.ts'
import { listContacts } from '../support/contact-queries.ts'
import { listComponents, listGroups, listIncidentsAndMaintenances, listSpans, readPage } from './facts-queries.ts'

export type ReadFacts = { readonly facts: StatusFacts; readonly revision: number; readonly now: Date }

/** All that is published, at one moment of the core's database: a snapshot of it, so that nothing in it contradicts the rest. */
export async function readStatusFacts(core: Core): Promise<ReadFacts> {
  return core.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => readFactsIn(core, trx))
}

/** The same as a transaction sees it that has begun already: what it has written is part of it. */
export async function readFactsIn(core: Core, trx: Trx): Promise<ReadFacts> {
  const { frontDoorOrigin, status } = core.config
  const { revision, now, ...page } = await readPage(trx)
  const [groups, components, spans, { incidents, maintenances }, contacts] = [
    await listGroups(trx),
    await listComponents(trx),
    await listSpans(trx),
    await listIncidentsAndMaintenances(trx),
    await listContacts(trx),
  ]
  const facts: StatusFacts = {
    page: { id: page.id, name: status.name, url: `${frontDoorOrigin}${FRONT_DOOR_STATUS_PATH}`, ...dates(page) },
    groups,
    components,
    spans,
    incidents,
    maintenances,
    contacts,
    weights: status.weights,
  }
  return { facts, revision, now }
}

const dates = ({ createdAt, changedAt }: { createdAt: Date; changedAt: Date }) => ({ createdAt, changedAt })
