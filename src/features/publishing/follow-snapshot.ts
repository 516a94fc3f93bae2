import type { Logger } from 'pino'
import { systemClock, type Clock } from '../../clock.ts'
import type { TellLastHeard } from './edition.ts'
import { loadNewest, loadSnapshot } from './load-snapshot.ts'
import { repeat } from './repeat.ts'
import { openShowcase, type Showcase } from './showcase.ts'
import { openSilence } from './silence.ts'
import { readCurrent, readHeartbeat } from './snapshot-folder.ts'

const LOOK_EVERY_MS = 1_000

export type FollowedSnapshot = Showcase & {
  /** Looks once whether the folder has something new. */
  readonly look: () => Promise<void>
  readonly begin: () => void
  readonly close: () => Promise<void>
}

/**
 * Shows what a folder holds that somebody else writes, here or on another machine (N14): whatever is only half there is
 * refused, and what was there before stays. Without news of a heartbeat for too long it says that it is unknown; how long
 * that is says the snapshot.
 */
export async function followSnapshot(of: {
  folder: string
  tell: TellLastHeard
  log: Logger
  clock?: Clock
}): Promise<FollowedSnapshot> {
  const { folder, log, clock = systemClock } = of
  const showcase = openShowcase({ tell: of.tell })
  const staleAfterSeconds = () => showcase.edition()?.manifest.staleAfterSeconds ?? null
  const silence = openSilence({ showcase, clock, staleAfterSeconds })
  let shown: string | null = null
  let beat: Date | null = null

  const readNews = async (): Promise<void> => {
    const name = await readCurrent(folder)
    if (showcase.edition() === null) {
      const newest = await loadNewest(folder, (refused, error) => log.debug({ refused, reason: String(error) }, 'not whole'))
      if (newest) showcase.show(newest.edition)
      shown = newest?.name ?? null
    } else if (name !== null && name !== shown) {
      showcase.show(await loadSnapshot(folder, name, { before: showcase.edition() }))
      shown = name
    }
  }
  /** The first may be old already; from then on only what changes is a sign of life, whatever the clocks of the two say. */
  const readBeat = async (): Promise<void> => {
    const next = await readHeartbeat(folder)
    if (!next || next.getTime() === beat?.getTime()) return
    silence.heard(next, beat === null ? Math.abs(clock.now().getTime() - next.getTime()) : 0)
    beat = next
  }
  const look = async (): Promise<void> => {
    try {
      await readNews()
    } finally {
      await readBeat()
      await silence.check()
    }
  }
  const loops: { readonly close: () => Promise<void> }[] = []
  return {
    ...showcase,
    look,
    begin: () => {
      loops.push(
        repeat(look, { everyMs: LOOK_EVERY_MS, log, trouble: 'the new snapshot is not whole: the one before it counts' }),
      )
    },
    close: async () => void (await Promise.all(loops.map(({ close }) => close()))),
  }
}
