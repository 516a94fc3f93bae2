import { describe, expect, it } from 'vitest'
import { networkText } from '../domain/network.ts'
import { auditAddress, readAuditAddress } from './audit-address.ts'

const read = (query: string) => readAuditAddress(new URLSearchParams(query))

describe('a search of the trail in the address (A04)', () => {
  it.each([
    ['', '/audit'],
    ['who=acme_jd1&what=users&network=10.0.0.0/8', '/audit?who=acme_jd1&what=users&network=10.0.0.0%2F8'],
    ['whom=J%C3%B6rg&older=1763906709123456.4711', '/audit?whom=J%C3%B6rg&older=1763906709123456.4711'],
    ['from=2026-11-23&to=2026-11-24', '/audit?from=2026-11-23T00%3A00&to=2026-11-24T23%3A59'],
    ['unknown=1&older=nonsense&newer=1.2.3', '/audit'],
  ])('%s is read and written again', (query, address) => {
    const search = read(query)
    expect(search.problems).toEqual({})
    expect(auditAddress(search, search.wish.place)).toBe(address)
  })

  it.each([
    ['2026-11-23', '2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z'],
    ['2026-11-23T14:05', '2026-11-23T14:05:00.000Z', '2026-11-23T14:06:00.000Z'],
    ['2026-11-23 14:05:59', '2026-11-23T14:05:00.000Z', '2026-11-23T14:06:00.000Z'],
  ])('from %s is the first moment of it, to it the last, in UTC', (typed, from, before) => {
    const { wish } = read(new URLSearchParams({ from: typed, to: typed }).toString())
    expect([wish.from?.toISOString(), wish.before?.toISOString()]).toEqual([from, before])
  })

  it('networks are taken in any spelling', () => {
    const { network } = read('network=2001:DB8:0::1/32').wish
    expect(network && networkText(network)).toBe('2001:db8::/32')
  })

  it.each([
    ['from=yesterday', { from: 'not_a_time' }],
    ['to=2026-02-30', { to: 'not_a_time' }],
    ['from=2026-11-23T25:00', { from: 'not_a_time' }],
    ['network=10.0.0.0/33', { network: 'not_a_network' }],
    ['what=constructor', { what: 'not_a_choice' }],
  ])('%s is a problem, since a part must not pass for all', (query, problems) => {
    expect(read(query).problems).toEqual(problems)
  })
})
