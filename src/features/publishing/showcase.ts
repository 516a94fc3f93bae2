import { publishEntry, publishStale, type Edition, type TellLastHeard } from './edition.ts'
import type { PublishedHeaders } from './manifest.ts'
import type { Published } from './published.ts'

/** What is shown of the present edition, fresh or, after too long a silence, as unknown (N14). */
export type Showcase = {
  /** What is answered at a path; a promise for what is rare. Null: nothing of ours. */
  readonly at: (path: string) => Published | Promise<Published> | null
  readonly headers: () => PublishedHeaders | null
  readonly edition: () => Edition | null
  readonly isStale: () => boolean
  /** Shows a new edition, fresh. */
  readonly show: (edition: Edition) => void
  readonly turnFresh: () => void
  /** Shows what says that it is unknown; resolves once it does. */
  readonly turnStale: (lastHeard: Date | null) => Promise<void>
}

/** So many rare ones are kept in memory once somebody has asked for them. */
const RARE_KEPT = 64

type Table = {
  readonly edition: Edition
  readonly common: ReadonlyMap<string, Published>
  readonly rare: Map<string, Promise<Published>>
  /** Null: it is fresh. */
  readonly stale: { readonly lastHeard: Date | null } | null
}

export function openShowcase({ tell }: { tell: TellLastHeard }): Showcase {
  let table: Table | null = null
  return {
    at: (path) => table && (table.common.get(path) ?? rareOne(table, path, tell)),
    headers: () => table?.edition.manifest.headers ?? null,
    edition: () => table?.edition ?? null,
    isStale: () => table?.stale !== null,
    show: (edition) => {
      table = freshTable(edition)
    },
    turnFresh: () => {
      if (table?.stale) table = freshTable(table.edition)
    },
    turnStale: async (lastHeard) => {
      if (table === null || table.stale) return
      const { edition } = table
      const common = await staleOnes(edition, { lastHeard, tell })
      // A new edition may have come meanwhile.
      if (table.edition === edition) table = { edition, common, rare: new Map(), stale: { lastHeard } }
    },
  }
}

function freshTable(edition: Edition): Table {
  return { edition, common: edition.published, rare: new Map(), stale: null }
}

async function staleOnes(
  edition: Edition,
  of: { lastHeard: Date | null; tell: TellLastHeard },
): Promise<ReadonlyMap<string, Published>> {
  const common = new Map(edition.published)
  for (const [path, bytes] of edition.whenStale) {
    const entry = edition.entries.get(path)
    if (entry) common.set(path, await publishStale(entry, { bytes, ...of }))
  }
  return common
}

function rareOne(table: Table, path: string, tell: TellLastHeard): Promise<Published> | null {
  const { edition, rare, stale } = table
  const known = rare.get(path)
  if (known) return known
  const entry = edition.entries.get(path)
  if (!entry?.isRare) return null
  const { body, whenStale } = entry
  const reading =
    stale && whenStale
      ? edition.read(whenStale.object).then((bytes) => publishStale(entry, { bytes, tell, ...stale }))
      : edition.read(body.object).then((bytes) => publishEntry(entry, bytes))
  const [oldest] = rare.keys()
  if (rare.size >= RARE_KEPT && oldest !== undefined) rare.delete(oldest)
  rare.set(path, reading)
  // What could not be read is tried again by the next who asks.
  reading.catch(() => rare.delete(path))
  return reading
}
