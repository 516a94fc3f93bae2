import type { Core } from '../../core.ts'
import { nextTurn } from '../../domain/status-view.ts'
import { readRevision } from '../status/facts-queries.ts'
import { readStatusFacts } from '../status/read-facts.ts'
import type { Edition } from './edition.ts'
import type { FolderWriter } from './folder-writer.ts'
import type { Press } from './press.ts'
import type { Silence } from './silence.ts'

/** Looks after what the core holds. */
export type Follower = {
  readonly follow: (core: Core) => void
  /** Asks the database, and publishes where there is something new; a sign of life is noted. Throws where it doesn't answer. */
  readonly look: () => Promise<void>
  /** Publishes in any case. */
  readonly catchUp: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Bars, and the time of which a page is, are never older than that. */
const REDRAW_AFTER_MS = 5 * 60 * 1_000

/** What the edition that is shown was drawn of; times by the database. */
type Printed = {
  readonly core: Core
  readonly revision: number
  readonly drawnAt: Date
  readonly turnsAt: Date
  readonly isComplete: boolean
}

export function followCore(of: {
  press: Press
  show: (edition: Edition) => void
  silence: Silence
  folder: FolderWriter
}): Follower {
  const { press, silence, folder } = of
  let core: Core | null = null
  let printed: Printed | null = null
  let queue: Promise<void> = Promise.resolve()

  const print = async (from: Core): Promise<void> => {
    const read = await readStatusFacts(from)
    const { edition, isComplete } = await press.draw(read)
    of.show(edition)
    const { revision, now, facts } = read
    printed = { core: from, revision, drawnAt: now, turnsAt: nextTurn(facts, now), isComplete }
    folder.change()
    await heardAt(now)
  }
  const heardAt = async (now: Date): Promise<void> => {
    silence.heard(now)
    await silence.check()
    await folder.beat(now)
  }
  const look = async (): Promise<void> => {
    if (!core) return
    const { revision, now } = await readRevision(core)
    if (isDue(printed, { core, revision, now })) await print(core)
    else await heardAt(now)
  }
  /** One after the other. */
  const inTurn = (deed: () => Promise<void>): Promise<void> => {
    const done = queue.then(deed)
    queue = done.catch(() => undefined)
    return done
  }
  return {
    follow: (next) => {
      core = next
    },
    look: () => inTurn(look),
    catchUp: () => inTurn(async () => (core ? print(core) : undefined)),
    close: () => queue,
  }
}

function isDue(printed: Printed | null, of: { core: Core; revision: number; now: Date }): boolean {
  if (!printed?.isComplete || printed.core !== of.core || printed.revision !== of.revision) return true
  const { now } = of
  return now >= printed.turnsAt || now.getTime() - printed.drawnAt.getTime() >= REDRAW_AFTER_MS || now < printed.drawnAt
}
