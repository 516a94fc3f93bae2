import type { ClosedPlatform } from '../../domain/maintenance-pass.ts'
import { ButtonLink, PostButton } from '../../ui/button.tsx'
import { LocalTime } from '../../ui/local-time.tsx'
import { ButtonRow, Card, PageHeading } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, onOrigin, SITE } from '../../ui/paths.ts'
import { STAFF_PASSES } from '../../ui/status-paths.ts'

/** The platforms that are closed now, each with a button to get in. */
export function ClosedPlatformsView({ closed }: { closed: readonly ClosedPlatform[] }) {
  return (
    <>
      <PageHeading sub="The way to the sign-in page of a platform that is closed for maintenance.">Passes</PageHeading>
      {closed.length === 0 ? (
        <p>No platform is closed for maintenance now, so everybody can get to its sign-in page.</p>
      ) : (
        <>
          <p>
            A pass is good for ten minutes, for one platform, in one browser. It opens the sign-in page and no account. That you
            took it is recorded.
          </p>
          {closed.map((one) => (
            <ClosedCard closed={one} />
          ))}
        </>
      )}
    </>
  )
}

function ClosedCard({ closed }: { closed: ClosedPlatform }) {
  const { maintenanceId, maintenanceName, platformId, platformName, scheduledUntil, origin } = closed
  return (
    <Card>
      <h2>{platformName}</h2>
      <p>
        <a href={FRONT_DOOR.incident(maintenanceId)}>{maintenanceName}</a>, planned until <LocalTime at={scheduledUntil} />
      </p>
      {origin === null ? (
        <p class="hint">This installation does not know where it stands, so there is no pass to it.</p>
      ) : (
        <ButtonRow>
          <PostButton action={STAFF_PASSES} fields={{ maintenanceId, platformId }}>
            Get a pass to {platformName}
          </PostButton>
        </ButtonRow>
      )}
    </Card>
  )
}

/** A pass, shown once: in the fragment of a link, which no server on the way sees. */
export function IssuedPassView({ jws, origin, closed }: { jws: string; origin: string; closed: ClosedPlatform }) {
  return (
    <Card>
      <PageHeading sub="Good once, for ten minutes.">Your pass to {closed.platformName}</PageHeading>
      <p>The link leads to a page of the platform that takes the pass. Open it in the browser in which you want to sign in.</p>
      <ButtonLink href={`${onOrigin(origin, SITE.maintenancePass)}#${jws}`} wide>
        Go to {closed.platformName}
      </ButtonLink>
      <p class="after">
        <a href={STAFF_PASSES}>All closed platforms</a>
      </p>
    </Card>
  )
}
