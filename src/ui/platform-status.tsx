import { NOTICE_SECONDS, type PlatformStanding, type StandingMaintenance } from '../domain/platform-standing.ts'
import { isOverrun, phaseAt, startOf } from '../domain/service-status.ts'
import { FRONT_DOOR, onOrigin } from './paths.ts'
import { ServiceState } from './service-state.tsx'
import { Time } from './time.tsx'

/** How a platform is now, and when it is maintained next; a glance, with links to the whole story. */
export function PlatformStatus({
  standing,
  origin,
  now,
}: {
  standing: PlatformStanding
  /** Of the front door, on pages of another site. */
  origin?: string | undefined
  now: Date
}) {
  const [incident] = standing.incidents
  const maintenance = nextMaintenance(standing, now)
  const path = (to: string) => (origin === undefined ? to : onOrigin(origin, to))
  return (
    <ul class="platform-status">
      <li>
        <ServiceState state={standing.state} />
        {incident === undefined ? null : (
          <>
            {': '}
            <a href={path(FRONT_DOOR.incident(incident.id))}>{incident.name}</a>
          </>
        )}
      </li>
      {maintenance === null ? null : (
        <li>
          <MaintenanceWords maintenance={maintenance} href={path(FRONT_DOOR.incident(maintenance.id))} now={now} />
        </li>
      )}
    </ul>
  )
}

/** The one that runs, else the next; releases without downtime are told of on the status page alone. */
export function nextMaintenance({ maintenances }: PlatformStanding, now: Date): StandingMaintenance | null {
  return maintenances.find((one) => !one.isRelease && phaseAt(one, now) !== 'completed') ?? null
}

/** Whether it is near enough to be told of beside every other thing. */
export function isNear(maintenance: StandingMaintenance, now: Date): boolean {
  return startOf(maintenance).getTime() - now.getTime() <= NOTICE_SECONDS * 1_000
}

function MaintenanceWords({ maintenance, href, now }: { maintenance: StandingMaintenance; href: string; now: Date }) {
  if (phaseAt(maintenance, now) === 'scheduled') {
    return (
      <>
        Next maintenance <Time at={startOf(maintenance)} now={now} brief />: <a href={href}>{maintenance.name}</a>
      </>
    )
  }
  return (
    <>
      Maintenance now: <a href={href}>{maintenance.name}</a>
      {isOverrun(maintenance, now) ? (
        ', and its planned end has passed'
      ) : (
        <>
          , planned to end <Time at={maintenance.scheduledUntil} now={now} brief />
        </>
      )}
    </>
  )
}
