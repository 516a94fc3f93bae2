import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { RequestContext } from '../domain/request-context.ts'
import type { RestrictedViewer, Viewer } from '../domain/viewer.ts'
import type { ProductPaths } from '../ui/paths.ts'

/** What the middleware leaves for the pages of the front door. */
export type FrontDoorEnv = {
  Bindings: Partial<HttpBindings>
  Variables: { requestContext: RequestContext }
}

/** What it leaves for those of a platform. */
export type PlatformEnv = {
  Bindings: Partial<HttpBindings>
  Variables: {
    requestContext: RequestContext
    /** Those of the site's product. */
    paths: ProductPaths
    viewer: Viewer | null
    /** Who may choose a password and do nothing else; then there is no viewer. */
    restricted: RestrictedViewer | null
    hasAllHeaders?: true
  }
}

export type PlatformContext = Context<PlatformEnv>
