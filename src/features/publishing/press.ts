import type { Clock } from '../../clock.ts'
import { statusView } from '../../domain/status-view.ts'
import type { ReadFacts } from '../status/read-facts.ts'
import type { ArtefactMaker } from './artefact.ts'
import { drawAll, storedAs } from './draw-edition.ts'
import type { Edition } from './edition.ts'
import { asBytes, objectsOf, storedIn, type Manifest, type PublishedHeaders } from './manifest.ts'
import { openObjectKeeper } from './object-keeper.ts'
import { isThere, switchTo } from './snapshot-folder.ts'

/** What editions are made with. */
export type Press = {
  /**
   * Draws an edition; throws where a maker does. Its objects are on their way into the folder. Where it is not complete, the
   * next one goes on with it.
   */
  readonly draw: (read: ReadFacts) => Promise<{ readonly edition: Edition; readonly isComplete: boolean }>
  /** Makes the last one that was drawn the folder's own. Throws where the disk won't: it can be tried again. */
  readonly save: () => Promise<void>
  /** Goes on from an edition that the folder has. */
  readonly goOnFrom: (edition: Edition) => void
  /** Draws everything anew next time, as what was drawn before is not where it should be. */
  readonly forget: () => void
}

export function openPress(of: {
  folder: string
  artefacts: ArtefactMaker
  headers: PublishedHeaders
  staleAfterSeconds: number
  clock: Clock
}): Press {
  const { headers, staleAfterSeconds, clock } = of
  const keeper = openObjectKeeper(of.folder)
  let last: Edition | null = null
  const draw: Press['draw'] = async ({ facts, revision, now }) => {
    const view = statusView(facts, now)
    const drawing = await drawAll(of.artefacts(view), { before: last, keep: keeper.keep, clock })
    const keepBytes = async (bytes: Uint8Array) => {
      await keeper.keep(storedAs(bytes), bytes)
      return storedAs(bytes)
    }
    const contacts = asBytes(view.contacts)
    const all = [...drawing.entries.values()]
    const manifest: Manifest = {
      version: 1,
      drawnAt: now.toISOString(),
      revision,
      staleAfterSeconds,
      headers,
      entries: all.filter(({ isRare }) => !isRare),
      shelf: await keepBytes(asBytes(all.filter(({ isRare }) => isRare))),
      contacts: await keepBytes(contacts),
    }
    const { entries, published, whenStale, isComplete } = drawing
    const edition = { manifest, entries, published, whenStale, contacts, read: keeper.read }
    last = edition
    return { edition, isComplete }
  }
  const save = async (): Promise<void> => {
    if (!last) return
    const { manifest, entries } = last
    await keeper.settled()
    const isGone = (await Promise.all(objectsOf(manifest).map((stored) => isThere(of.folder, stored)))).includes(false)
    if (isGone) {
      forget()
      throw new Error('files of the snapshot have gone: all of it is drawn anew')
    }
    await switchTo(of.folder, asBytes(manifest))
    keeper.forgetBut([...objectsOf(manifest), ...storedIn([...entries.values()])])
  }
  const goOnFrom = (edition: Edition) => {
    last = edition
    keeper.know(storedIn([...edition.entries.values()]))
  }
  const forget = () => {
    last = null
    keeper.forgetBut([])
  }
  return { draw, save, goOnFrom, forget }
}
