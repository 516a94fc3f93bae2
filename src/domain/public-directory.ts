import type { PlatformDirectory } from './platform-directory.ts'

/** What programs read of the directory; names stay as they are once published. */
export type PublicDirectory = {
  readonly issuer: string
  /** RFC 3339, UTC. */
  readonly issued_at: string
  readonly platforms: readonly {
    readonly id: string
    readonly label: string
    readonly region: string
    readonly product: 'platform' | 'pci' | 'staff'
    readonly identifiers: readonly string[]
    readonly retired_identifiers: readonly string[]
    readonly private: boolean
    readonly sign_in_url: string
    readonly api_url: string | null
    readonly gateway_url: string | null
  }[]
}

/**
 * The directory as it is published and signed (S01, N03). It is issued anew each day at midnight UTC, so that every process
 * of a front door gives the same bytes, and a signature from one fits the text from another.
 */
export function publicDirectory(of: { issuer: string; directory: PlatformDirectory; now: Date }): PublicDirectory {
  const day = new Date(of.now)
  day.setUTCHours(0, 0, 0, 0)
  return {
    issuer: of.issuer,
    issued_at: day.toISOString(),
    platforms: of.directory.map(({ retiredIdentifiers, signInUrl, apiUrl, gatewayUrl, ...platform }) => ({
      id: platform.id,
      label: platform.label,
      region: platform.region,
      product: platform.product,
      identifiers: platform.identifiers,
      retired_identifiers: retiredIdentifiers,
      private: platform.identifiers.length + retiredIdentifiers.length === 0,
      sign_in_url: signInUrl,
      api_url: apiUrl,
      gateway_url: gatewayUrl,
    })),
  }
}
