import { posix } from 'node:path'

/** Where a module stands: its room of `src`, and inside a feature its part. Packages and `node:` modules have only a name. */
export type Place = {
  /** `src/features/recovery/pages.tsx`, `hono/jsx`, `node:crypto` */
  readonly name: string
  readonly room: string
  readonly feature: string | null
  readonly part: Part | null
}

type Part = 'pages' | 'views' | 'api' | 'letters' | 'jobs' | 'queries' | 'verb'

export type Border = {
  /** True where `from` may not import `to`. */
  readonly crossed: (from: Place, to: Place) => boolean
  /** The reason, as the linter prints it. */
  readonly because: string
}

/** What a file of a feature is, by its name; all others are verbs, or views where they hold markup. */
const PARTS: readonly (readonly [Part, RegExp])[] = [
  ...(['pages', 'views', 'api', 'letters', 'jobs', 'queries'] as const).map(
    (part) => [part, new RegExp(String.raw`(^|[-/])${part}(/|\.tsx?$)`)] as const,
  ),
  // What several letters are made of.
  ['letters', /^(letter-[a-z-]+|parts)\.ts$/],
]

/** A higher floor may import a lower one, never the reverse. Rooms that are not listed stand at street level. */
const FLOORS: Readonly<Record<string, number>> = {
  cli: 7,
  demo: 6,
  sites: 5,
  features: 4,
  http: 4,
  ui: 3,
  mail: 3,
  jobs: 3,
  db: 2,
  config: 1,
}

/** Where web requests are met; everything else works the same from the CLI and from jobs. */
const WEB_ROOMS = new Set(['http', 'ui', 'sites', 'cli'])

/** Pure look-up tables that the rule book may read, and the calendar with its zones. */
const RULE_BOOK_PACKAGES = /^(any-ascii$|temporal-polyfill$|@zxcvbn-ts\/)/

/** Which it loads when the first password is judged: they are large. */
const isLateLoading = (from: Place, to: Place) => from.name === 'src/domain/common-passwords.ts' && to.name === 'node:module'

const isPackage = (place: Place, pattern: RegExp) => place.room === 'package' && pattern.test(place.name)
const isScreen = (place: Place) => place.part === 'pages' || place.part === 'views' || place.part === 'api'
const isDeed = (place: Place) => place.part === 'verb' || place.part === 'queries'
const isMarkupOfLetters = (from: Place, to: Place) => from.room === 'mail' && isPackage(to, /^hono\/(jsx|html)/)

/** The house's borders, in the order in which they are reported; the first one crossed counts. */
export const BORDERS: readonly Border[] = [
  {
    crossed: (from, to) =>
      from.room === 'domain' && to.room !== 'domain' && !isPackage(to, RULE_BOOK_PACKAGES) && !isLateLoading(from, to),
    because: 'src/domain is the rule book: pure, so that its tables are tested in milliseconds. It imports only domain.',
  },
  {
    crossed: (from, to) => isDeed(from) && (isPackage(to, /^@?hono\b/) || to.room === 'http' || to.room === 'ui' || isScreen(to)),
    because: 'A verb or query serves pages, API, CLI and jobs alike: it never imports Hono, JSX, http, ui or a page.',
  },
  {
    crossed: (from, to) => isScreen(from) && (isPackage(to, /^(kysely|pg)(\/|$)/) || to.room === 'db' || to.part === 'queries'),
    because: 'Pages, views and API never reach into the database: they call a verb.',
  },
  {
    crossed: (from, to) => (from.part === 'views' || from.part === 'letters') && (isDeed(to) || to.part === 'jobs'),
    because: 'Views and letters are given all they show: they never import verbs, queries or jobs.',
  },
  {
    crossed: (from, to) => from.room === 'features' && from.feature !== to.feature && isScreen(to),
    because: "A feature may call another's verbs and queries, never its pages, views or API.",
  },
  {
    crossed: (from, to) => isScreen(to) && from.room !== 'features' && from.room !== 'sites',
    because: 'Only sites decide where pages stand: nobody else imports a pages, views or api file.',
  },
  {
    crossed: (from, to) => (FLOORS[from.room] ?? Infinity) < (FLOORS[to.room] ?? 0),
    because: 'Imports lead downwards: cli, demo, sites, features and http, then ui, mail and jobs, then db, then config.',
  },
  {
    crossed: (from, to) =>
      isPackage(to, /^@?hono\b/) && !WEB_ROOMS.has(from.room) && !isScreen(from) && !isMarkupOfLetters(from, to),
    because: 'Hono is known only where requests are met: http, ui, sites, cli, and the pages, views and API of features.',
  },
  {
    crossed: (from, to) => from.name !== 'src/secrets.ts' && to.name === 'node:crypto',
    because: 'Randomness and hashing come from src/secrets.ts alone, so that they can be reviewed in one place.',
  },
  {
    crossed: (from, to) => from.name !== 'src/password-hasher.ts' && isPackage(to, /argon2|bcrypt/),
    because: 'Passwords are hashed by src/password-hasher.ts alone: behind its gate, with the parameters of the house.',
  },
  {
    crossed: (from, to) => from.name !== 'src/clock.ts' && to.name === 'node:perf_hooks',
    because: 'Time comes from src/clock.ts alone, so that tests can set it.',
  },
  {
    crossed: (from, to) => from.room !== 'config' && to.name === 'node:process',
    because: 'The environment is read in src/config alone; use the global `process` for what is not configuration.',
  },
  {
    crossed: (_from, to) => to.room === 'outside',
    because: 'The product never imports its tests, benchmarks or scripts.',
  },
]

/** The place of a file, by its path from the root of the repository. */
export function placeOfFile(path: string): Place {
  const [top, room = '', ...rest] = path.split('/')
  if (top !== 'src') return { name: path, room: 'outside', feature: null, part: null }
  if (rest.length === 0) return { name: path, room: 'root', feature: null, part: null }
  if (room !== 'features') return { name: path, room, feature: null, part: null }
  return { name: path, room, feature: rest[0] ?? null, part: partOf(rest.slice(1).join('/')) }
}

/** The place an import leads to, from the file that contains it. */
export function placeOfImport(importer: string, specifier: string): Place {
  if (specifier.startsWith('.')) return placeOfFile(posix.join(posix.dirname(importer), specifier))
  return { name: specifier, room: specifier.startsWith('node:') ? 'node' : 'package', feature: null, part: null }
}

/** `users/pages.tsx`, `users/list-pages.tsx` and `users/pages/list.tsx` are all pages. */
function partOf(pathInFeature: string): Part {
  const named = PARTS.find(([, pattern]) => pattern.test(pathInFeature))
  return named?.[0] ?? (pathInFeature.endsWith('.tsx') ? 'views' : 'verb')
}
