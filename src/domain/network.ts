/** A network of IPv4 (32 bits) or IPv6 (128): all addresses that share its first `prefix` bits. */
export type Network = { readonly bits: 32 | 128; readonly start: bigint; readonly prefix: number }

type Address = Pick<Network, 'bits' | 'start'>

/**
 * Reads CIDR (RFC 4632, RFC 4291): `10.0.0.0/8`, `2001:db8::/32`; a bare address is a network of one. Bits beyond the
 * prefix are dropped, and IPv4 that comes mapped into IPv6 is IPv4. Null if it is none of these.
 */
export function readNetwork(text: string): Network | null {
  const match = /^([\d.a-f:]{2,45})(?:\/(\d{1,3}))?$/i.exec(text.trim())
  const address = readAddress(match?.[1] ?? '')
  if (!address) return null
  const prefix = match?.[2] === undefined ? address.bits : Number(match[2])
  if (prefix > address.bits) return null
  return unmapped({ ...address, start: masked(address, prefix), prefix })
}

/** In one spelling: RFC 5952 for IPv6, always with its prefix. */
export function networkText({ bits, start, prefix }: Network): string {
  return `${bits === 32 ? ipv4Text(start) : ipv6Text(start)}/${prefix}`
}

/** Whether all addresses of one network are in the other. */
export function covers(outer: Network, inner: Network): boolean {
  return outer.bits === inner.bits && outer.prefix <= inner.prefix && masked(inner, outer.prefix) === outer.start
}

function masked({ bits, start }: Address, prefix: number): bigint {
  const rest = BigInt(bits - prefix)
  return (start >> rest) << rest
}

const MAPPED = 0xffffn << 32n

function unmapped(network: Network): Network {
  const isMapped = network.bits === 128 && network.prefix >= 96 && masked(network, 96) === MAPPED
  return isMapped ? { bits: 32, start: network.start - MAPPED, prefix: network.prefix - 96 } : network
}

function readAddress(text: string): Address | null {
  const start = text.includes(':') ? readIpv6(text) : readIpv4(text)
  return start === null ? null : { bits: text.includes(':') ? 128 : 32, start }
}

function readIpv4(text: string): bigint | null {
  const parts = text.split('.')
  const isOctet = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256
  if (parts.length !== 4 || !parts.every(isOctet)) return null
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

function readIpv6(text: string): bigint | null {
  const [left = '', right, ...more] = text.split('::')
  if (more.length > 0) return null
  const [head, tail] = [readGroups(left, right === undefined), readGroups(right ?? '', true)]
  if (!head || !tail) return null
  const zeros = 8 - head.length - tail.length
  if (right === undefined ? zeros !== 0 : zeros < 1) return null
  return [...head, ...Array.from({ length: zeros }, () => 0), ...tail].reduce((sum, group) => (sum << 16n) | BigInt(group), 0n)
}

/** `2001:db8`, and where it `ends` the address perhaps `::ffff:192.0.2.1`. Null for anything else. */
function readGroups(text: string, ends: boolean): readonly number[] | null {
  const parts = text === '' ? [] : text.split(':')
  const last = parts.at(-1) ?? ''
  const dotted = ends && last.includes('.') ? readIpv4(last) : null
  const groups = dotted === null ? parts : parts.slice(0, -1)
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null
  const numbers = groups.map((group) => Number.parseInt(group, 16))
  return dotted === null ? numbers : [...numbers, Number(dotted >> 16n), Number(dotted & 0xffffn)]
}

function ipv4Text(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.')
}

/** The longest run of zeros, at least two and the first of its length, becomes `::`. */
function ipv6Text(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - index * 16)) & 0xffffn).toString(16))
  const runs = groups.map((_, index) => groups.slice(index).findIndex((group) => group !== '0'))
  const lengths = runs.map((length, index) => (length === -1 ? groups.length - index : length))
  const longest = Math.max(...lengths)
  if (longest < 2) return groups.join(':')
  const from = lengths.indexOf(longest)
  return `${groups.slice(0, from).join(':')}::${groups.slice(from + longest).join(':')}`
}
