import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { handClock, type HandClock } from '../../../test/support/hand-clock.ts'
import { contentDigest } from '../../secrets.ts'
import { followSnapshot, type FollowedSnapshot } from './follow-snapshot.ts'
import { openPublication, type Publication } from './publication.ts'

const world = await useCore({ work: false })
const root = await mkdtemp(join(tmpdir(), 'gatehouse-mirror-'))
afterAll(() => rm(root, { recursive: true }))

const log = pino({ level: 'silent' })
const tell = (text: string, at: Date | null) => text.replace('{}', at?.toISOString() ?? 'ever')

let count = 0
let source: string
let copy: string
let clock: HandClock
let body = 'one'
let publication: Publication
let mirror: FollowedSnapshot

beforeEach(async () => {
  count += 1
  ;[source, copy, clock, body] = [join(root, `source${count}`), join(root, `copy${count}`), handClock(), 'one']
  publication = await openPublication({
    status: { ...world.config.status, folder: source, staleAfterSeconds: 60 },
    artefacts: () => [
      { path: '/page', contentType: 'text/html', body, whenStale: 'unknown since {}' },
      { path: '/rare', contentType: 'text/html', version: body, isRare: true, draw: () => ({ body: `rare ${body}` }) },
    ],
    headers: { own: { 'X-Frame-Options': 'DENY' }, openToAll: {} },
    standingsPath: '/none',
    tell,
    log,
    clock,
  })
  publication.follow(world.app)
  await publication.catchUp()
  await mkdir(copy)
  mirror = await followSnapshot({ folder: copy, tell, log, clock })
})

const said = () => {
  const found = mirror.at('/page')
  return found === null || found instanceof Promise ? null : new TextDecoder().decode(found.bytes)
}
const rare = async () => new TextDecoder().decode((await mirror.at('/rare'))?.bytes)
/** One file after the other, as slow copies come. */
const bring = (...paths: readonly string[]) =>
  Promise.all(paths.map((path) => cp(join(source, path), join(copy, path), { recursive: true })))

const currentOf = async (folder: string) => (await readFile(join(folder, 'current'), 'utf8')).trim()
type Spoilt = { entries: { contentType: string }[]; headers: { own: Record<string, string> } }

describe('a copy of the snapshot on another machine (N14)', () => {
  test('is shown once it is whole, with the headers of where it comes from', async () => {
    await mirror.look()
    expect([said(), mirror.headers(), mirror.isStale()]).toEqual([null, null, true])
    await bring('current', 'heartbeat')
    await mirror.look()
    await bring('manifests')
    await mirror.look()
    expect(said()).toBeNull()
    await bring('objects')
    await mirror.look()
    expect([said(), await rare(), mirror.isStale()]).toEqual(['one', 'rare one', false])
    expect(mirror.headers()?.own).toEqual({ 'X-Frame-Options': 'DENY' })
  })

  test('follows what comes, and keeps what it has while the next is half there', async () => {
    await bring('.')
    await mirror.look()
    body = 'two'
    await publication.catchUp()
    const had = new Set(await readdir(join(copy, 'objects')))
    await bring('current', 'manifests')
    await expect(mirror.look()).rejects.toThrow('ENOENT')
    expect([said(), await rare()]).toEqual(['one', 'rare one'])
    const missing = (await readdir(join(source, 'objects'))).filter((name) => !had.has(name))
    for (const name of missing) {
      const bytes = await readFile(join(source, 'objects', name))
      await writeFile(join(copy, 'objects', name), bytes.subarray(1))
      await expect(mirror.look()).rejects.toThrow(/damaged|whole|ENOENT/)
      expect(said()).toBe('one')
      await writeFile(join(copy, 'objects', name), bytes)
    }
    await mirror.look()
    expect([said(), await rare()]).toEqual(['two', 'rare two'])
  })

  test.each([
    ['contentType', 'text/html\r\nX-Injected: yes'],
    ['contentType', 'text/html; \u2028'],
    ['X-Frame-Options', 'DENY\r\n\r\n<script>'],
  ])('a manifest whose %s no header can have is refused, and what was there stays', async (name, value) => {
    await bring('.')
    await mirror.look()
    const manifest = JSON.parse(await readFile(join(copy, 'manifests', await currentOf(copy)), 'utf8')) as Spoilt
    if (name === 'contentType') for (const entry of manifest.entries) entry.contentType = value
    else manifest.headers.own[name] = value
    const bytes = Buffer.from(JSON.stringify(manifest))
    await writeFile(join(copy, 'manifests', contentDigest(bytes)), bytes)
    await writeFile(join(copy, 'current'), `${contentDigest(bytes)}\n`)
    await expect(mirror.look()).rejects.toThrow('pattern')
    expect([said(), mirror.headers()?.own]).toEqual(['one', { 'X-Frame-Options': 'DENY' }])
  })

  test('turns to unknown where no heartbeat comes any more, and back, whatever the clocks of the two machines say', async () => {
    const beat = (at: number) => writeFile(join(copy, 'heartbeat'), `${new Date(at).toISOString()}\n`)
    await bring('.')
    const start = Date.now()
    await beat(start)
    await mirror.look()
    clock.pass(59)
    await mirror.look()
    expect([mirror.isStale(), said()]).toEqual([false, 'one'])
    clock.pass(2)
    await mirror.look()
    expect([mirror.isStale(), said()]).toEqual([true, `unknown since ${new Date(start).toISOString()}`])
    // Of a clock that is an hour behind.
    await beat(start - 3_600_000)
    await mirror.look()
    expect([mirror.isStale(), said()]).toEqual([false, 'one'])
  })

  test('is unknown from the beginning where its heartbeat is old, or is not there', async () => {
    await bring('current', 'manifests', 'objects')
    await mirror.look()
    expect([mirror.isStale(), said()]).toEqual([true, 'unknown since ever'])
    const old = new Date(Date.now() - 61_000).toISOString()
    await writeFile(join(copy, 'heartbeat'), `${old}\n`)
    const second = await followSnapshot({ folder: copy, tell, log, clock })
    await second.look()
    expect([second.isStale(), new TextDecoder().decode((await second.at('/page'))?.bytes)]).toEqual([
      true,
      `unknown since ${old}`,
    ])
  })

  test('outlives that its folder goes', async () => {
    await bring('.')
    await mirror.look()
    await rm(copy, { recursive: true })
    await mirror.look()
    expect(said()).toBe('one')
  })
})
