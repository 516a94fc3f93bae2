import { BlockList } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers, networkText, readNetwork } from './network.ts'

const textOf = (text: string) => {
  const network = readNetwork(text)
  return network && networkText(network)
}

const NO_NETWORKS = [
  '|  |10.0.0.0/|10.0.0.0/33|10.0.0/8|10.0.0.256|010.0.0.1|1.2.3.4.5|10.0.0.0 /8|10.0.0.0/-1|10.0.0.0/8\n10.0.0.0/8'.split('|'),
  '2001:db8::/129|2001:db8|:::|1::2::3|1:2:3:4:5:6:7:8:9|1:2:3:4:5:6:7:8::|12345::|fe80::1%eth0'.split('|'),
  '::1.2.3|1.2.3.4::|::192.0.2.1:1|example.com|everything|*|10.*|１０.0.0.0/8'.split('|'),
].flat()

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    [' 203.0.113.7 ', '203.0.113.7/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1/128'],
    ['2001:db8:1:2:3:4:5:6/64', '2001:db8:1:2::/64'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1/128'],
    ['::', '::/128'],
    ['::/0', '::/0'],
    ['::1', '::1/128'],
    ['1::', '1::/128'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221/128'],
    ['::ffff:192.0.2.1', '192.0.2.1/32'],
    ['::ffff:192.0.2.0/120', '192.0.2.0/24'],
    ['::ffff:0:0/95', '::fffe:0:0/95'],
  ])('%s is %s', (text, expected) => {
    expect(textOf(text)).toBe(expected)
  })

  it.each(NO_NETWORKS)('%j is none', (text) => {
    expect(readNetwork(text)).toBeNull()
  })

  it('has one spelling, which reads as itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), (address, prefix) => {
        const text = textOf(`${address}/${address.includes(':') ? prefix : prefix % 33}`)
        expect(text).not.toBeNull()
        expect(textOf(text ?? '')).toBe(text)
      }),
    )
  })
})

describe('one network covers another', () => {
  it.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.1.0.0/16', '10.0.0.0/8', false],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.0.0.0/8', '11.0.0.0/16', false],
    ['0.0.0.0/0', '203.0.113.7', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '203.0.113.7', false],
    ['2001:db8::/32', '2001:db8:1::/48', true],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    const [one, other] = [readNetwork(outer), readNetwork(inner)]
    expect(one && other && covers(one, other)).toBe(expected)
  })

  it('as Node’s own list of networks says', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(32), fc.ipV4(), (address, prefix, inner) => {
        const [outer, one] = [readNetwork(`${address}/${prefix}`), readNetwork(inner)]
        const list = new BlockList()
        list.addSubnet(address, prefix)
        expect(outer && one && covers(outer, one)).toBe(list.check(inner))
      }),
    )
  })
})
