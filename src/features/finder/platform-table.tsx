import type { Platform, PlatformDirectory } from '../../domain/platform-directory.ts'
import { Verbatim } from '../../ui/page-parts.tsx'
import { outsideUrl } from '../../ui/paths.ts'
import { Cell, Row, Sub, Table } from '../../ui/table.tsx'

const COLUMNS = [{ label: 'Platform' }, { label: 'Identifier' }, { label: 'Sign in' }, { label: 'API server and gateway' }]

/** The whole directory: platforms, identifiers and addresses (S02). */
export function PlatformTable({ directory }: { directory: PlatformDirectory }) {
  return (
    <>
      <h2>All platforms</h2>
      <Table caption="All platforms with their identifiers and addresses" columns={COLUMNS}>
        {directory.map((platform) => (
          <PlatformRow platform={platform} />
        ))}
      </Table>
      <p class="hint">
        Where a platform has two identifiers, new usernames get the first. A retired one is no longer given, but still good. A
        private platform has none.
      </p>
    </>
  )
}

function PlatformRow({ platform }: { platform: Platform }) {
  return (
    <Row>
      <Cell heading>
        {platform.label}
        <Sub>
          {platform.id} · {platform.region}
        </Sub>
      </Cell>
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
