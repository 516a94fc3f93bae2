import { BlockList, isIP, isIPv6 } from 'node:net'
import { parseNetwork } from '../config/cidr.ts'

/** The proxies whose X-Forwarded-For is believed. */
export type TrustedProxies = BlockList

/** More hops than any real chain of proxies has. */
const MOST_HOPS = 20
const LONGEST_HEADER = 2_000

/** From the configured networks, each checked by the configuration before. */
export function trustedProxies(networks: readonly string[]): TrustedProxies {
  const trusted = new BlockList()
  for (const text of networks) {
    const network = parseNetwork(text)
    if (!network) throw new Error('A trusted network is not in CIDR form')
    trusted.addSubnet(network.address, network.prefix, network.family)
  }
  return trusted
}

/**
 * The caller's address in canonical form: the socket's, unless that is a trusted proxy; then the rightmost hop of
 * X-Forwarded-For that is none. What stands further left was typed by the caller and proves nothing (I-16). Where the
 * chain breaks off or holds no address, the last proxy itself counts as the caller.
 */
export function clientAddress({
  socketAddress,
  forwardedFor,
  trusted,
}: {
  socketAddress: string | undefined
  forwardedFor: string | null | undefined
  trusted: TrustedProxies
}): string {
  let address = canonicalAddress(socketAddress ?? '') ?? UNKNOWN_ADDRESS
  if (!forwardedFor) return address
  for (const hop of hopsFromTheRight(forwardedFor)) {
    if (!isTrusted(trusted, address)) return address
    const next = canonicalAddress(withoutPort(hop))
    if (next === null) return address
    address = next
  }
  return address
}

/**
 * The network that an address shares its budget with, as canonical text: `203.0.113.0/24`, `2001:db8:1:2::/64`, since
 * that is the least that one customer of a provider is given.
 */
export function networkOf(address: string): string {
  const canonical = canonicalAddress(address)
  if (canonical === null) throw new Error('Not a network address')
  if (!isIPv6(canonical)) return `${canonical.split('.', 3).join('.')}.0/24`
  return `${shortIpv6(`${ipv6Groups(canonical).slice(0, 4).join(':')}::`)}/64`
}

/** One spelling for each address: RFC 5952 for IPv6, dotted for IPv4 even where it comes mapped; null for other text. */
export function canonicalAddress(text: string): string | null {
  const address = text.replace(/%.*$/s, '')
  if (address.length > 45) return null
  const family = isIP(address)
  if (family !== 6) return family === 4 ? address : null
  const short = shortIpv6(address)
  const groups = ipv6Groups(short)
  const mapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'
  return mapped ? groups.slice(6).flatMap(bytesOf).join('.') : short
}

/** Of a socket that was closed before anyone asked. */
const UNKNOWN_ADDRESS = '0.0.0.0'

function hopsFromTheRight(header: string): readonly string[] {
  return header
    .slice(-LONGEST_HEADER)
    .split(',')
    .slice(-MOST_HOPS)
    .map((hop) => hop.trim())
    .toReversed()
}

function isTrusted(trusted: TrustedProxies, address: string): boolean {
  return trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** Some proxies append the port: `203.0.113.7:4711`, `[2001:db8::7]:4711`. */
function withoutPort(hop: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop
}

function shortIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1)
}

/** The eight groups of a canonical address, each in hex without leading zeros. */
function ipv6Groups(short: string): readonly string[] {
  const [left = '', right] = short.split('::', 2)
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  if (right === undefined) return groups(left)
  const zeros = 8 - groups(left).length - groups(right).length
  return [...groups(left), ...Array.from({ length: zeros }, () => '0'), ...groups(right)]
}

function bytesOf(group: string): readonly number[] {
  const value = Number.parseInt(group, 16)
  return [value >> 8, value & 0xff]
}
