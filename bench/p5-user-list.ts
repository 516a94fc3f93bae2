import { openSession, type CrowdSite } from './support/crowd-site.ts'
import type { Row } from './support/figure.ts'

const SORTS = ['name', 'login', 'email', 'role', 'unit', 'state', 'last-sign-in', 'added']
/** Everybody; frequent and rare words; whole names; parts of logins and addresses; one and two letters; other scripts; nobody. */
const SEARCHES = [
  '',
  'm',
  'jo',
  'mar',
  'james',
  'smith',
  'quill',
  'zoë',
  'ángel cruz',
  '李',
  'петренко',
  'c0000',
  'c0000_js',
  'c0000_zz9',
  'mary.johnson',
  'c0000.example',
  '@',
  "o'brien",
  'nobody-of-this-name',
  '77000',
]
const FILTERS: readonly Record<string, string>[] = [
  {},
  { state: 'inactive' },
  { state: 'pending_activation' },
  { role: 'auditor' },
  { role: 'manager' },
  { 'sign-in': 'never' },
  { 'sign-in': 'not-for-90', state: 'active' },
  { unit: 'none', role: 'scanner' },
]

/** P5: the whole page of the Users list, from request to the last byte, for every order × search × filter, at its beginning and deep inside. */
export async function measureUserList(site: CrowdSite): Promise<readonly Row[]> {
  const times = await timeLists(site)
  return [
    rowOf('Users list, 100,000 of 1,000,000, median', percentile(times, 0.5)),
    rowOf('Users list, 100,000 of 1,000,000, p95', percentile(times, 0.95)),
  ]
}

/** Each list once, in an order that mixes them, so that none profits from the one before. */
async function timeLists(site: CrowdSite): Promise<readonly Timed[]> {
  const cookie = await openSession(site, site.crowd.managerUsername)
  const paths = (await pathsOf(site)).map((path, index) => ({ path, place: (index * 7919) % 10_007 }))
  // Caches and statements warm up on lists that are not asked for again.
  for (const sort of SORTS) {
    for (const word of ['ada', 'li', '']) await site.answerTime(pageAt(site, `/users?sort=${sort}&q=${word}x`, cookie), 200)
  }
  const times: Timed[] = []
  for (const { path } of paths.toSorted((a, b) => a.place - b.place)) {
    times.push({ path, time: await site.answerTime(pageAt(site, path, cookie), 200) })
  }
  return times
}

function pageAt({ origin }: CrowdSite, path: string, cookie: string): Request {
  return new Request(`${origin}${path}`, { headers: { cookie } })
}

/** Each list at its beginning; those without a search also in its midst, forwards and backwards, and at its end. */
async function pathsOf(site: CrowdSite): Promise<readonly string[]> {
  const { rows } = await site.db.query<{ id: string }>(
    `select id from accounts where subscription_id = $1 and state = 'active' order by md5(id::text) limit 3`,
    [site.crowd.subscriptionId],
  )
  const places = rows.map(({ id }, index) => ({ [index % 2 === 0 ? 'after' : 'before']: id }))
  const lists = SORTS.flatMap((sort) => [{ sort }, { sort, order: 'descending' }])
  const searched = lists.flatMap((list) => SEARCHES.map((q) => (q === '' ? list : { ...list, q })))
  const filtered = searched.flatMap((list) => FILTERS.map((filter): Record<string, string> => ({ ...list, ...filter })))
  const deep = filtered.filter(({ q }) => q === undefined).flatMap((list) => places.map((place) => ({ ...list, ...place })))
  return [...filtered, ...deep].map((asked) => `/users?${new URLSearchParams(asked).toString()}`)
}

type Timed = { readonly path: string; readonly time: number }

function percentile(times: readonly Timed[], share: number): number {
  const sorted = times.map(({ time }) => time).toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

function rowOf(figure: string, milliseconds: number): Row {
  return {
    id: 'P5',
    figure,
    unit: 'ms',
    measured: milliseconds,
    reference: null,
    judged: milliseconds,
    reach: { bound: 'at most', value: 25 },
  }
}
