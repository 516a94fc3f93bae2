import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import { collect } from './collect.ts'
import type { Press } from './press.ts'
import { writeHeartbeat } from './snapshot-folder.ts'

/** Keeps the folder of the snapshot as the edition that was drawn last, with a sign of life. */
export type FolderWriter = {
  /** There is another edition. */
  readonly change: () => void
  /** The database was heard at this moment of its clock. What goes wrong is logged, and tried again with the next beat. */
  readonly beat: (now: Date) => Promise<void>
}

const BEAT_EVERY_MS = 15_000
const COLLECT_EVERY_MS = 10 * 60 * 1_000

export function openFolderWriter(of: { folder: string; press: Press; clock: Clock; log: Logger }): FolderWriter {
  const { folder, press, clock, log } = of
  let isSaved = true
  let writesAt = -Infinity
  let collectsAt = -Infinity
  const write = async (now: Date): Promise<void> => {
    // Only what the folder has gets a sign of life there: whoever reads it elsewhere must not take old for new.
    if (!isSaved) await press.save()
    isSaved = true
    await writeHeartbeat(folder, now)
    if (clock.monotonic() < collectsAt) return
    collectsAt = clock.monotonic() + COLLECT_EVERY_MS
    await collect(folder, clock.now())
  }
  return {
    change: () => {
      isSaved = false
      writesAt = -Infinity
    },
    beat: async (now) => {
      if (clock.monotonic() < writesAt) return
      writesAt = clock.monotonic() + BEAT_EVERY_MS
      await write(now).catch((error: unknown) => {
        log.error({ folder, reason: String(error) }, 'the snapshot could not be written: the folder keeps the one before')
      })
    },
  }
}
