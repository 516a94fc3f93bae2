import type { Core } from '../../core.ts'
import { statusView, type StatusView } from '../../domain/status-view.ts'
import { readRevision } from './facts-queries.ts'
import { readStatusFacts } from './read-facts.ts'

/** What is published changes by the clock, too. */
const FRESH_MS = 30_000

/** The view as it is now; one serves for all who ask while nothing changes. */
export function viewKeeper(): (core: Core) => Promise<StatusView> {
  let kept: { readonly view: StatusView; readonly revision: number } | null = null
  return async (core) => {
    const { revision, now } = await readRevision(core)
    const before = kept
    if (before?.revision === revision && now.getTime() - before.view.now.getTime() < FRESH_MS) return before.view
    const read = await readStatusFacts(core)
    const view = statusView(read.facts, read.now)
    kept = { view, revision: read.revision }
    return view
  }
}
