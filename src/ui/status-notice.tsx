import {
  countdownTo,
  maintenanceNoticeOf,
  type Notice as StandingNotice,
  type PlatformStanding,
  type StatusGlance,
} from '../domain/platform-standing.ts'
import { startOf, type IncidentImpact } from '../domain/service-status.ts'
import { Notice } from './alert.tsx'
import { LocalSpan, LocalTime } from './local-time.tsx'
import { FRONT_DOOR, onOrigin } from './paths.ts'
import { ServiceState } from './service-state.tsx'
import { counted } from './time-words.ts'
import { Time } from './time.tsx'

type MaintenanceNote = Extract<StandingNotice, { kind: 'maintenance' }>

/** Whether there is something to tell before anything else. */
export function isNoteworthy({ standing, now }: StatusGlance): boolean {
  if (!standing) return false
  const maintenance = maintenanceNoticeOf(standing, now)
  return standing.incidents.length > 0 || maintenance !== null || stateSaysMore(standing, maintenance)
}

/** What is wrong with the platform, or is planned within 72 hours (N05); nothing where all is well or nothing is known. */
export function StatusNotice({ glance }: { glance: StatusGlance }) {
  const { standing, now } = glance
  if (!standing || !isNoteworthy(glance)) return <></>
  const maintenance = maintenanceNoticeOf(standing, now)
  return (
    <section class="status-notices" aria-label="Status of this platform">
      {standing.incidents.length > 0 ? <IncidentNotice glance={glance} standing={standing} /> : null}
      {stateSaysMore(standing, maintenance) ? <StateNotice glance={glance} standing={standing} /> : null}
      {maintenance ? <MaintenanceNotice glance={glance} notice={maintenance} /> : null}
    </section>
  )
}

/** Trouble that no incident tells of, and no maintenance that runs explains; one to come does not. */
function stateSaysMore({ state, incidents }: PlatformStanding, maintenance: MaintenanceNote | null): boolean {
  if (incidents.length > 0 || state === 'operational' || state === 'unknown') return false
  return state !== 'under_maintenance' || maintenance === null || maintenance.phase === 'scheduled'
}

/** The same in one quiet line, where nothing is wrong, or nothing is known. */
export function StatusLine({ glance }: { glance: StatusGlance }) {
  if (isNoteworthy(glance)) return <></>
  const isKnown = glance.standing !== null && glance.standing.state !== 'unknown'
  const href = onOrigin(glance.frontDoorOrigin, FRONT_DOOR.status)
  if (isKnown) {
    return (
      <p class="status-line">
        <span class="state service operational">
          <a href={href}>{glance.platformLabel} is operational</a>
        </span>
      </p>
    )
  }
  return (
    <p class="status-line">
      <span class="state service unknown">Status unknown</span>
      <span class="muted">
        : we have not heard from the <a href={href}>status page</a> lately
      </span>
    </p>
  )
}

const TONES: Readonly<Record<IncidentImpact, 'note' | 'warn' | 'bad'>> = {
  none: 'note',
  minor: 'warn',
  major: 'bad',
  critical: 'bad',
}

function IncidentNotice({ glance, standing }: { glance: StatusGlance; standing: PlatformStanding }) {
  const [incident, ...others] = standing.incidents
  if (!incident) return <></>
  const { frontDoorOrigin, now } = glance
  return (
    <Notice tone={TONES[incident.impact]} heading={`Incident: ${incident.name}`}>
      <p>
        <ServiceState state={standing.state} />
        {others.length === 0 ? '' : `, and ${counted(others.length, 'more incident')}`}. Last update{' '}
        <Time at={incident.updatedAt} now={now} brief />:{' '}
        <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.incident(incident.id))}>what we know</a>
      </p>
    </Notice>
  )
}

function StateNotice({ glance, standing }: { glance: StatusGlance; standing: PlatformStanding }) {
  return (
    <Notice tone={standing.state === 'major_outage' ? 'bad' : 'warn'}>
      <p>
        <ServiceState state={standing.state} />: signing in may be slow or fail.{' '}
        <a href={onOrigin(glance.frontDoorOrigin, FRONT_DOOR.status)}>Status page</a>
      </p>
    </Notice>
  )
}

function MaintenanceNotice({ glance, notice }: { glance: StatusGlance; notice: MaintenanceNote }) {
  const { maintenance, phase, overrun } = notice
  const { frontDoorOrigin, platformLabel } = glance
  const isAhead = phase === 'scheduled'
  return (
    <Notice
      tone={isAhead ? 'note' : 'warn'}
      heading={`${isAhead ? 'Planned maintenance' : 'Maintenance now'}: ${maintenance.name}`}
    >
      {isAhead ? <Ahead glance={glance} notice={notice} /> : <Running notice={notice} />}
      <p>
        {isAhead && maintenance.closes ? `Nobody can sign in to ${platformLabel} meanwhile. ` : ''}
        {maintenance.isRelease ? 'A release without downtime: work goes on. ' : ''}
        {overrun ? 'It goes on until we say that it is over. ' : ''}
        <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.incident(maintenance.id))}>About this maintenance</a>
      </p>
    </Notice>
  )
}

function Ahead({ glance, notice: { maintenance } }: { glance: StatusGlance; notice: MaintenanceNote }) {
  const left = countdownTo(maintenance, glance.now)
  return (
    <>
      {left === null ? null : (
        <p>
          It begins{' '}
          <b data-minutes-left={left} class="countdown">
            {minutesWords(left)}
          </b>
          .
        </p>
      )}
      <p>
        From <LocalSpan from={startOf(maintenance)} until={maintenance.scheduledUntil} />.
      </p>
    </>
  )
}

function Running({ notice: { maintenance, overrun } }: { notice: MaintenanceNote }) {
  return overrun ? (
    <p>
      Its planned end has passed: <LocalTime at={maintenance.scheduledUntil} />.
    </p>
  ) : (
    <p>
      Its planned end is <LocalTime at={maintenance.scheduledUntil} />.
    </p>
  )
}

/** The page's script goes on with the same words. */
function minutesWords(seconds: number): string {
  return seconds < 60 ? 'in less than a minute' : `in ${counted(Math.ceil(seconds / 60), 'minute')}`
}
