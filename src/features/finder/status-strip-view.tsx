import type { PlatformDirectory } from '../../domain/platform-directory.ts'
import type { PlatformStanding } from '../../domain/platform-standing.ts'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { isNear, nextMaintenance } from '../../ui/platform-status.tsx'
import { ServiceState } from '../../ui/service-state.tsx'
import { counted } from '../../ui/time-words.ts'
import { Time } from '../../ui/time.tsx'

type Strip = {
  readonly directory: PlatformDirectory
  readonly standings: ReadonlyMap<string, PlatformStanding>
  readonly now: Date
}

/** One line for each platform that is not as it should be, or that is soon to be maintained; one for all where none is. */
export function StatusStrip({ directory, standings, now }: Strip) {
  if (standings.size === 0) return <></>
  const told = directory.flatMap((platform) => {
    const standing = standings.get(platform.id)
    return standing && isWorthTelling(standing, now) ? [{ platform, standing }] : []
  })
  const shown = told.slice(0, MOST_LINES)
  return (
    <section class="status-strip" aria-label="Status of the platforms">
      {told.length === 0 ? (
        <p>
          <ServiceState state="operational" />: {allOf(standings.size, directory.length)}
        </p>
      ) : (
        <ul>
          {shown.map(({ platform, standing }) => (
            <li>
              <b>{platform.label}</b> <ServiceState state={standing.state} />
              <Why standing={standing} now={now} />
            </li>
          ))}
          {told.length > shown.length ? <li>and {counted(told.length - shown.length, 'platform')} more</li> : null}
        </ul>
      )}
      <p class="more">
        <a href={FRONT_DOOR.status}>Status and maintenance</a>
      </p>
    </section>
  )
}

const MOST_LINES = 5

/** Nothing is claimed of those that nobody reports of. */
function allOf(reported: number, total: number): string {
  return reported < total ? `${reported} of ${total} platforms; the others are not reported` : `all ${counted(total, 'platform')}`
}

function isWorthTelling(standing: PlatformStanding, now: Date): boolean {
  const maintenance = nextMaintenance(standing, now)
  return standing.state !== 'operational' || standing.incidents.length > 0 || (maintenance !== null && isNear(maintenance, now))
}

function Why({ standing, now }: { standing: PlatformStanding; now: Date }) {
  const [incident] = standing.incidents
  if (incident) return <a href={FRONT_DOOR.incident(incident.id)}>{incident.name}</a>
  const maintenance = nextMaintenance(standing, now)
  if (!maintenance || !isNear(maintenance, now)) return <></>
  return (
    <span>
      <a href={FRONT_DOOR.incident(maintenance.id)}>{maintenance.name}</a>{' '}
      <Time at={maintenance.actualStartAt ?? maintenance.scheduledFor} now={now} brief />
    </span>
  )
}
