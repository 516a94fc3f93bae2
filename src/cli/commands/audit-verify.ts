import type { App } from '../../app.ts'
import { verifyTrail, type TrailHead, type TrailProblem, type TrailReport } from '../../features/audit/verify-trail.ts'
import { defineCommand, type Terminal } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { CHOICE_OPTIONS, withGatehouse } from '../with-gatehouse.ts'

export const auditVerifyCommand = defineCommand({
  summary: 'Follows the audit trail from its beginning to its head, and names what is missing or changed. The server may run.',
  options: {
    ...CHOICE_OPTIONS,
    'since-head': { type: 'string', value: '<number:hash>', about: 'a head that was kept elsewhere; needs --platform' },
    json: { type: 'boolean', about: 'a report for programs, one line for each platform' },
  },
  run: async ({ 'since-head': kept, json, ...choice }, terminal) => {
    const since = kept === null ? null : readHead(kept)
    if (since && choice.platform === null) throw new UsageError('--since-head is of one platform: give --platform, too')
    return withGatehouse(choice, async (apps) => {
      let problems = 0
      for (const app of apps) problems += await verify(app, { since, json, terminal })
      return problems === 0 ? 0 : 1
    })
  },
})

function readHead(typed: string): TrailHead {
  const [, number, hash] = /^(\d{1,15}):([\da-f]{64})$/i.exec(typed) ?? []
  if (number === undefined || hash === undefined) throw new UsageError('--since-head is a number, a colon and 64 hex digits')
  return { number: Number(number), hash: hash.toLowerCase() }
}

async function verify(app: App, of: { since: TrailHead | null; json: boolean; terminal: Terminal }): Promise<number> {
  const report = await verifyTrail(app, { since: of.since })
  const platform = app.config.platform.id
  of.terminal.print(of.json ? JSON.stringify({ platform, ...report }) : describe(platform, report))
  return report.problemCount
}

function describe(platform: string, report: TrailReport): string {
  const { head, first, seals, intact, pruned, pruning, waiting, problems, problemCount } = report
  if (head === null && problemCount === 0) return `${platform}: nothing is sealed yet, ${waiting} events wait`
  const lines = [
    `${platform}: ${problemCount === 0 ? 'the audit trail is whole' : `${problemCount} problems`}`,
    `  ${seals} seals from ${first ?? 'none'} to ${head?.number ?? 'none'}, ${intact} events as they were sealed`,
    ...(pruning
      ? [`  ${pruned} events pruned: sign-ins before ${pruning.signInsBefore}, the rest before ${pruning.actsBefore}`]
      : []),
    ...(waiting > 0 ? [`  ${waiting} events not sealed yet`] : []),
    ...problems.map((problem) => `  ${WORDS[problem.kind](problem)}`),
    ...(problemCount > problems.length ? ['  and more'] : []),
    ...(head ? [`  head ${head.number}:${head.hash}`] : []),
  ]
  return lines.join('\n')
}

const where = ({ seal, eventId, at }: TrailProblem) => `seal ${seal}, event ${eventId} of ${at}`

const WORDS: Readonly<Record<TrailProblem['kind'], (problem: TrailProblem) => string>> = {
  event_missing: (problem) => `MISSING EVENT: ${where(problem)}, still within its time`,
  event_changed: (problem) => `CHANGED EVENT: ${where(problem)}`,
  seals_missing: ({ seal, until }) => (seal === until ? `MISSING SEAL: ${seal}` : `MISSING SEALS: ${seal} to ${until}`),
  seal_changed: (problem) => `CHANGED SEAL: ${where(problem)}, does not follow from what is before it`,
  seal_not_signed: (problem) => `NOT SIGNED by this platform's secret: ${where(problem)}`,
  not_sealed: ({ eventId }) => `NOT SEALED though later ones are: event ${eventId}`,
  head_missing: ({ seal }) => `MISSING HEAD: there is no seal ${seal}, which was the head`,
  head_changed: (problem) => `OTHER HEAD: ${where(problem)}, has another hash than the one that was kept`,
}
