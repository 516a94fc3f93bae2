import { z } from '@hono/zod-openapi'
import { EXTRA_RIGHTS, MEMBER_ACTS, MEMBER_EDITS, type ExtraRight } from '../../domain/permissions.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { Role } from '../../domain/roles.ts'
import { LISTED_STATES, type ListedUser, type UserProfile } from '../../domain/user-list.ts'
import { IdSchema, momentOrNull, MomentSchema } from '../../http/api/schemas.ts'

export const RoleSchema = z.enum(PRODUCTS.platform.roles as [Role, ...Role[]]).openapi('Role', { example: 'reader' })
export const ListedStateSchema = z
  .enum(LISTED_STATES)
  .openapi('ListedState', { description: '`mail_only`: a Contact, who never signs in' })
export const StateSchema = z.enum(['pending_activation', 'active', 'inactive']).openapi('State')
const ReasonSchema = z
  .enum(['failed_sign_ins', 'deactivated', 'idle'])
  .nullable()
  .openapi({ description: 'Why a user is inactive' })
export const ExtraRightSchema = z.enum(Object.keys(EXTRA_RIGHTS) as [ExtraRight, ...ExtraRight[]]).openapi('ExtraRight', {
  description: Object.entries(EXTRA_RIGHTS)
    .map(([right, words]) => `\`${right}\`: ${words}`)
    .join('. '),
})

const PERSON = {
  firstName: z.string().openapi({ maxLength: 100, example: 'Ada' }),
  lastName: z.string().openapi({ maxLength: 100, example: 'Berg' }),
}
const ExternalIdSchema = z
  .string()
  .nullable()
  .openapi({ maxLength: 200, description: 'What another system calls the user; one user of a subscription at most has it' })

const LISTED = {
  id: IdSchema,
  username: z.string().openapi({ example: 'acme_ab1' }),
  ...PERSON,
  role: RoleSchema,
  state: StateSchema,
  reason: ReasonSchema,
  businessUnit: z.object({ id: IdSchema, name: z.string() }).nullable(),
  isPointOfContact: z.boolean().openapi({ description: 'Of the subscription' }),
  isUnitPointOfContact: z.boolean(),
  lastSignInAt: MomentSchema.nullable(),
  createdAt: MomentSchema,
  isMailUndelivered: z.boolean().openapi({ description: 'The latest mail with a link could not be delivered' }),
}

const EmailSchema = z.string().nullable().openapi({ description: 'Null for who may not act on this user' })

export const ListedUserSchema = z.object({ ...LISTED, email: EmailSchema }).openapi('ListedUser')

export const UserSchema = z
  .object({
    ...LISTED,
    email: EmailSchema,
    externalId: ExternalIdSchema,
    extraRights: z.array(ExtraRightSchema),
    stateChangedAt: MomentSchema,
    stateChangedBy: z.string().openapi({ description: 'A username, or the part of the system that did it' }),
    version: z.int().openapi({ description: 'Counted up by each edit; the first part of the ETag' }),
    acts: z.array(z.enum(MEMBER_ACTS)).openapi({ description: 'What you may do to this user now' }),
    edits: z.array(z.enum(MEMBER_EDITS)).openapi({ description: 'What you may change of this user' }),
  })
  .openapi('User')

export const NewUserSchema = z
  .strictObject({
    ...PERSON,
    email: z.string().openapi({ format: 'email', maxLength: 254, example: 'ada.berg@example.com' }),
    role: RoleSchema,
    businessUnitId: IdSchema.nullable().optional().openapi({ description: 'Null or left out: in none' }),
    externalId: ExternalIdSchema.optional(),
  })
  .openapi('NewUser')

export const UserChangeSchema = z
  .strictObject({
    firstName: PERSON.firstName.optional(),
    lastName: PERSON.lastName.optional(),
    role: RoleSchema.optional(),
    businessUnitId: IdSchema.nullable().optional().openapi({ description: 'Null: out of any' }),
    extraRights: z.array(ExtraRightSchema).optional().openapi({ description: 'Of a Unit Manager; all that are to be held' }),
    externalId: ExternalIdSchema.optional(),
  })
  .openapi('UserChange', { description: 'What is left out stays as it is' })

export function listedUserJson(user: ListedUser): Omit<z.input<typeof ListedUserSchema>, 'email'> {
  const { id, username, firstName, lastName, role, state, reason, businessUnit, businessUnitId } = user
  const { isPointOfContact, isUnitPointOfContact, isMailUndelivered, lastSignInAt, createdAt } = user
  return {
    id,
    username,
    firstName,
    lastName,
    role,
    state,
    reason,
    businessUnit: businessUnitId === null ? null : { id: businessUnitId, name: businessUnit ?? '' },
    isPointOfContact,
    isUnitPointOfContact,
    lastSignInAt: momentOrNull(lastSignInAt),
    createdAt: createdAt.toISOString(),
    isMailUndelivered,
  }
}

export function userJson(user: Omit<UserProfile, 'oversight'>): z.input<typeof UserSchema> {
  const { email, externalId, extraRights, stateChangedAt, stateChangedBy, version, verbs, edits } = user
  return {
    ...listedUserJson(user),
    email,
    externalId,
    extraRights: [...extraRights],
    stateChangedAt: stateChangedAt.toISOString(),
    stateChangedBy,
    version,
    acts: [...verbs],
    edits: [...edits],
  }
}
