import type { App } from '../app.ts'
import type { Product } from '../domain/platform-directory.ts'
import type { StatusSource } from '../features/standings/status-source.ts'
import type { Site } from '../http/site.ts'
import { pciSite } from './pci.ts'
import { platformSite } from './platform.ts'

const SITES: Readonly<Record<Exclude<Product, 'staff'>, (app: App, status: StatusSource | null) => Site>> = {
  platform: platformSite,
  pci: pciSite,
}

/** The site of a platform, as its product has it; `status`: where it knows its own from (N05). Operators are no platform's: theirs is in `core-site.ts`. */
export function siteOf(app: App, status: StatusSource | null = null): Site {
  const { id, product } = app.config.platform
  if (product === 'staff') throw new TypeError(`${id} has no site of its own`)
  return SITES[product](app, status)
}
