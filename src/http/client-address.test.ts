import { describe, expect, test } from 'vitest'
import { canonicalAddress, clientAddress, networkOf, trustedProxies } from './client-address.ts'

const trusted = trustedProxies(['10.0.0.0/8', '2001:db8:aaaa::/48'])
const from = (socketAddress: string | undefined, forwardedFor?: string) => clientAddress({ socketAddress, forwardedFor, trusted })

describe('the address of the caller', () => {
  test('is the socket’s', () => {
    expect(from('203.0.113.7')).toBe('203.0.113.7')
    expect(from('2001:DB8:0:0::7')).toBe('2001:db8::7')
  })

  test('is told by trusted proxies', () => {
    expect(from('10.0.0.1', '203.0.113.7')).toBe('203.0.113.7')
    expect(from('2001:db8:aaaa::1', '2001:db8::7')).toBe('2001:db8::7')
    expect(from('::ffff:10.0.0.1', '203.0.113.7')).toBe('203.0.113.7')
  })

  test('I-16 is never told by a stranger', () => {
    expect(from('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
    expect(from('203.0.113.7', '10.0.0.9, 10.0.0.8')).toBe('203.0.113.7')
    expect(clientAddress({ socketAddress: '10.0.0.1', forwardedFor: '198.51.100.1', trusted: trustedProxies([]) })).toBe(
      '10.0.0.1',
    )
  })

  test('I-16 is the rightmost hop that is no proxy of ours, whatever was typed before it', () => {
    expect(from('10.0.0.1', '198.51.100.1, 203.0.113.7')).toBe('203.0.113.7')
    expect(from('10.0.0.1', '198.51.100.1, 203.0.113.7, 10.2.2.2, 10.3.3.3')).toBe('203.0.113.7')
    expect(from('10.0.0.1', '10.9.9.9, 203.0.113.7,10.2.2.2')).toBe('203.0.113.7')
  })

  test.each(['unknown', '', ',', '203.0.113.7,', '203.0.113.7, _hidden', '203.0.113', '1.2.3.4.5', '<script>', '203.0.113.7\0'])(
    'I-16 is the proxy’s own where the chain breaks off: %j',
    (header) => {
      expect(from('10.0.0.1', header)).toBe('10.0.0.1')
    },
  )

  test('is the last hop where all are proxies of ours', () => {
    expect(from('10.0.0.1', '10.0.0.3, 10.0.0.2')).toBe('10.0.0.3')
  })

  test('may come with a port', () => {
    expect(from('10.0.0.1', '203.0.113.7:4711')).toBe('203.0.113.7')
    expect(from('10.0.0.1', '[2001:db8::7]:4711')).toBe('2001:db8::7')
  })

  test('is found in a header of any length in bounded work', () => {
    expect(from('10.0.0.1', `${'198.51.100.1, '.repeat(100_000)}203.0.113.7`)).toBe('203.0.113.7')
    expect(from('10.0.0.1', '9'.repeat(100_000))).toBe('10.0.0.1')
    expect(from('10.0.0.1', `${'10.0.0.2,'.repeat(100_000)}10.0.0.3`)).toBe('10.0.0.2')
  })

  test('is the unspecified one for a socket that has closed', () => {
    expect(from(undefined)).toBe('0.0.0.0')
  })
})

test.each([
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:c000:201', '192.0.2.1'],
  ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
  ['2001:0db8:0000::0001', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::', '::'],
  ['::1', '::1'],
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.01', null],
  ['0x7f.1', null],
  ['localhost', null],
])('%s is spelt %s', (text, canonical) => {
  expect(canonicalAddress(text)).toBe(canonical)
})

test.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8::/64'],
  ['2001:0:0:2::1', '2001:0:0:2::/64'],
  ['::1', '::/64'],
])('I-16 %s shares the budget of %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('a text that is no address has no network', () => {
  expect(() => networkOf('somewhere')).toThrow('Not a network address')
})
