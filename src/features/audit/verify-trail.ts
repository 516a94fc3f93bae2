import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { digestOf, EVENT_TEXT, GENESIS, hashOf, isoTime, signatureOf, type EventText, type SealText } from './chain.ts'
import { isPruned, listPrunings, type Pruning } from './prunings.ts'
import { countUnsealed } from './unsealed.ts'

/** Where a chain ended at some time, as it was kept elsewhere. */
export type TrailHead = { readonly number: number; readonly hash: string }

export type TrailProblem = {
  readonly kind:
    | 'event_missing'
    | 'event_changed'
    | 'seals_missing'
    | 'seal_changed'
    | 'seal_not_signed'
    | 'not_sealed'
    | 'head_missing'
    | 'head_changed'
  /** The seal where it shows; of missing ones the first. Null: events without any. */
  readonly seal: number | null
  /** Of missing seals, the last. */
  readonly until?: number
  readonly eventId: number | null
  /** The event's time, as its seal has it. */
  readonly at: string | null
}

export type TrailReport = {
  readonly head: TrailHead | null
  /** Where the chain begins: 1, or after what was pruned. */
  readonly first: number | null
  readonly seals: number
  /** Events that are there and as they were sealed. */
  readonly intact: number
  /** Gone at the end of their time, as the last pruning says. */
  readonly pruned: number
  readonly pruning: Pick<Pruning, 'signInsBefore' | 'actsBefore'> | null
  /** Events too young to be sealed, or that nobody seals because no server runs. */
  readonly waiting: number
  /** The first of them, where there are many. */
  readonly problems: readonly TrailProblem[]
  readonly problemCount: number
}

type Link = SealText & { readonly hash: Buffer; readonly signature: Buffer | null; readonly event: EventText | null }

const BATCH = 2_000
const PROBLEMS_NAMED = 200

/**
 * Walks the chain from its beginning to its head and names every event and seal that is missing or not what it was
 * (I-32). `since`: a head that was kept elsewhere; the chain must still hold it, so that nobody has cut its end off, and
 * signatures up to it are taken as read. It only reads, and may run beside the server.
 */
export async function verifyTrail(app: App, { since }: { since: TrailHead | null }): Promise<TrailReport> {
  const walk = startWalk(app, since)
  for (let links = await linksAfter(app, 0); links.length > 0; links = await linksAfter(app, links.at(-1)?.number ?? 0)) {
    // After the links: what the server prunes meanwhile is said by then.
    walk.prunings = await listPrunings(app.db)
    for (const link of links) checkLink(walk, link)
  }
  checkEnd(walk)
  const unsealed = await countUnsealed(app.db)
  const { late, firstLate } = unsealed
  if (late > 0) note(walk, { kind: 'not_sealed', seal: null, eventId: firstLate, at: null }, late)
  const { seals, intact, pruned, problems, first, previous, prunings } = walk
  const [latest] = prunings
  return {
    head: previous && { number: previous.number, hash: previous.hash.toString('hex') },
    first,
    seals,
    intact,
    pruned,
    pruning: latest ? { signInsBefore: latest.signInsBefore, actsBefore: latest.actsBefore } : null,
    waiting: unsealed.young,
    problems,
    problemCount: walk.problemCount,
  }
}

type Walk = {
  readonly secret: Uint8Array
  readonly since: TrailHead | null
  prunings: readonly Pruning[]
  readonly problems: TrailProblem[]
  problemCount: number
  seals: number
  intact: number
  pruned: number
  first: number | null
  previous: Link | null
}

function startWalk({ config }: App, since: TrailHead | null): Walk {
  const counts = { problemCount: 0, seals: 0, intact: 0, pruned: 0, first: null, previous: null }
  return { secret: config.secret, since, prunings: [], problems: [], ...counts }
}

function note(walk: Walk, problem: TrailProblem, count = 1): void {
  walk.problemCount += count
  if (walk.problems.length < PROBLEMS_NAMED) walk.problems.push(problem)
}

function checkLink(walk: Walk, link: Link): void {
  const { number, eventId, at } = link
  const problem = (kind: TrailProblem['kind']) => note(walk, { kind, seal: number, eventId, at })
  if (!follows(walk, link)) problem('seal_changed')
  if (walk.since?.number === number && walk.since.hash !== link.hash.toString('hex')) problem('head_changed')
  const isVouchedFor = walk.since !== null && number <= walk.since.number
  if (link.signature && !isVouchedFor && !signatureOf(walk.secret, link).equals(link.signature)) problem('seal_not_signed')
  if (link.event !== null && isAsSealed(link.event, link)) walk.intact += 1
  else if (link.event !== null) problem('event_changed')
  else if (isPruned(walk.prunings, link)) walk.pruned += 1
  else problem('event_missing')
  walk.first ??= number
  walk.previous = link
  walk.seals += 1
}

/** Whether the seal is what follows from the one before it, and what a pruning says of it. Notes seals that are gone. */
function follows(walk: Walk, link: Link): boolean {
  const { number, at, eventId, hash } = link
  const { previous, prunings } = walk
  const anchorAt = (place: number) => prunings.find(({ anchor }) => anchor === place)
  const anchored = anchorAt(number)
  if (anchored && anchored.anchorHash !== hash.toString('hex')) return false
  if (previous?.number === number - 1) return hashOf(previous.hash, link).equals(hash)
  if (number === 1) return hashOf(GENESIS, link).equals(hash)
  const before = anchorAt(number - 1)
  if (before) return hashOf(Buffer.from(before.anchorHash, 'hex'), link).equals(hash)
  // The one before is gone: what comes after can be followed from here.
  const firstMissing = Math.max(prunings[0]?.anchor ?? 0, previous?.number ?? 0) + 1
  if (firstMissing < number) note(walk, { kind: 'seals_missing', seal: firstMissing, until: number - 1, eventId, at })
  return true
}

function isAsSealed(event: EventText, { digest, at, kind }: SealText): boolean {
  const kindOf = event.action.startsWith('sign_in.') ? 'sign_in' : 'act'
  return digestOf(event).equals(digest) && event.at === at && kindOf === kind
}

/** The last seal of each batch is signed, so the last of all is; and a head that was kept elsewhere can't lie beyond it. */
function checkEnd(walk: Walk): void {
  const { previous, since, first } = walk
  if (previous !== null && previous.signature === null) {
    note(walk, { kind: 'seal_not_signed', seal: previous.number, eventId: previous.eventId, at: previous.at })
  }
  if (since && (since.number > (previous?.number ?? 0) || since.number < (first ?? 0))) {
    note(walk, { kind: 'head_missing', seal: since.number, eventId: null, at: null })
  }
}

async function linksAfter({ db }: App, number: number): Promise<readonly Link[]> {
  const rows = await db
    .selectFrom('auditSeals as s')
    .leftJoin('auditEvents as e', 'e.id', 's.eventId')
    .select(EVENT_TEXT)
    .select(['s.number', 's.eventId', 's.kind', 's.digest', 's.hash', 's.signature'])
    .select([isoTime(sql`s.at`).as('sealedAt')])
    .where('s.number', '>', number)
    .orderBy('s.number')
    .limit(BATCH)
    .execute()
  return rows.map(({ number: place, eventId, kind, digest, hash, signature, sealedAt, ...event }) => ({
    number: place,
    eventId,
    at: sealedAt,
    kind,
    digest,
    hash,
    signature,
    event: (event.id as number | null) === null ? null : event,
  }))
}
