import { isIP } from 'node:net'

type Network = { readonly address: string; readonly prefix: number; readonly family: 'ipv4' | 'ipv6' }

/** Reads `10.0.0.0/8` or `2001:db8::/32`; a bare address is a network of one. Null if it is neither. */
export function parseNetwork(text: string): Network | null {
  const match = /^([\d.a-f:]+)(?:\/(\d{1,3}))?$/i.exec(text)
  const address = match?.[1]
  if (address === undefined) return null
  const version = isIP(address)
  if (version === 0) return null
  const longest = version === 4 ? 32 : 128
  const prefix = match?.[2] === undefined ? longest : Number(match[2])
  return prefix <= longest ? { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' } : null
}
