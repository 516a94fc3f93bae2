import type { Platform, PlatformDirectory } from '../../domain/platform-directory.ts'
import type { PlatformStanding } from '../../domain/platform-standing.ts'
import { Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, outsideUrl } from '../../ui/paths.ts'
import { isNear, nextMaintenance } from '../../ui/platform-status.tsx'
import { ServiceState } from '../../ui/service-state.tsx'
import { Cell, Row, Sub, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

type Standings = ReadonlyMap<string, PlatformStanding>

/** The whole directory: platforms, identifiers and addresses (S02), and how each of them is. */
export function PlatformTable({ directory, standings, now }: { directory: PlatformDirectory; standings: Standings; now: Date }) {
  const hasStatus = standings.size > 0
  const columns = ['Platform', ...(hasStatus ? ['Status'] : []), 'Identifier', 'Sign in', 'API server and gateway']
  return (
    <>
      <h2>All platforms</h2>
      <Table caption="All platforms with their identifiers and addresses" columns={columns.map((label) => ({ label }))}>
        {directory.map((platform) => (
          <PlatformRow platform={platform} standing={hasStatus ? (standings.get(platform.id) ?? 'none') : null} now={now} />
        ))}
      </Table>
      <p class="hint">
        Where a platform has two identifiers, new usernames get the first. A retired one is no longer given, but still good. A
        private platform has none: it is known by its address alone, which stands in the welcome mail.
      </p>
    </>
  )
}

function PlatformRow({ platform, standing, now }: { platform: Platform; standing: PlatformStanding | 'none' | null; now: Date }) {
  return (
    <Row>
      <Cell heading>
        {platform.label}
        <Sub>
          {platform.id} · {platform.region}
        </Sub>
      </Cell>
      {standing === null ? null : (
        <Cell label="Status">{standing === 'none' ? 'not reported' : <Standing standing={standing} now={now} />}</Cell>
      )}
      <Cell label="Identifier">
        <Identifiers platform={platform} />
      </Cell>
      <Cell label="Sign in">
        <a href={outsideUrl(platform.signInUrl)}>{withoutScheme(platform.signInUrl)}</a>
      </Cell>
      <Cell label="API server and gateway">
        {platform.apiUrl === null ? 'no API server' : withoutScheme(platform.apiUrl)}
        <Sub>{platform.gatewayUrl === null ? 'no gateway' : withoutScheme(platform.gatewayUrl)}</Sub>
      </Cell>
    </Row>
  )
}

function Standing({ standing, now }: { standing: PlatformStanding; now: Date }) {
  const maintenance = nextMaintenance(standing, now)
  return (
    <>
      <ServiceState state={standing.state} />
      {maintenance !== null && isNear(maintenance, now) ? (
        <Sub>
          <a href={FRONT_DOOR.incident(maintenance.id)}>Maintenance</a>{' '}
          <Time at={maintenance.actualStartAt ?? maintenance.scheduledFor} now={now} brief />
        </Sub>
      ) : null}
    </>
  )
}

function Identifiers({ platform }: { platform: Platform }) {
  const { identifiers, retiredIdentifiers } = platform
  if (identifiers.length + retiredIdentifiers.length === 0) return <>none: private</>
  return (
    <>
      {identifiers.map((identifier, index) => (
        <>
          {index > 0 ? ' ' : null}
          <Verbatim>{identifier}</Verbatim>
        </>
      ))}
      {retiredIdentifiers.map((identifier) => (
        <Sub>
          retired: <Verbatim>{identifier}</Verbatim>
        </Sub>
      ))}
    </>
  )
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '')
}
