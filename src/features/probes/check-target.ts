import type { ProbeTarget } from '../../config/config.ts'
import type { ProbeVerdict } from '../../domain/probe-damping.ts'
import { openConnection, OutgoingFailure, readCertificate, sendRequest } from '../../outgoing.ts'

export type Finding = { readonly verdict: ProbeVerdict; readonly reason: string | null }

const UP: Finding = { verdict: 'up', reason: null }
const MOST_BYTES = 64 * 1024
const DAY_MS = 24 * 60 * 60 * 1_000
const READY_PATH = '/health/ready'

/**
 * Looks at one target, for at most so many milliseconds. What it finds is never an error. `now` is for certificates, whose
 * dates are compared with the database's clock.
 */
export async function checkTarget(
  target: ProbeTarget,
  { milliseconds, now }: { milliseconds: number; now: Date },
): Promise<Finding> {
  try {
    return await lookAt(target, { milliseconds, now })
  } catch (error) {
    if (!(error instanceof OutgoingFailure)) throw error
    return { verdict: 'down', reason: error.message }
  }
}

async function lookAt(target: ProbeTarget, { milliseconds, now }: { milliseconds: number; now: Date }): Promise<Finding> {
  switch (target.kind) {
    case 'ready':
      return ask({ url: new URL(READY_PATH, target.origin), wanted: 200, milliseconds })
    case 'http':
      return ask({ url: new URL(target.url), wanted: target.status, milliseconds })
    case 'tcp':
      await openConnection({ host: target.host, port: target.port, milliseconds })
      return UP
    case 'tls':
      return judgeDates(await readCertificate({ host: target.host, port: target.port, milliseconds }), { days: target.days, now })
  }
}

async function ask({ url, wanted, milliseconds }: { url: URL; wanted: number; milliseconds: number }): Promise<Finding> {
  const { status } = await sendRequest({
    url,
    method: 'GET',
    headers: { 'user-agent': 'gatehouse-probe', accept: '*/*' },
    reach: 'anywhere',
    milliseconds,
    mostBytes: MOST_BYTES,
  })
  return status === wanted ? UP : { verdict: 'down', reason: `answered ${status}, not ${wanted}` }
}

function judgeDates({ from, until }: { from: Date; until: Date }, { days, now }: { days: number; now: Date }): Finding {
  if (now < from) return { verdict: 'down', reason: 'the certificate does not count yet' }
  if (now >= until) return { verdict: 'down', reason: 'the certificate has expired' }
  const left = Math.floor((until.getTime() - now.getTime()) / DAY_MS)
  return left >= days ? UP : { verdict: 'degraded', reason: `the certificate expires in ${left} days` }
}
