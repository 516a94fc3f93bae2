import { join } from 'node:path'
import type { Platform } from '../domain/platform-directory.ts'
import { signingKeyOf } from '../secrets.ts'
import type { PlatformConfig, ProbesConfig, ProbeTarget, SharedComponent, StatusConfig } from './config.ts'

/** What the core's environment variables begin with: `GATEHOUSE_FRONT_DOOR_DATABASE_URL`. */
export const CORE_ID = 'FRONT_DOOR'

/** Where operators sign in, at the front door. */
export const STAFF_PATH = '/staff'

/** The vendor's own people, seen as those of a platform: so accounts, guard, keys and trail are the same for all. */
export function staffPlatform(frontDoorOrigin: string): Platform {
  return {
    id: CORE_ID,
    label: 'Staff',
    region: 'Global',
    product: 'staff',
    identifiers: ['@'],
    retiredIdentifiers: [],
    signInUrl: `${frontDoorOrigin}${STAFF_PATH}`,
    apiUrl: null,
    gatewayUrl: null,
  }
}

/** The key by which platforms know the front door: its own where it is served here, else the one in the file. */
export function frontDoorKeyOf(core: Pick<PlatformConfig, 'secret'> | null, given: string | null): Uint8Array | null {
  if (core) return signingKeyOf(core.secret).publicKey
  return given === null ? null : Buffer.from(given, 'base64url')
}

/** Beside the platforms, where the file names no others. */
export const SHARED: readonly SharedComponent[] = [
  { key: 'front-door', name: 'Front door', description: 'Finder, status page and this site' },
  { key: 'support-portal', name: 'Support portal', description: null },
]

/** Statuspage's own: partial outages count for three tenths. */
export const UPTIME_WEIGHTS = { degraded_performance: 0, partial_outage: 0.3, major_outage: 1 } as const

const PROBES: Omit<ProbesConfig, 'targets'> = { intervalSeconds: 30, timeoutSeconds: 5, failures: 3, successes: 2 }

export type GivenStatus = {
  readonly name?: string | undefined
  readonly staleAfterSeconds?: number | undefined
  readonly shared?: readonly SharedComponent[] | undefined
  readonly weights?: StatusConfig['weights'] | undefined
  readonly probes?: Partial<Omit<ProbesConfig, 'targets'>> | undefined
  readonly targets: readonly ProbeTarget[]
  readonly privateWebhooks?: boolean | undefined
}

/** What the file leaves out is as most would have it. */
export function statusConfig(of: { brandName: string; dataFolder: string; given: GivenStatus }): StatusConfig {
  const { given } = of
  return {
    name: given.name ?? `${of.brandName} Status`,
    folder: join(of.dataFolder, 'status'),
    staleAfterSeconds: given.staleAfterSeconds ?? 300,
    shared: given.shared ?? SHARED,
    weights: given.weights ?? UPTIME_WEIGHTS,
    probes: { ...PROBES, ...given.probes, targets: given.targets },
    privateWebhooks: given.privateWebhooks ?? false,
  }
}
