/** Which site answers for which host name, in the canonical form that `siteOfHost` makes of a header. */
export type SiteHosts<Key extends string> = ReadonlyMap<string, Key>

/** Builds the table from each site's origins. The configuration has seen to it that no host stands twice. */
export function siteHosts<Key extends string>(
  sites: readonly { readonly key: Key; readonly origins: readonly string[] }[],
): SiteHosts<Key> {
  return new Map(sites.flatMap(({ key, origins }) => origins.map((origin) => [new URL(origin).hostname, key] as const)))
}

/**
 * The site that a Host header asks for, or null: absent, doubled, malformed and unknown hosts belong to no site. Case, port
 * and the dot of a fully qualified name make no difference.
 */
export function siteOfHost<Key extends string>(hosts: SiteHosts<Key>, header: string | null | undefined): Key | null {
  const hostname = header ? readHostname(header) : null
  return hostname === null ? null : (hosts.get(hostname) ?? null)
}

/** RFC 9110, 7.2. A header sent twice arrives joined by a comma and so has no hostname. */
function readHostname(header: string): string | null {
  if (header.length > 300) return null
  const match = /^(?<name>[a-z\d-]+(?:\.[a-z\d-]+)*)\.?(?::\d{0,5})?$|^(?<ipv6>\[[\da-f:.]+\])(?::\d{0,5})?$/i.exec(header)
  const { name, ipv6 } = match?.groups ?? {}
  if (name !== undefined) return name.toLowerCase()
  const url = `http://${ipv6}`
  return ipv6 !== undefined && URL.canParse(url) ? new URL(url).hostname : null
}
