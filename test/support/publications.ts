import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll } from 'vitest'
import type { Artefact } from '../../src/features/publishing/artefact.ts'
import { openPublication, type Publication, type PublicationWish } from '../../src/features/publishing/publication.ts'
import type { CoreWorld } from './core-world.ts'
import { handClock } from './hand-clock.ts'

type Wish = Partial<Omit<PublicationWish, 'status'>> & { folder: string }

/** Publications of a world's core, each in a folder of the test's own; the folders go when the file's tests are over. */
export function publicationsOf(world: CoreWorld) {
  const folders: string[] = []
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true })
  })
  const clock = handClock()
  const newFolder = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-snapshot-'))
    folders.push(folder)
    return folder
  }
  const open = async ({ folder, ...wish }: Wish): Promise<Publication> => {
    const publication = await openPublication({
      status: { ...world.config.status, folder, staleAfterSeconds: 60 },
      artefacts: () => [pageOf('first')],
      headers: { own: {}, openToAll: {} },
      standingsPath: '/none',
      tell: (text, at) => text.replace('{}', at?.toISOString() ?? 'ever'),
      log: pino({ level: 'silent' }),
      clock,
      ...wish,
    })
    publication.follow(world.app)
    return publication
  }
  return { clock, newFolder, open }
}

export function pageOf(body: string): Artefact {
  return { path: '/page', contentType: 'text/html', body, whenStale: 'unknown since {}' }
}

/** What is published at a path, as text. */
export function said(publication: Publication, path = '/page'): string | undefined {
  return publication.find(path)?.body
}
