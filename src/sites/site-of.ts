import type { App } from '../app.ts'
import type { Product } from '../domain/platform-directory.ts'
import type { Site } from '../http/site.ts'
import { pciSite } from './pci.ts'
import { platformSite } from './platform.ts'

const SITES: Readonly<Record<Product, (app: App) => Site>> = { platform: platformSite, pci: pciSite }

/** The site of a platform, as its product has it. */
export function siteOf(app: App): Site {
  return SITES[app.config.platform.product](app)
}
