import { readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { pageOf as page, publicationsOf, said } from '../../../test/support/publications.ts'
import { noteStatusChange } from '../status/note-status-change.ts'
import type { Artefact, ArtefactMaker, LaterArtefact } from './artefact.ts'
import { collect } from './collect.ts'
import type { Publication } from './publication.ts'

const world = await useCore({ work: false })
const { clock, newFolder, open } = publicationsOf(world)
const moment = (view: { now: Date }): Artefact => ({ path: '/now', contentType: 'text/plain', body: view.now.toISOString() })
const change = () => world.app.db.transaction().execute(noteStatusChange)
/** What keeps the one who looks each second from doing so by itself. */
const look = async (publication: Publication) => publication.look()
const names = (folder: string, kind: string) => readdir(join(folder, kind))

describe('what is published (N14)', () => {
  test('is kept in the folder, and is there at the next start before any database is', async () => {
    const folder = await newFolder()
    const first = await open({ folder })
    expect(said(first)).toBeUndefined()
    expect([first.contacts(), first.isStale()]).toEqual([null, true])
    await first.catchUp()
    await first.close()
    const second = await open({ folder, artefacts: () => [page('second')] })
    expect(said(second)).toBe('first')
    expect([second.contacts(), second.isStale()]).toEqual([first.contacts(), false])
    await second.catchUp()
    expect(said(second)).toBe('second')
    await second.close()
  })

  test('is written where it changed, and nowhere else', async () => {
    const folder = await newFolder()
    let body = 'one'
    const publication = await open({
      folder,
      artefacts: () => [{ path: '/still', contentType: 'text/plain', body: 'still' }, page(body)],
    })
    await publication.catchUp()
    const before = await names(folder, 'objects')
    body = 'two'
    await publication.catchUp()
    const added = (await names(folder, 'objects')).filter((name) => !before.includes(name))
    expect(await Promise.all(added.map((name) => readFile(join(folder, 'objects', name), 'utf8')))).toEqual(['two'])
    expect((await names(folder, 'manifests')).length).toBe(2)
    await publication.close()
  })

  test('stays as it is where a drawing fails, and then is no longer said to be fresh', async () => {
    let fails = false
    const artefacts: ArtefactMaker = () => {
      if (fails) throw new Error('no ink')
      return [page('good')]
    }
    const publication = await open({ folder: await newFolder(), artefacts })
    await publication.look()
    fails = true
    await change()
    await expect(look(publication)).rejects.toThrow('no ink')
    expect(said(publication)).toBe('good')
    clock.pass(61)
    await expect(look(publication)).rejects.toThrow('no ink')
    await publication.check()
    expect([publication.isStale(), said(publication)]).toEqual([true, expect.stringMatching(/^unknown since 20/)])
    fails = false
    await publication.look()
    expect([publication.isStale(), said(publication)]).toEqual([false, 'good'])
    await publication.close()
  })

  test('is shown although the disk takes nothing, which is made up for once it does', async () => {
    const folder = await newFolder()
    let body = 'before'
    const rare = (): LaterArtefact => ({
      path: '/rare',
      contentType: 'text/plain',
      version: body,
      isRare: true,
      draw: () => ({ body: `rare ${body}` }),
    })
    const publication = await open({ folder, artefacts: () => [page(body), rare()] })
    await publication.catchUp()
    const current = await readFile(join(folder, 'current'), 'utf8')
    await rename(join(folder, 'objects'), join(folder, 'aside'))
    await writeFile(join(folder, 'objects'), 'in the way')
    body = 'after'
    await publication.catchUp()
    expect(said(publication)).toBe('after')
    expect(new TextDecoder().decode((await publication.at('/rare'))?.bytes)).toBe('rare after')
    expect(await readFile(join(folder, 'current'), 'utf8')).toBe(current)
    await rm(join(folder, 'objects'))
    await rename(join(folder, 'aside'), join(folder, 'objects'))
    clock.pass(16)
    await publication.look()
    expect(await readFile(join(folder, 'current'), 'utf8')).not.toBe(current)
    await publication.close()
    expect(said(await open({ folder, artefacts: () => [] }))).toBe('after')
  })

  test('may be written by several processes into one folder: whoever comes last is read', async () => {
    const folder = await newFolder()
    const some = await Promise.all(['one', 'two', 'three'].map((body) => open({ folder, artefacts: () => [page(body)] })))
    await Promise.all(some.map((publication) => publication.catchUp()))
    await Promise.all(some.map((publication) => publication.close()))
    const next = await open({ folder })
    expect(['one', 'two', 'three']).toContain(said(next))
    await next.close()
  })
})

describe('a damaged snapshot', () => {
  test.each<[string, string, (folder: string, newest: string) => Promise<unknown>]>([
    ['an object that holds something else', 'old', async (folder, newest) => writeFile(join(folder, 'objects', newest), 'else')],
    ['an object that is not there', 'old', async (folder, newest) => rm(join(folder, 'objects', newest))],
    ['a manifest that is cut off', 'old', async (folder) => cut(join(folder, 'manifests', await currentOf(folder)))],
    ['a name of a manifest that is cut off', 'new', (folder) => cut(join(folder, 'current'))],
  ])('with %s is refused, and the newest that is whole is shown: the %s one', async (_what, shown, damage) => {
    const folder = await newFolder()
    let body = 'old'
    const publication = await open({ folder, artefacts: () => [page(body)] })
    await publication.catchUp()
    const older = new Date(Date.now() - 10_000)
    for (const name of await names(folder, 'manifests')) await utimes(join(folder, 'manifests', name), older, older)
    const before = new Set(await names(folder, 'objects'))
    body = 'new'
    await publication.catchUp()
    await publication.close()
    const newest = (await names(folder, 'objects')).find((name) => !before.has(name)) ?? ''
    await damage(folder, newest)
    const next = await open({ folder })
    expect(said(next)).toBe(shown)
    await next.close()
  })

  test('none is left: nothing is shown, and nothing said to be fresh', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'current'), 'nonsense')
    const publication = await open({ folder })
    expect([said(publication), publication.isStale()]).toEqual([undefined, true])
    await publication.close()
  })
})

async function currentOf(folder: string): Promise<string> {
  return (await readFile(join(folder, 'current'), 'utf8')).trim()
}

async function cut(file: string): Promise<void> {
  const bytes = await readFile(file)
  await writeFile(file, bytes.subarray(0, bytes.length / 2))
}

describe('silence (N14)', () => {
  test('turns it to unknown once it is longer than configured, with the time of the last report, and back', async () => {
    const publication = await open({
      folder: await newFolder(),
      artefacts: () => [page('good'), { path: '/api', contentType: 'x', body: 'known' }],
    })
    await publication.look()
    const fresh = await publication.at('/page')
    clock.pass(60)
    await publication.check()
    expect([publication.isStale(), said(publication)]).toEqual([false, 'good'])
    clock.pass(1)
    await publication.check()
    expect(publication.isStale()).toBe(true)
    expect(said(publication)).toMatch(/^unknown since \d{4}-/)
    expect(said(publication, '/api')).toBe('known')
    expect((await publication.at('/page'))?.mark).not.toBe(fresh?.mark)
    await publication.look()
    expect([publication.isStale(), said(publication)]).toEqual([false, 'good'])
    await publication.close()
  })

  test('counts from the heartbeat in the folder where a process starts without a database', async () => {
    const folder = await newFolder()
    const publication = await open({ folder })
    await publication.catchUp()
    await publication.close()
    await writeFile(join(folder, 'heartbeat'), `${new Date(clock.now().getTime() - 61_000).toISOString()}\n`)
    const stale = await open({ folder })
    expect([stale.isStale(), said(stale)]).toEqual([true, expect.stringContaining('unknown since')])
    await rm(join(folder, 'heartbeat'))
    const unknown = await open({ folder })
    expect([unknown.isStale(), said(unknown)]).toEqual([true, 'unknown since ever'])
  })

  test('is none as long as the database answers: a heartbeat each 15 seconds, though nothing changes', async () => {
    const folder = await newFolder()
    const publication = await open({ folder })
    const beat = () => readFile(join(folder, 'heartbeat'), 'utf8')
    await publication.look()
    const first = await beat()
    clock.pass(14)
    await publication.look()
    expect(await beat()).toBe(first)
    clock.pass(2)
    await publication.look()
    expect(await beat()).not.toBe(first)
    await publication.close()
  })
})

test('files that no kept manifest needs are taken away once they are an hour old; the others stay', async () => {
  const folder = await newFolder()
  let body = ''
  const publication = await open({ folder, artefacts: () => [page(body)] })
  for (const next of ['a', 'b', 'c', 'd', 'e', 'f']) {
    body = next
    await publication.catchUp()
  }
  await collect(folder, new Date())
  expect((await names(folder, 'manifests')).length).toBe(6)
  await collect(folder, new Date(Date.now() + 3_700_000))
  const manifests = await names(folder, 'manifests')
  expect(manifests.length).toBe(4)
  expect(manifests).toContain(await currentOf(folder))
  const bodies = await Promise.all(
    (await names(folder, 'objects')).map((name) => readFile(join(folder, 'objects', name), 'utf8')),
  )
  expect(bodies).not.toContain('a')
  expect(bodies).toContain('f')
  const next = await open({ folder })
  expect(said(next)).toBe('f')
})

test('what is published is drawn anew where the revision or the clock says so, at the latest after five minutes, and else not', async () => {
  const publication = await open({ folder: await newFolder(), artefacts: (view) => [moment(view)] })
  await publication.look()
  const drawn = said(publication, '/now')
  await publication.look()
  expect(said(publication, '/now')).toBe(drawn)
  await change()
  await publication.look()
  const changed = said(publication, '/now')
  expect(changed).not.toBe(drawn)
  await world.passTime(299 - 5)
  await publication.look()
  expect(said(publication, '/now')).toBe(changed)
  await world.passTime(6)
  await publication.look()
  expect(said(publication, '/now')).not.toBe(changed)
  await publication.close()
})
