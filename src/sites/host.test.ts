import { expect, test } from 'vitest'
import { siteHosts, siteOfHost } from './host.ts'

const hosts = siteHosts([
  { key: 'door', origins: ['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080'] },
  { key: 'US1', origins: ['http://us1.localhost:8080'] },
  { key: 'EU1', origins: ['https://qualysguard.example.eu'] },
])

test.each([
  ['localhost:8080', 'door'],
  ['localhost', 'door'],
  ['127.0.0.1:8080', 'door'],
  ['[::1]:8080', 'door'],
  ['[::1]', 'door'],
  ['[0:0:0:0:0:0:0:1]:8080', 'door'],
  ['us1.localhost:8080', 'US1'],
  ['US1.LocalHost', 'US1'],
  ['us1.localhost.', 'US1'],
  ['us1.localhost.:8080', 'US1'],
  ['us1.localhost:', 'US1'],
  ['us1.localhost:1', 'US1'],
  ['qualysguard.example.eu', 'EU1'],
])('the host %s leads to %s', (header, site) => {
  expect(siteOfHost(hosts, header)).toBe(site)
})

test.each([
  null,
  undefined,
  '',
  'pci.localhost',
  'localhost.evil.example',
  'evil-us1.localhost',
  'us1.localhost, us1.localhost',
  'us1.localhost us1.localhost',
  'us1.localhost@evil.example',
  'evil.example@us1.localhost',
  'us1.localhost/',
  'us1.localhost#',
  'us1.localhost..',
  '.us1.localhost',
  'us1.localhost:http',
  'us1.localhost:8080:8080',
  'us1.localhost:808080',
  'http://us1.localhost',
  'us1%2elocalhost',
  '::1',
  '[::1',
  '[::1]x',
  '[::g]',
  '[:::1]',
  '0x7f.1',
  '2130706433',
  '__proto__',
  'constructor',
  'ús1.localhost',
  `${'a.'.repeat(5_000)}localhost`,
])('the host %j leads to no site', (header) => {
  expect(siteOfHost(hosts, header)).toBeNull()
})
