import type { Sabotage } from './sabotage.ts'

const TESTS = ['src/sites/maintenance-pass.test.ts']

/** Passes to platforms that are closed for maintenance. */
export const MAINTENANCE: readonly Sabotage[] = [
  {
    invariant: 'I-01',
    bug: 'a pass is good as often as it is shown',
    file: 'src/features/accounts/claim-nonce.ts',
    find: 'on conflict do nothing returning 1',
    replace: 'on conflict (nonce) do update set expires_at = excluded.expires_at returning 1',
    tests: TESTS,
  },
  {
    invariant: 'I-23',
    bug: 'the cookie that a pass leaves is good for every later maintenance',
    file: 'src/http/maintenance-cookie.ts',
    find: "keyedHash(secret, 'maintenance pass', platformId, maintenanceId, nonce)",
    replace: "keyedHash(secret, 'maintenance pass', platformId, nonce)",
    tests: TESTS,
  },
  {
    invariant: 'I-24',
    bug: 'a page of another origin can show a pass for its visitor',
    file: 'src/sites/closed-site.ts',
    find: '  site.use(SITE.maintenancePass, refuseCrossOrigin([origin]))\n',
    replace: '',
    tests: TESTS,
  },
  {
    invariant: 'I-39',
    bug: 'a pass to one platform opens another',
    file: 'src/features/passes/redeem-pass.ts',
    find: '!pass || pass.aud !== platform.id || pass.maintenance',
    replace: '!pass || pass.maintenance',
    tests: TESTS,
  },
  {
    invariant: 'I-39',
    bug: 'whatever the front door has signed is a pass',
    file: 'src/features/passes/redeem-pass.ts',
    find: 'readJws(frontDoorKey, PASS_TYPE, jws)',
    replace: "readJws(frontDoorKey, JSON.parse(Buffer.from(jws.split('.')[0] || 'e30', 'base64url').toString()).typ, jws)",
    tests: TESTS,
  },
  {
    invariant: 'I-40',
    bug: 'the life of a pass is measured by another clock than the one that decides',
    file: 'src/features/accounts/claim-nonce.ts',
    find: 'where to_timestamp(${exp}::bigint) > gatehouse_now()',
    replace: 'where to_timestamp(${exp}::bigint) > now()',
    tests: TESTS,
  },
]
