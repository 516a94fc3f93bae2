import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { deskComponentPages } from './component-pages.tsx'
import { deskIncidentPages } from './incident-pages.tsx'
import { deskMaintenancePages } from './maintenance-pages.tsx'
import { deskReopenPages } from './reopen-pages.tsx'
import { deskTemplatePages } from './template-pages.tsx'

/** Everything that operators write for the status page. */
export function statusStaffPages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .route('/', deskIncidentPages(core))
    .route('/', deskReopenPages(core))
    .route('/', deskMaintenancePages(core))
    .route('/', deskComponentPages(core))
    .route('/', deskTemplatePages(core))
}
