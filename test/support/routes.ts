import type { Hono } from 'hono'
import type { World } from './world.ts'

/** A page or form of a site as it is routed: `{ method: 'POST', path: '/users/:id/activate' }`. */
export type Route = { readonly method: string; readonly path: string }

/** All routes of a world's site, from the site itself, so that no new one is forgotten; middleware is left out. */
export function routesOf({ site }: World): readonly Route[] {
  // A site is a Hono; its type shows only what callers need.
  const { routes } = site as unknown as Hono
  const known = new Map<string, Route>()
  for (const { method, path } of routes) {
    if (method !== 'ALL') known.set(`${method} ${path}`, { method, path })
  }
  return [...known.values()]
}

/** The path with each parameter filled in. */
export function pathOf({ path }: Route, parameter: string): string {
  return path.replaceAll(/:[^/]+/g, parameter)
}
