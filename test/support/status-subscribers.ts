import type { Core } from '../../src/core.ts'
import type { SubscriberScope } from '../../src/domain/subscriber-scope.ts'
import { WHOLE_SCOPE } from '../../src/domain/subscriber-scope.ts'
import { openIncident, type WrittenUpdate } from '../../src/features/status/open-incident.ts'
import { updateIncident } from '../../src/features/status/update-incident.ts'
import { insertSubscriber } from '../../src/features/subscribers/queries.ts'
import { subscriberKey, subscriberKeyHash, webhookSecret } from '../../src/features/subscribers/subscriber-keys.ts'
import { newId } from '../../src/secrets.ts'

export type MadeSubscriber = {
  readonly id: string
  readonly address: string
  readonly secret: string
  readonly manageKey: string
  readonly unsubscribeKey: string
}

/** An active subscriber, without the way that one takes to become one. */
export async function makeSubscriber(
  core: Core,
  of: { address: string; kind?: 'mail' | 'webhook'; scope?: Partial<SubscriberScope> },
): Promise<MadeSubscriber> {
  const { address, kind = 'mail', scope = {} } = of
  const salted = { id: newId(), salt: Buffer.from(newId()) }
  await core.db.transaction().execute((trx) =>
    insertSubscriber(trx, {
      ...salted,
      kind,
      address,
      addressFolded: address.toLowerCase(),
      scope: { ...WHOLE_SCOPE, ...scope },
      confirmHash: null,
      manageHash: subscriberKeyHash(core, 'manage', salted),
      unsubscribeHash: subscriberKeyHash(core, 'unsubscribe', salted),
    }),
  )
  await core.db.updateTable('subscribers').set({ state: 'active' }).where('id', '=', salted.id).execute()
  return {
    id: salted.id,
    address,
    secret: webhookSecret(core, salted),
    manageKey: subscriberKey(core, 'manage', salted),
    unsubscribeKey: subscriberKey(core, 'unsubscribe', salted),
  }
}

export const OPERATOR = { actor: { kind: 'operator' }, context: null } as const

/** An incident of platforms, by their ids, as an operator opens it. */
export async function makeIncident(
  core: Core,
  of: { name: string; platforms?: readonly string[]; body?: string; deliver?: boolean },
): Promise<WrittenUpdate> {
  const { name, platforms = ['US1'], body = 'We are looking into it.', deliver = true } = of
  return openIncident(core, OPERATOR, {
    name,
    impact: 'minor',
    status: 'investigating',
    body,
    startedAt: null,
    displayAt: null,
    deliver,
    components: Object.fromEntries(platforms.map((id) => [id, 'degraded_performance'])),
  })
}

/** What an operator writes of it next. */
export async function makeUpdate(
  core: Core,
  { incidentId, name }: WrittenUpdate,
  { status, body = 'More is known.' }: { status: string; body?: string },
): Promise<WrittenUpdate> {
  return updateIncident(core, OPERATOR, {
    id: incidentId,
    version: null,
    name,
    impact: 'minor',
    status,
    body,
    deliver: true,
    components: { US1: status === 'resolved' ? 'operational' : 'degraded_performance' },
    startedAt: null,
    displayAt: null,
  })
}

/** How each delivery of a subscriber stands, in the order of the events. */
export async function deliveriesOf(core: Core, subscriberId: string) {
  return core.db
    .selectFrom('deliveries')
    .innerJoin('statusEvents', 'statusEvents.id', 'deliveries.eventId')
    .select(['deliveries.state', 'statusEvents.event'])
    .where('subscriberId', '=', subscriberId)
    .orderBy('eventId')
    .execute()
}
