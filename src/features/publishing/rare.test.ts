import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { pageOf as page, publicationsOf, said } from '../../../test/support/publications.ts'
import type { LaterArtefact } from './artefact.ts'
import type { Publication } from './publication.ts'

const world = await useCore({ work: false })
const { clock, newFolder, open } = publicationsOf(world)

describe('what is rare', () => {
  const rare = (id: number, version = 'v1'): LaterArtefact => ({
    path: `/rare/${id}`,
    contentType: 'text/plain',
    version,
    isRare: true,
    draw: () => {
      drawn.push(id)
      // As slow as a machine under load.
      clock.pass(1)
      return { body: `rare ${id} ${version}`, whenStale: `stale ${id} {}` }
    },
  })
  const drawn: number[] = []
  const text = async (publication: Publication, path: string) => new TextDecoder().decode((await publication.at(path))?.bytes)

  test('does not hold up what is not: it is drawn in several goes, and once, also by the next process', async () => {
    const folder = await newFolder()
    let body = 'one'
    const all = Array.from({ length: 10 }, (_, id) => id)
    const wish = { folder, artefacts: () => [page(body), ...all.map((id) => rare(id))] }
    const publication = await open(wish)
    await publication.look()
    expect(said(publication)).toBe('one')
    expect(drawn).toEqual([0, 1, 2])
    expect(publication.at('/rare/9')).toBeNull()
    for (let go = 0; go < 3; go += 1) await publication.look()
    expect(drawn).toEqual(all)
    expect(await text(publication, '/rare/9')).toBe('rare 9 v1')
    expect(publication.find('/rare/9')).toBeNull()
    await publication.close()
    body = 'two'
    const next = await open(wish)
    await next.catchUp()
    expect([said(next), await text(next, '/rare/9'), drawn.length]).toEqual(['two', 'rare 9 v1', 10])
    clock.pass(61)
    await next.check()
    expect(await text(next, '/rare/9')).toMatch(/^stale 9 20/)
    await next.close()
  })

  test('is drawn anew where it was lost', async () => {
    const folder = await newFolder()
    const publication = await open({ folder, artefacts: () => [rare(1)] })
    await publication.catchUp()
    await rm(join(folder, 'objects'), { recursive: true })
    await expect(publication.at('/rare/1')).rejects.toThrow('ENOENT')
    await publication.catchUp()
    expect(await text(publication, '/rare/1')).toBe('rare 1 v1')
    await publication.close()
  })
})
