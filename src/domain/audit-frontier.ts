/**
 * Which events may still be unsealed. Ids are given before commit, so a lower one may appear after a higher one: what was
 * missing below the highest id seen is looked for again until every transaction that could own it has ended.
 */
export type AuditFrontier = {
  /** Every id up to here was seen, or is in a gap, or will never come. */
  readonly highest: number
  readonly gaps: readonly AuditGap[]
}

/** Ids from `low` to `high`, both included, that were missing when higher ones were there. */
export type AuditGap = {
  readonly low: number
  readonly high: number
  /** The first transaction id that was not given yet when the gap was found: its owner's is lower. */
  readonly ownersBelow: number
  /** When it was found; milliseconds of a monotonic clock. */
  readonly foundAt: number
}

/** What one look at the table found. */
export type AuditLook = {
  /** Visible ids above `highest` or within gaps, ascending; those above without any left out between them. */
  readonly ids: readonly number[]
  /** The lowest transaction id that still runs, and the first not given yet. */
  readonly oldestRunning: number
  readonly nextTransaction: number
  readonly at: number
}

/** An id may be taken a moment before its transaction has a number. */
const YOUNGEST_LOST_MILLISECONDS = 10_000
/** Beyond that an hourly look at all of the trail finds them. */
const MOST_GAPS = 5_000

export function advanceFrontier(frontier: AuditFrontier, look: AuditLook): AuditFrontier {
  const { ids, oldestRunning, nextTransaction: ownersBelow, at: foundAt } = look
  const isLost = (gap: AuditGap) => oldestRunning >= gap.ownersBelow && foundAt - gap.foundAt >= YOUNGEST_LOST_MILLISECONDS
  const open = frontier.gaps.filter((gap) => !isLost(gap)).flatMap((gap) => without(gap, ids))
  const fresh: AuditGap[] = []
  let { highest } = frontier
  for (const id of ids) {
    if (id <= highest) continue
    if (id > highest + 1) fresh.push({ low: highest + 1, high: id - 1, ownersBelow, foundAt })
    highest = id
  }
  return { highest, gaps: [...open, ...fresh].slice(-MOST_GAPS) }
}

/** The parts of a gap that remain once these ids have come. */
function without(gap: AuditGap, ids: readonly number[]): readonly AuditGap[] {
  const came = ids.filter((id) => id >= gap.low && id <= gap.high)
  const edges = [gap.low - 1, ...came, gap.high + 1]
  return edges
    .slice(1)
    .map((edge, index) => ({ ...gap, low: (edges[index] ?? edge) + 1, high: edge - 1 }))
    .filter(({ low, high }) => low <= high)
}
