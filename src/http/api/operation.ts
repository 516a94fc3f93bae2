import { z } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import type { TokenScope } from '../../domain/api-token.ts'
import type { RefusalCode } from '../../domain/errors.ts'
import type { MemberEdit, MemberVerb, SubscriptionRight } from '../../domain/permissions.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import type { Download } from '../download.ts'

/** Whom the verb behind an operation asks for: the cells of the one table of rights, by name. */
export type ApiPermission =
  | { readonly verb: MemberVerb | MemberEdit }
  /** Whichever of these the body asks for. */
  | { readonly verbs: readonly (MemberVerb | MemberEdit)[] }
  | { readonly right: SubscriptionRight }
  /** Everybody in a subscription; what they get to see may differ. */
  | { readonly anyone: true }

export const API_TAGS = {
  Users: 'The users of your subscription: who they are, how they stand, and what can be done.',
  Requests: '“Please activate me”: what inactive users have asked for.',
  Units: 'Business units and points of contact.',
  Settings: 'How your subscription is kept safe.',
  Audit: 'What happened in your subscription, by whom, when and from where.',
  Imports: 'Users from files.',
  Status: 'What the status page tells: incidents, maintenance, components.',
  Tokens: 'What you are calling with.',
  Session: 'Who is signed in, for pages of this origin.',
} as const

export type ApiTag = keyof typeof API_TAGS

export type ApiCall<Query = unknown, Body = unknown> = {
  readonly actor: MemberActor
  /** By their names in the path. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  /** A file as it arrives, where the operation takes one. */
  readonly upload: AsyncIterable<Uint8Array> | null
  /** Of If-Match; null for `*`, and where none is asked for. */
  readonly version: number | null
  readonly context: RequestContext
}

export type ApiAnswer<Body = unknown> = {
  readonly body: Body
  /** Of what the body shows, where it has versions: becomes the ETag. */
  readonly version?: number
  /** Path of what was created. */
  readonly location?: string
  /** Path of the next page. */
  readonly nextPage?: string | null
  /** A file instead of a body. */
  readonly download?: Download
}

type Common = {
  /** `listUsers`: the name of the function in a generated client. */
  readonly id: string
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete'
  /** Below `/api/v1`: `/users/{id}`. */
  readonly path: `/${string}`
  readonly tag: ApiTag
  readonly summary: string
  readonly description?: string
  /** Null: any live token will do. */
  readonly scope: TokenScope | null
  readonly permission: ApiPermission
  /** Of the verb, beside those that every operation shares. */
  readonly refusals?: readonly RefusalCode[]
  readonly status: 200 | 201 | 202 | 204
  /** What the answer is. */
  readonly answers: string
  /** `create`: takes an Idempotency-Key. `read`: has an ETag. `edit`: asks for If-Match. */
  readonly manner?: 'create' | 'read' | 'edit'
  /** The body is a file of this type, of so many bytes at most. */
  readonly takesFile?: { readonly type: 'text/csv'; readonly bytes: number }
  /** The answer is a file of this type. */
  readonly givesFile?: 'text/csv' | 'application/json' | 'application/jsonl'
  /** Not for tokens. */
  readonly sessionOnly?: true
  /** Of what stands in the path: twelve letters and digits; else UUIDs. */
  readonly ids?: 'short'
}

/** An operation as the document tells it. */
export type DescribedOperation = Common & {
  readonly query: z.ZodObject
  readonly body: z.ZodType | null
  readonly reply: z.ZodType | null
}

/** One operation of the API as the table of all operations holds it: how it is called, by whom, and what runs. */
export type Operation = DescribedOperation & {
  readonly run: (app: App, call: ApiCall) => Promise<ApiAnswer>
}

export const NO_PARAMETERS = z.strictObject({})

/**
 * Writes one operation: query, body and reply by their schemas, of which the document is made, and the verb that runs. What
 * runs is given parsed values of the schemas' types, and must answer what the reply's schema says.
 */
export function operation<
  Query extends z.ZodObject = typeof NO_PARAMETERS,
  Body extends z.ZodType = z.ZodNull,
  Reply extends z.ZodType = z.ZodNull,
>(
  of: Common & {
    readonly query?: Query
    readonly body?: Body
    readonly reply?: Reply
    readonly run: (app: App, call: ApiCall<z.output<Query>, z.output<Body>>) => Promise<ApiAnswer<z.input<Reply>>>
  },
): Operation {
  const { query = NO_PARAMETERS, body = null, reply = null, run, ...common } = of
  // The pipeline parses query and body by these very schemas before it calls.
  return { ...common, query, body, reply, run: (app, call) => run(app, call as ApiCall<z.output<Query>, z.output<Body>>) }
}
