import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'

/** What answers for one origin: takes a request as Hono does. */
export type Site = {
  readonly fetch: (request: Request, bindings: Partial<HttpBindings>) => Response | Promise<Response>
  /** Answers what it can on the connection itself, before a request is made of it; for all else it calls `next`. */
  readonly answer?: (incoming: IncomingMessage, outgoing: ServerResponse, next: () => void) => void
}
