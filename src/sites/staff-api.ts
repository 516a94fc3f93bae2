import type { Hono } from 'hono'
import type { Core } from '../core.ts'
import { incidentOperations } from '../features/desk/incidents-api.ts'
import { componentOperations, maintenanceOperations } from '../features/desk/maintenance-api.ts'
import { apiDocument, type ApiDocument } from '../http/api/document.ts'
import { apiRoutes } from '../http/api/routes.ts'
import type { PlatformEnv } from '../http/environment.ts'

/** The JSON API of operators, below `/staff/api/v1`, from one table: routes and document. */
export function staffApi(core: Core): Hono<PlatformEnv> {
  const { origin, brand, platform } = core.config
  const on = (app: { db: Core['db'] }): Core => ({ ...core, db: app.db })
  const operations = [...incidentOperations(on), ...maintenanceOperations(on), ...componentOperations(on)]
  let made: ApiDocument | null = null
  return apiRoutes(core, operations, () => {
    made ??= apiDocument({ operations, origin, title: `${brand.name}, ${platform.label}` })
    return made
  })
}
