import { covers, readNetwork, type Network } from './network.ts'

/** Everything in IPv6 that is routed on the Internet lies in here. */
const GLOBAL_IPV6 = networks(['2000::/3'])

/**
 * Not of the Internet, by the registries of special-purpose addresses (RFC 6890 and what came after): one's own machine,
 * private and link-local networks, carrier-grade NAT, documentation, benchmarks, multicast, and those that wrap an IPv4
 * address; and what clouds answer with secrets at.
 */
const SPECIAL = networks([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
])

/** Whether an address is one of the public Internet; anything that is no address is not. IPv4 mapped into IPv6 is IPv4. */
export function isPublicAddress(text: string): boolean {
  // A zone (`fe80::1%eth0`) makes it a link's own.
  const address = text.includes('/') ? null : readNetwork(text)
  if (!address) return false
  if (address.bits === 128 && !GLOBAL_IPV6.some((network) => covers(network, address))) return false
  return !SPECIAL.some((network) => covers(network, address))
}

function networks(texts: readonly string[]): readonly Network[] {
  return texts.flatMap((text) => readNetwork(text) ?? [])
}
