import type { PropsWithChildren } from 'hono/jsx'
import { Notice } from '../../ui/alert.tsx'
import { LAST_HEARD } from '../../ui/last-heard.ts'
import { LocalTime } from '../../ui/local-time.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { STATUS_FEEDS } from '../../ui/status-paths.ts'

/** What surrounds every page about the status; `isStale`: nobody has confirmed for too long what it tells (N14). */
export function StatusFrame({ isStale, children }: PropsWithChildren<{ isStale: boolean }>) {
  return (
    <div class="status-page" data-status>
      {isStale ? <StaleNotice /> : null}
      {children}
    </div>
  )
}

function StaleNotice() {
  return (
    <Notice tone="warn" heading="This may be out of date">
      <p>
        The last report of our systems is of <LastHeard />. What stands below is what was known then: how things are now we can’t
        tell.
      </p>
    </Notice>
  )
}

/** The time is put in once the silence has begun. */
export function LastHeard() {
  return (
    <time class="local-time" datetime={LAST_HEARD.iso}>
      <b data-local-moment hidden></b> <span class="utc">{LAST_HEARD.words}</span>
    </time>
  )
}

/** Of which moment a page is: never relative, as nobody knows when it is read. */
export function AsOf({ at, isStale }: { at: Date; isStale: boolean }) {
  return isStale ? (
    <>
      Last report: <LastHeard />
    </>
  ) : (
    <>
      As of <LocalTime at={at} />
    </>
  )
}

export type StatusPart = 'status' | 'history' | 'maintenance'

const PARTS: readonly { readonly of: StatusPart; readonly label: string; readonly href: string }[] = [
  { of: 'status', label: 'Now', href: FRONT_DOOR.status },
  { of: 'maintenance', label: 'Maintenance', href: FRONT_DOOR.statusMaintenance },
  { of: 'history', label: 'History', href: FRONT_DOOR.statusHistory },
]

/** The parts of the section, at the head of each of its pages. `current` null: a page below one of them. */
export function StatusTabs({ current }: { current: StatusPart | null }) {
  return (
    <nav class="chips status-tabs" aria-label="Status pages">
      {PARTS.map(({ of, label, href }) => (
        <a class="chip" href={href} aria-current={current === of ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  )
}

/** How to hear of changes without looking. `platformId`: of one platform. */
export function Follow({ platformId = null }: { platformId?: string | null }) {
  const calendar = platformId === null ? STATUS_FEEDS.calendar : STATUS_FEEDS.platformCalendar(platformId)
  return (
    <ul class="follow" aria-label="Hear of changes">
      <li>
        <a href={FRONT_DOOR.subscribe}>Subscribe by mail or webhook</a>
      </li>
      <li>
        <a href={STATUS_FEEDS.atom}>Atom feed</a>
      </li>
      <li>
        <a href={calendar}>Calendar of maintenance</a>
      </li>
    </ul>
  )
}
