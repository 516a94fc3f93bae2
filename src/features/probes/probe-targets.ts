import { databaseNow, readDatabaseClock } from '../../clock.ts'
import type { ProbeTarget } from '../../config/config.ts'
import type { Core } from '../../core.ts'
import { damped } from '../../domain/probe-damping.ts'
import { newId } from '../../secrets.ts'
import { checkTarget, type Finding } from './check-target.ts'
import { claimDue, forgetTarget, keepTargets, listSilent, lockLeased } from './queries.ts'
import { settleComponent, silentSeconds } from './settle-component.ts'

/** Checks at a time, of one process. */
const AT_ONCE = 16

/** What a target is called in the database: the same as long as the configuration says the same of it. */
export function targetKey(target: ProbeTarget): string {
  const { kind, component } = target
  switch (target.kind) {
    case 'ready':
      return `${kind} ${component} ${target.origin}`
    case 'http':
      return `${kind} ${component} ${target.url}`
    case 'tcp':
    case 'tls':
      return `${kind} ${component} ${target.host}:${target.port}`
  }
}

/** Once, at the start of a process: what the configuration no longer has says nothing of its component any more. */
export async function prepareProbes(core: Core): Promise<void> {
  const targets = core.config.status.probes.targets.map((target) => ({ key: targetKey(target), component: target.component }))
  for (const componentId of await keepTargets(core, targets)) {
    await core.db.transaction().execute((trx) => settleComponent(core, trx, { componentId, note: null, at: null }))
  }
}

/**
 * Checks what is due and in nobody else's hand, and says of what has been silent for three intervals that it is unknown.
 * However many processes do so, a target is checked once an interval.
 */
export async function probeTargets(core: Core): Promise<void> {
  const targets = new Map(core.config.status.probes.targets.map((target) => [targetKey(target), target]))
  const keys = [...targets.keys()]
  if (keys.length === 0) return
  await noteSilence(core, keys)
  for (let isDone = false; !isDone;) {
    const lease = newId()
    const claimed = await claimDue(core, { lease, targets: keys, most: AT_ONCE })
    await Promise.all(claimed.map((key) => probeOne(core, { key, lease, target: targets.get(key) })))
    isDone = claimed.length < AT_ONCE
  }
}

async function probeOne(core: Core, of: { key: string; lease: string; target: ProbeTarget | undefined }): Promise<void> {
  if (!of.target) return
  const startedAt = core.clock.monotonic()
  const now = await readDatabaseClock(core.db)
  const milliseconds = core.config.status.probes.timeoutSeconds * 1_000
  const finding = await checkTarget(of.target, { milliseconds, now })
  await recordFinding(core, { ...of, finding, milliseconds: Math.round(core.clock.monotonic() - startedAt) })
}

/** What was found by a check whose lease has run out counts for nothing: another process has it in hand. */
async function recordFinding(
  core: Core,
  { key, lease, finding, milliseconds }: { key: string; lease: string; finding: Finding; milliseconds: number },
): Promise<void> {
  await core.db.transaction().execute(async (trx) => {
    const row = await lockLeased(trx, { target: key, lease })
    if (!row) return
    const { state, leaning, streak } = damped(row, finding.verdict, core.config.status.probes)
    await trx
      .updateTable('probeStates')
      .set({ state, leaning, streak, milliseconds, lastError: finding.reason, checkedAt: databaseNow })
      .set({ lease: null, leasedUntil: null, ...(state === row.state ? {} : { since: databaseNow }) })
      .where('target', '=', key)
      .execute()
    await settleComponent(core, trx, { componentId: row.componentId, note: finding.reason, at: null })
  })
}

async function noteSilence(core: Core, targets: readonly string[]): Promise<void> {
  for (const { target, componentId, since } of await listSilent(core, { targets, seconds: silentSeconds(core) })) {
    await core.db.transaction().execute(async (trx) => {
      await forgetTarget(trx, { target, seconds: silentSeconds(core) })
      await settleComponent(core, trx, { componentId, note: 'nothing was heard of it', at: since })
    })
  }
}
