import { z } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import type { BusinessUnit, NamedAccount } from '../../domain/business-unit.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { operation, type ApiAnswer, type Operation } from '../../http/api/operation.ts'
import { IdSchema } from '../../http/api/schemas.ts'
import { API_ROOT } from '../../ui/paths.ts'
import { changeUnit, createUnit, removeUnit } from './change-units.ts'
import { passPointOfContact, passUnitPointOfContact } from './pass-point-of-contact.ts'
import { listVisibleUnits, viewSubscription, viewUnit } from './view-subscription.ts'

const PersonSchema = z.object({ id: IdSchema, firstName: z.string(), lastName: z.string() }).openapi('Person')

const UnitSchema = z
  .object({
    id: IdSchema,
    name: z.string(),
    seesOnlyItself: z.boolean().openapi({ description: 'Its people read of no other unit' }),
    people: z.int().openapi({ description: 'How many users are in it' }),
    pointOfContact: PersonSchema.nullable(),
  })
  .openapi('BusinessUnit')

const SubscriptionSchema = z
  .object({
    name: z.string(),
    acronym: z.string(),
    pointOfContact: PersonSchema.nullable(),
    activeManagers: z.int().openapi({ description: 'One of them at least stays able to sign in' }),
    units: z.array(UnitSchema),
  })
  .openapi('Subscription')

const UnitName = z.string().openapi({ maxLength: 100, example: 'Payments' })
const NewUnitSchema = z.strictObject({ name: UnitName, seesOnlyItself: z.boolean().optional() }).openapi('NewBusinessUnit')
const UnitChangeSchema = NewUnitSchema.partial().openapi('BusinessUnitChange', { description: 'What is left out stays as it is' })
const ContactSchema = z.strictObject({ userId: IdSchema })
const UnitContactSchema = z.strictObject({
  userId: IdSchema.nullable().openapi({ description: 'Null: nobody; for Managers only' }),
})

function personJson(person: NamedAccount | null): z.input<typeof PersonSchema> | null {
  return person && { id: person.id, firstName: person.firstName, lastName: person.lastName }
}

function unitJson({ id, name, seesOnlyItself, people, pointOfContact }: BusinessUnit): z.input<typeof UnitSchema> {
  return { id, name, seesOnlyItself, people, pointOfContact: personJson(pointOfContact) }
}

async function answerSubscription(app: App, actor: MemberActor): Promise<ApiAnswer<z.input<typeof SubscriptionSchema>>> {
  const { name, acronym, pointOfContact, activeManagers, units } = await viewSubscription(app, actor)
  return { body: { name, acronym, pointOfContact: personJson(pointOfContact), activeManagers, units: units.map(unitJson) } }
}

async function answerUnit(app: App, actor: MemberActor, id: string): Promise<ApiAnswer<z.input<typeof UnitSchema>>> {
  return { body: unitJson((await viewUnit(app, actor, id)).unit) }
}

const LOOK = {
  tag: 'Units',
  method: 'get',
  scope: 'users:read',
  permission: { right: 'appoint_unit_point_of_contact' },
  status: 200,
} as const
const EDIT = { tag: 'Units', scope: 'units:write', permission: { right: 'manage_units' } } as const

const looking: readonly Operation[] = [
  operation({
    ...LOOK,
    id: 'getSubscription',
    path: '/subscription',
    summary: 'Read your subscription',
    reply: SubscriptionSchema,
    answers: 'What is known of it; a Unit Manager sees their unit alone',
    run: (app, { actor }) => answerSubscription(app, actor),
  }),
  operation({
    ...LOOK,
    id: 'listUnits',
    path: '/units',
    summary: 'List business units',
    reply: z.object({ items: z.array(UnitSchema) }),
    answers: 'The units that you may do something to, by name',
    run: async (app, { actor }) => ({ body: { items: (await listVisibleUnits(app, actor)).map(unitJson) } }),
  }),
  operation({
    ...LOOK,
    id: 'getUnit',
    path: '/units/{id}',
    summary: 'Read a business unit',
    reply: UnitSchema,
    answers: 'The unit',
    run: (app, { actor, params }) => answerUnit(app, actor, params['id'] ?? ''),
  }),
]

const editing: readonly Operation[] = [
  operation({
    ...EDIT,
    id: 'createUnit',
    method: 'post',
    path: '/units',
    summary: 'Create a business unit',
    manner: 'create',
    body: NewUnitSchema,
    reply: UnitSchema,
    status: 201,
    answers: 'The new unit; Location is its address',
    run: async (app, { actor, body: { name, seesOnlyItself = false }, context }) => {
      const { unitId } = await createUnit(app, actor, { name, seesOnlyItself }, context)
      return { ...(await answerUnit(app, actor, unitId)), location: `${API_ROOT}/units/${unitId}` }
    },
  }),
  operation({
    ...EDIT,
    id: 'changeUnit',
    method: 'patch',
    path: '/units/{id}',
    summary: 'Rename a business unit, or change what its people see',
    body: UnitChangeSchema,
    reply: UnitSchema,
    status: 200,
    answers: 'The unit as it is now',
    run: async (app, { actor, params: { id = '' }, body, context }) => {
      const { name, seesOnlyItself } = body
      const change = { ...(name !== undefined && { name }), ...(seesOnlyItself !== undefined && { seesOnlyItself }) }
      await changeUnit(app, actor, { unitId: id, change }, context)
      return answerUnit(app, actor, id)
    },
  }),
  operation({
    ...EDIT,
    id: 'removeUnit',
    method: 'delete',
    path: '/units/{id}',
    summary: 'Delete an empty business unit',
    refusals: ['unit_not_empty'],
    status: 204,
    answers: 'The unit is gone',
    run: async (app, { actor, params, context }) => {
      await removeUnit(app, actor, params['id'] ?? '', context)
      return { body: null }
    },
  }),
]

const appointing: readonly Operation[] = [
  operation({
    id: 'passUnitPointOfContact',
    method: 'put',
    path: '/units/{id}/point-of-contact',
    tag: 'Units',
    summary: 'Appoint a unit’s point of contact',
    description: 'An Active Unit Manager of the unit. Both the old one and the new one are told.',
    scope: 'units:write',
    permission: { right: 'appoint_unit_point_of_contact' },
    refusals: ['not_eligible'],
    body: UnitContactSchema,
    reply: UnitSchema,
    status: 200,
    answers: 'The unit as it is now',
    run: async (app, { actor, params: { id = '' }, body, context }) => {
      await passUnitPointOfContact(app, actor, { unitId: id, accountId: body.userId }, context)
      return answerUnit(app, actor, id)
    },
  }),
  operation({
    id: 'passPointOfContact',
    method: 'put',
    path: '/subscription/point-of-contact',
    tag: 'Units',
    summary: 'Pass on being the subscription’s point of contact',
    description: 'To an Active Manager. It is passed on and never given up; the old one is told.',
    scope: 'units:write',
    permission: { right: 'appoint_point_of_contact' },
    refusals: ['not_eligible', 'not_found'],
    body: ContactSchema,
    reply: SubscriptionSchema,
    status: 200,
    answers: 'The subscription as it is now',
    run: async (app, { actor, body, context }) => {
      await passPointOfContact(app, actor, body.userId, context)
      return answerSubscription(app, actor)
    },
  }),
]

/** Business units and points of contact (A03). */
export const UNIT_OPERATIONS: readonly Operation[] = [...looking, ...editing, ...appointing]
