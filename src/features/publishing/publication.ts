import type { Logger } from 'pino'
import { systemClock, type Clock } from '../../clock.ts'
import type { StatusConfig } from '../../config/config.ts'
import type { Core } from '../../core.ts'
import type { PlatformStanding } from '../../domain/platform-standing.ts'
import type { SupportContact } from '../../domain/support-contact.ts'
import type { ArtefactMaker } from './artefact.ts'
import type { Edition, TellLastHeard } from './edition.ts'
import { openFolderWriter } from './folder-writer.ts'
import { followCore } from './follow-core.ts'
import { loadNewest } from './load-snapshot.ts'
import type { PublishedHeaders } from './manifest.ts'
import { openPress } from './press.ts'
import { recall, type Recalled } from './recall.ts'
import { repeat } from './repeat.ts'
import { openShowcase, type Showcase } from './showcase.ts'
import { openSilence } from './silence.ts'
import { prepareFolder, readHeartbeat } from './snapshot-folder.ts'

export type Publication = Pick<Showcase, 'at' | 'headers' | 'isStale'> & {
  /** What is published at a path now, as text; null: nothing, or something that is seldom asked for. */
  readonly find: (path: string) => { readonly contentType: string; readonly body: string } | null
  /** By the platform's id; the same map until something else is published. */
  readonly standings: () => ReadonlyMap<string, PlatformStanding>
  /** Null: nothing has been published yet. */
  readonly contacts: () => readonly SupportContact[] | null
  /** From now on this is what is published; nothing happens before `begin` or `catchUp`. */
  readonly follow: (core: Core) => void
  /** Asks the database, and publishes where there is something new. Throws where it doesn't answer. */
  readonly look: () => Promise<void>
  /** Shows what says that it is unknown where nothing was heard for too long, and what is known again after that. */
  readonly check: () => Promise<void>
  /** Does both each second, beside all requests. */
  readonly begin: () => void
  /** Publishes what the database holds now. Throws where it can't be read or drawn: what was published last stands. */
  readonly catchUp: () => Promise<void>
  readonly close: () => Promise<void>
}

export type PublicationWish = {
  readonly status: StatusConfig
  readonly artefacts: ArtefactMaker
  readonly headers: PublishedHeaders
  /** Where the standings of platforms are published. */
  readonly standingsPath: string
  readonly tell: TellLastHeard
  readonly log: Logger
  readonly clock?: Clock
}

const LOOK_EVERY_MS = 1_000
const NOTHING: Recalled = { standings: new Map(), contacts: [] }

/**
 * Publishes what the core holds, whenever it changes (N14): keeps it in memory, and in the snapshot's folder. It begins with
 * what the folder has, so that it is there before the database is, and says that it is unknown once nothing was heard of the
 * database for too long.
 */
export async function openPublication(of: PublicationWish): Promise<Publication> {
  const { status, log, clock = systemClock } = of
  const { folder, staleAfterSeconds } = status
  const showcase = openShowcase({ tell: of.tell })
  const silence = openSilence({ showcase, clock, staleAfterSeconds: () => staleAfterSeconds })
  const press = openPress({ ...of, folder, staleAfterSeconds, clock })
  let recalled: Recalled = NOTHING
  const show = (edition: Edition): void => {
    recalled = recall(edition, of.standingsPath)
    showcase.show(edition)
  }
  const showLast = (edition: Edition): void => {
    show(edition)
    press.goOnFrom(edition)
  }
  await beginWithLast({ folder, log, clock, show: showLast, heard: silence.heard })
  await silence.check()
  const follower = followCore({ press, show, silence, folder: openFolderWriter({ folder, press, clock, log }) })
  const loops: { readonly close: () => Promise<void> }[] = []
  return {
    ...showcase,
    at: (path) => {
      const found = showcase.at(path)
      // What should be on the disk is not: it is drawn anew.
      if (found instanceof Promise) found.catch(() => press.forget())
      return found
    },
    find: (path) => {
      const found = showcase.at(path)
      if (found === null || found instanceof Promise) return null
      return { contentType: found.contentType, body: new TextDecoder().decode(found.bytes) }
    },
    standings: () => recalled.standings,
    contacts: () => (showcase.edition() === null ? null : recalled.contacts),
    follow: follower.follow,
    begin: () => {
      loops.push(
        repeat(follower.look, { everyMs: LOOK_EVERY_MS, log, trouble: 'nothing new can be published' }),
        repeat(silence.check, { everyMs: LOOK_EVERY_MS, log, trouble: 'what was published cannot be shown as unknown' }),
      )
    },
    look: follower.look,
    check: silence.check,
    catchUp: follower.catchUp,
    close: async () => {
      await Promise.all(loops.map(({ close }) => close()))
      await follower.close()
    },
  }
}

/** What was published last, by whomever; as old as its heartbeat. */
async function beginWithLast(of: {
  folder: string
  log: Logger
  clock: Clock
  show: (edition: Edition) => void
  heard: (at: Date, agoMs: number) => void
}): Promise<void> {
  const { folder, log, clock } = of
  try {
    await prepareFolder(folder)
    const last = await loadNewest(folder, (name, error) =>
      log.warn({ name, reason: String(error) }, 'a snapshot is not whole: the one before it counts'),
    )
    if (!last) return
    of.show(last.edition)
    const at = await readHeartbeat(folder)
    if (at) of.heard(at, Math.abs(clock.now().getTime() - at.getTime()))
  } catch (error) {
    log.error({ folder, reason: String(error) }, 'the folder of snapshots cannot be used')
  }
}
