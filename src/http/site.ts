import type { HttpBindings } from '@hono/node-server'

/** What answers for one origin: takes a request as Hono does. */
export type Site = {
  readonly fetch: (request: Request, bindings: Partial<HttpBindings>) => Response | Promise<Response>
}
