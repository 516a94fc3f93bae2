import type { PLATFORM, ProductPaths } from './paths.ts'

/** Of everything that operators sign in for. */
export const STAFF_ROOT = '/staff'

/** The paths of a platform, for the part of the front door that is only for operators; its users are people there. */
export function staffPathsOf(platform: typeof PLATFORM): ProductPaths {
  const moved = Object.entries(platform).map(([name, path]) => [name, typeof path === 'string' ? below(path) : belowWith(path)])
  // Built name by name from the table that the type is made of.
  return Object.fromEntries(moved) as ProductPaths
}

function below(path: string): string {
  return path === '/' ? STAFF_ROOT : `${STAFF_ROOT}${path.replace(/^\/users(?=\/|\?|$)/, '/people')}`
}

function belowWith(path: (...parts: never[]) => string): (...parts: never[]) => string {
  return (...parts) => below(path(...parts))
}
