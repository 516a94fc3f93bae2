import pino from 'pino'
import { afterAll } from 'vitest'
import type { Core } from '../../src/core.ts'
import type { Publication } from '../../src/features/publishing/publication.ts'
import type { Site } from '../../src/http/site.ts'
import { coreSite } from '../../src/sites/core-site.ts'
import { frontDoorSite } from '../../src/sites/front-door.ts'
import { openCore } from '../../src/sites/open-core.ts'
import { openStatusPublication } from '../../src/sites/open-status-publication.ts'
import { staffSite } from '../../src/sites/staff.ts'
import { CORE_TEMPLATE } from './template.ts'
import { openWorld, type World, type WorldOf, type WorldWish } from './world.ts'

/** The front door of its own for one test file: the core's database, and what it publishes. */
export type CoreWorld = WorldOf<Core> & {
  readonly publication: Publication
  /** The whole front door; `site` has only what needs the database. */
  readonly frontDoor: Site
}

/** A core's world for the file that calls this, outside of any test; it closes when the file's tests are over. */
export async function useCore(wish: Omit<WorldWish, 'platformId'> = {}): Promise<CoreWorld> {
  const world = await createCore(wish)
  afterAll(() => world.close())
  return world
}

/** The part of the front door where operators sign in, by itself, as a world like a platform's: for tests that walk its routes. */
export async function useStaff(wish: Omit<WorldWish, 'platformId'> = {}): Promise<World> {
  const core = await useCore(wish)
  return { ...core, site: staffSite(core.app) }
}

/** A core's world that the caller closes. Nothing is published before `publication.catchUp()`. */
export async function createCore(wish: Omit<WorldWish, 'platformId'> = {}): Promise<CoreWorld> {
  const world = await openWorld<Core>(wish, {
    template: CORE_TEMPLATE,
    open: async (parts, duties) => {
      const { core } = parts.config
      if (!core) throw new Error('a world of the core needs its configuration')
      const opened = await openCore({ ...parts, platform: core }, duties)
      return { ...opened, site: coreSite(opened.app) }
    },
  })
  const { config } = world
  const log = wish.log ?? pino({ level: 'silent' })
  const publication = await openStatusPublication({ config, log })
  publication.follow(world.app)
  return {
    ...world,
    publication,
    frontDoor: frontDoorSite({ config, log, publication, coreSite: () => world.site }),
    close: async () => {
      await publication.close()
      await world.close()
    },
  }
}
