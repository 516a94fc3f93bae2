import type { Hono } from 'hono'
import type { App } from '../app.ts'
import { AUDIT_OPERATIONS } from '../features/audit/api.ts'
import { BULK_OPERATIONS } from '../features/bulk/api.ts'
import { EXPORT_OPERATIONS } from '../features/exports/api.ts'
import { IMPORT_OPERATIONS } from '../features/imports/api.ts'
import { SETTINGS_OPERATIONS } from '../features/settings/api.ts'
import { SESSION_OPERATION } from '../features/sign-in/session-api.ts'
import { UNIT_OPERATIONS } from '../features/subscriptions/api.ts'
import { TOKEN_OPERATIONS } from '../features/tokens/api.ts'
import { USER_OPERATIONS } from '../features/users/api.ts'
import { apiDocument, type ApiDocument } from '../http/api/document.ts'
import type { Operation } from '../http/api/operation.ts'
import { apiRoutes } from '../http/api/routes.ts'
import type { PlatformEnv } from '../http/environment.ts'

/** Every operation of the JSON API (A07), in the order of its page. Routes, document and page are made from this table. */
export const PLATFORM_OPERATIONS: readonly Operation[] = [
  ...USER_OPERATIONS,
  ...BULK_OPERATIONS,
  ...EXPORT_OPERATIONS,
  ...UNIT_OPERATIONS,
  ...SETTINGS_OPERATIONS,
  ...AUDIT_OPERATIONS,
  ...IMPORT_OPERATIONS,
  ...TOKEN_OPERATIONS,
]

/** The JSON API of a platform, and its document, which is made when it is first asked for. */
export function platformApi(app: App): { readonly routes: Hono<PlatformEnv>; readonly document: () => ApiDocument } {
  const { origin, brand, platform } = app.config
  let made: ApiDocument | null = null
  const document = () => {
    const operations = [...PLATFORM_OPERATIONS, SESSION_OPERATION]
    made ??= apiDocument({ operations, origin, title: `${brand.name}, ${platform.label}` })
    return made
  }
  return { routes: apiRoutes(app, PLATFORM_OPERATIONS, document), document }
}
