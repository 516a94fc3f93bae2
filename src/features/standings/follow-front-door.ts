import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { LONGEST_WINDOW_SECONDS } from '../../domain/maintenance-plan.ts'
import { unheard } from '../../domain/platform-standing.ts'
import { newId } from '../../secrets.ts'
import { readStandings, type HeardStandings } from './read-standings.ts'
import type { StatusSource } from './status-source.ts'

const ASK_EVERY_MS = 15_000
const ANSWER_WITHIN_MS = 5_000
const LONGEST_ANSWER = 2_000_000
/** An answer that says the same again is noted on disk so often. */
const NOTE_EVERY_MS = 60_000

type Heard = { readonly etag: string | null; readonly body: string; readonly at: Date; readonly said: HeardStandings }

export type FollowedStatus = StatusSource & {
  /** Asks once; what goes wrong is logged, and what was heard before stands. */
  readonly ask: () => Promise<void>
  /** Asks now and every 15 seconds, beside all requests. */
  readonly begin: () => void
  readonly close: () => Promise<void>
}

/**
 * The status of platforms in a process that does not serve the front door (N05): asked for there, kept in memory, and on
 * disk, so that a restart knows it, too. Whatever does not parse is not believed, after `staleAfterSeconds` without an
 * answer only what was planned is told, and after as long as a maintenance may last nothing: whatever a front door said last,
 * it keeps no platform closed for ever. An answer is as old as the cache in between says that it is.
 */
export async function followFrontDoor(of: {
  url: string
  file: string
  staleAfterSeconds: number
  clock: Clock
  log: Logger
}): Promise<FollowedStatus> {
  const { clock, log } = of
  const leaving = new AbortController()
  let heard = await readKept(of.file)
  let notedAt = heard?.at.getTime() ?? 0
  let asking: Promise<void> = Promise.resolve()

  const note = async (next: Heard): Promise<void> => {
    const isNews = next.body !== heard?.body
    heard = next
    if (!isNews && next.at.getTime() - notedAt < NOTE_EVERY_MS) return
    notedAt = next.at.getTime()
    await keep(of.file, next)
  }
  const ask = async (): Promise<void> => {
    try {
      const next = await askFrontDoor(of.url, heard, { now: clock.now(), signal: leaving.signal })
      if (next) await note(next)
      else log.warn({ url: of.url }, 'the front door said something of the status that cannot be read: not believed')
    } catch (error) {
      if (!leaving.signal.aborted) log.warn({ url: of.url, reason: String(error) }, 'the front door does not tell the status')
    }
  }
  const keepAsking = async (): Promise<void> => {
    while (!leaving.signal.aborted) {
      await ask()
      await sleep(ASK_EVERY_MS, null, { ref: false, signal: leaving.signal }).catch(() => null)
    }
  }
  return {
    standingOf: (platformId) => {
      const standing = heard?.said.standings.get(platformId) ?? null
      if (!standing || !heard) return null
      const now = clock.now()
      if (secondsBetween(heard.at, now) > LONGEST_WINDOW_SECONDS) return null
      return isOld(heard, { ...of, now }) ? unheard(standing) : standing
    },
    ask,
    begin: () => {
      asking = keepAsking()
    },
    close: async () => {
      leaving.abort()
      await asking
    },
  }
}

/** Also what seems to come from the future: a clock was set, so nobody knows how old it is. */
function isOld({ at, said }: Heard, { now, staleAfterSeconds }: { now: Date; staleAfterSeconds: number }): boolean {
  return said.isStale || secondsBetween(at, now) > staleAfterSeconds
}

function secondsBetween(one: Date, other: Date): number {
  return Math.abs(other.getTime() - one.getTime()) / 1_000
}

/** Null: it can't be read. Throws where nobody answers in time, or with no document. */
async function askFrontDoor(
  url: string,
  heard: Heard | null,
  { now, signal }: { now: Date; signal: AbortSignal },
): Promise<Heard | null> {
  const etag = heard?.etag ?? null
  const answer = await fetch(url, {
    headers: { Accept: 'application/json', ...(etag !== null && { 'If-None-Match': etag }) },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
  })
  const at = new Date(now.getTime() - ageOf(answer) * 1_000)
  if (answer.status === 304 && heard) return { ...heard, at }
  if (answer.status !== 200) {
    await answer.body?.cancel()
    throw new Error(`it answered ${answer.status}`)
  }
  const body = await boundedText(answer)
  const said = readStandings(body)
  return said && { etag: answer.headers.get('etag'), body, at, said }
}

/** For how many seconds a cache in between has had the answer (RFC 9111, 5.1). */
function ageOf(answer: Response): number {
  const age = answer.headers.get('age') ?? ''
  return /^\d{1,9}$/u.test(age) ? Number(age) : 0
}

async function boundedText(answer: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    // Leaving the loop cancels the rest.
    if (text.length > LONGEST_ANSWER) throw new Error('it says too much')
  }
  return text + decoder.decode()
}

const kept = z.object({ etag: z.string().nullable(), body: z.string(), at: z.iso.datetime() })

async function readKept(file: string): Promise<Heard | null> {
  try {
    const { etag, body, at } = kept.parse(JSON.parse(await readFile(file, 'utf8')))
    const said = readStandings(body)
    return said && { etag, body, at: new Date(at), said }
  } catch {
    // Not there yet, or not ours.
    return null
  }
}

/** Whole or not at all, whenever the process ends. */
async function keep(file: string, { etag, body, at }: Heard): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.${newId()}`
  await writeFile(draft, JSON.stringify({ etag, body, at: at.toISOString() }))
  await rename(draft, file)
}
