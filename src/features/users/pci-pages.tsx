import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { actPages } from './act-pages.tsx'
import { emailPages } from './email-pages.tsx'
import { pciAccountPages } from './pci-account-pages.tsx'
import { pciListPages } from './pci-list-pages.tsx'
import { pciUserPages } from './pci-user-pages.tsx'
import { requestPages } from './request-pages.tsx'

/** The Account section of the PCI platform, with its Users (S08, S26, S32); acts and requests are those of every product. */
export function pciUsersPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .route('/', pciAccountPages(app))
    .route('/', pciListPages(app))
    .route('/', requestPages(app))
    .route('/', pciUserPages(app))
    .route('/', emailPages(app))
    .route('/', actPages(app))
}
