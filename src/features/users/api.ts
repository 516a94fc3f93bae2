import { z } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { LISTED_STATES, SIGN_IN_FILTERS, USER_SORTS, type ListedState, type SignInFilter } from '../../domain/user-list.ts'
import { operation, type ApiAnswer, type Operation } from '../../http/api/operation.ts'
import { askedPairs, IdSchema, nextPagePath, PAGE_PARAMETERS, pageOf } from '../../http/api/schemas.ts'
import { API_ROOT } from '../../ui/paths.ts'
import { readUserListAddress } from '../../ui/user-list-address.ts'
import { actOperations } from './act-api.ts'
import { addUser } from './add-user.ts'
import { changeUser } from './change-user.ts'
import { emailOperations } from './email-api.ts'
import { listUsers } from './list-users.ts'
import { oversightOperations } from './oversight-api.ts'
import { requestOperations } from './request-api.ts'
import {
  ListedUserSchema,
  listedUserJson,
  NewUserSchema,
  ListedStateSchema,
  RoleSchema,
  UserChangeSchema,
  userJson,
  UserSchema,
} from './schemas-api.ts'
import { viewUserFacts } from './view-user.ts'

const UserListQuery = z.strictObject({
  q: z.string().max(200).optional().openapi({ description: 'Words that all occur in name, login or e-mail address' }),
  state: ListedStateSchema.optional(),
  role: RoleSchema.optional(),
  unit: z
    .union([IdSchema, z.literal('none')])
    .optional()
    .openapi({ description: 'A business unit, or `none` for those who are in none' }),
  signIn: z
    .enum(Object.keys(SIGN_IN_FILTERS) as [SignInFilter, ...SignInFilter[]])
    .optional()
    .openapi({ description: 'By the last sign-in, in days from now' }),
  sort: z.enum(USER_SORTS).optional().openapi({ default: 'name' }),
  order: z.enum(['ascending', 'descending']).optional(),
  ...PAGE_PARAMETERS,
})

const UserListSchema = z
  .object({
    ...pageOf(ListedUserSchema),
    total: z.int().openapi({ description: 'Users of the subscription, whatever was asked for' }),
    found: z
      .object(Object.fromEntries(LISTED_STATES.map((state) => [state, z.int()])) as Record<ListedState, z.ZodInt>)
      .openapi({ description: 'Those that search and filters find, by state' }),
    isFoundExact: z.boolean().openapi({ description: 'Otherwise so many were counted, and there are more' }),
  })
  .openapi('UserList')

/** The user as they stand, with the ETag that an edit asks for. */
async function answerUser(app: App, actor: MemberActor, id: string): Promise<ApiAnswer<z.input<typeof UserSchema>>> {
  const user = await viewUserFacts(app, actor, id)
  return { body: userJson(user), version: user.version }
}

const listOperation = operation({
  id: 'listUsers',
  method: 'get',
  path: '/users',
  tag: 'Users',
  summary: 'List users',
  description:
    'One page of the users that you can see, in a stable order. The same search, filters and orders as in the browser.',
  scope: 'users:read',
  permission: { anyone: true },
  query: UserListQuery,
  reply: UserListSchema,
  status: 200,
  answers: 'A page of users',
  run: async (app, { actor, query }) => {
    const { limit, signIn, ...asked } = query
    const wish = readUserListAddress(new URLSearchParams(askedPairs({ ...asked, 'sign-in': signIn })))
    const page = await listUsers(app, actor, wish, limit === undefined ? {} : { limit })
    const { users, total, found, isFoundExact, next: place } = page
    const next = place?.id ?? null
    return {
      body: {
        items: users.map((user) => ({ ...listedUserJson(user), email: user.email })),
        next,
        total,
        found: { ...found },
        isFoundExact,
      },
      nextPage: nextPagePath(`${API_ROOT}/users`, query, next),
    }
  },
})

const readOperation = operation({
  id: 'getUser',
  method: 'get',
  path: '/users/{id}',
  tag: 'Users',
  summary: 'Read a user',
  scope: 'users:read',
  permission: { anyone: true },
  manner: 'read',
  reply: UserSchema,
  status: 200,
  answers: 'The user',
  run: (app, { actor, params }) => answerUser(app, actor, params['id'] ?? ''),
})

const createOperation = operation({
  id: 'createUser',
  method: 'post',
  path: '/users',
  tag: 'Users',
  summary: 'Add a user',
  description:
    'The username is generated. Who can sign in gets a welcome mail with a link to choose a password; nobody else ever sees one.',
  scope: 'users:write',
  permission: { right: 'add_users' },
  manner: 'create',
  body: NewUserSchema,
  reply: UserSchema,
  status: 201,
  answers: 'The new user; Location is its address',
  run: async (app, { actor, body, context }) => {
    const { businessUnitId, externalId, ...person } = body
    const input = { ...person, businessUnitId: businessUnitId ?? '', externalId: externalId ?? '' }
    const { accountId } = await addUser(app, actor, input, context)
    return { ...(await answerUser(app, actor, accountId)), location: `${API_ROOT}/users/${accountId}` }
  },
})

const changeOperation = operation({
  id: 'changeUser',
  method: 'patch',
  path: '/users/{id}',
  tag: 'Users',
  summary: 'Change a user',
  description: 'Names, role, business unit, extra rights, external id. Who gets another role is signed out and told.',
  scope: 'users:write',
  permission: { verbs: ['edit', 'change_role', 'move', 'change_rights'] },
  refusals: ['not_oneself', 'point_of_contact', 'wrong_state', 'last_manager'],
  manner: 'edit',
  body: UserChangeSchema,
  reply: UserSchema,
  status: 200,
  answers: 'The user as it is now',
  run: async (app, { actor, params, body, version, context }) => {
    const accountId = params['id'] ?? ''
    const { firstName, lastName, role, businessUnitId, extraRights, externalId } = body
    const change = {
      ...(firstName !== undefined && { firstName }),
      ...(lastName !== undefined && { lastName }),
      ...(role !== undefined && { role }),
      ...(businessUnitId !== undefined && { businessUnitId: businessUnitId ?? '' }),
      ...(extraRights !== undefined && { extraRights }),
      ...(externalId !== undefined && { externalId: externalId ?? '' }),
    }
    await changeUser(app, actor, { accountId, change, version }, context)
    return answerUser(app, actor, accountId)
  },
})

/** Everything that the Users section does, for programs (A07). */
export const USER_OPERATIONS: readonly Operation[] = [
  listOperation,
  createOperation,
  readOperation,
  changeOperation,
  ...actOperations,
  ...emailOperations,
  ...oversightOperations,
  ...requestOperations,
]
