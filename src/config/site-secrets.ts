import { keyedHash } from '../secrets.ts'
import { databaseUrlProblem } from './address-rules.ts'
import type { ConfigProblem } from './config-error.ts'
import { readSecret, type Environment } from './environment.ts'

/** What the environment gives for one platform; null where it gives nothing. */
export type GivenSecrets = {
  readonly databaseUrl: string | null
  /** The same database by the role that owns its tables (I-32). */
  readonly ownerUrl: string | null
  readonly secret: Uint8Array | null
  readonly pepper: Uint8Array | null
}

type SiteSecrets = { readonly secret: Uint8Array; readonly pepper: Uint8Array }

/** Reads `GATEHOUSE_<ID>_DATABASE_URL`, `_DATABASE_OWNER_URL`, `_SECRET` and `_PEPPER`, each also as `*_FILE`. */
export function readGivenSecrets({
  environment,
  id,
  problems,
}: {
  environment: Environment
  id: string
  problems: ConfigProblem[]
}): GivenSecrets {
  const prefix = `GATEHOUSE_${id}`
  const databaseUrl = readDatabaseUrl({ environment, name: `${prefix}_DATABASE_URL`, problems })
  const ownerUrl = readDatabaseUrl({ environment, name: `${prefix}_DATABASE_OWNER_URL`, problems })
  if (ownerUrl !== null && !isSameDatabase(ownerUrl, databaseUrl)) {
    problems.push({ path: `${prefix}_DATABASE_OWNER_URL`, problem: `must lead to the database of ${prefix}_DATABASE_URL` })
  }
  const secret = readBytes({ environment, name: `${prefix}_SECRET`, problems })
  const pepper = readBytes({ environment, name: `${prefix}_PEPPER`, problems })
  if (databaseUrl !== null && !isMentioned(environment, `${prefix}_SECRET`)) {
    problems.push({ path: `${prefix}_SECRET`, problem: `is missing: a platform on a database server needs ${MAKE_ONE}` })
  }
  return { databaseUrl, ownerUrl, secret, pepper }
}

/** Platforms share nothing: no two may have the same database or secret, or what is stolen from one would open the other. */
export function sharedSecretProblems(given: ReadonlyMap<string, GivenSecrets>): ConfigProblem[] {
  const seen = new Set<string>()
  return [...given].flatMap(([id, { databaseUrl, secret, pepper }]) => {
    const marks = {
      DATABASE_URL: databaseUrl !== null && databaseUrlProblem(databaseUrl) === null ? databaseMark(databaseUrl) : null,
      SECRET: secret && `bytes ${Buffer.from(secret).toString('base64')}`,
      PEPPER: pepper && `bytes ${Buffer.from(pepper).toString('base64')}`,
    }
    return Object.entries(marks).flatMap(([name, mark]) => {
      if (mark === null) return []
      const used = seen.has(mark)
      seen.add(mark)
      return used
        ? [{ path: `GATEHOUSE_${id}_${name}`, problem: 'is used twice: every platform needs its own, for each use' }]
        : []
    })
  })
}

/** Variables that carry a secret of a platform nobody knows: mostly a slip in its name. */
export function strayVariables(environment: Environment, knownIds: ReadonlySet<string>): ConfigProblem[] {
  return Object.keys(environment).flatMap((name) => {
    const id = /^GATEHOUSE_(.+?)_(?:DATABASE_URL|DATABASE_OWNER_URL|SECRET|PEPPER)(?:_FILE)?$/.exec(name)?.[1]
    return id === undefined || knownIds.has(id)
      ? []
      : [{ path: name, problem: `belongs to no platform of the directory: there is no ${id}` }]
  })
}

/** Secrets of a site from the installation's own root, one unlike the other. */
export function deriveSiteSecrets(root: Uint8Array, id: string): SiteSecrets {
  return { secret: keyedHash(root, 'site secret', id), pepper: keyedHash(root, 'site pepper', id) }
}

const MAKE_ONE = '32 random bytes in base64, made by `openssl rand -base64 32`'

function readDatabaseUrl({
  environment,
  name,
  problems,
}: {
  environment: Environment
  name: string
  problems: ConfigProblem[]
}): string | null {
  const url = readSecret(environment, name, problems)
  const problem = url === null ? null : databaseUrlProblem(url)
  if (problem !== null) problems.push({ path: name, problem })
  return url
}

function readBytes({
  environment,
  name,
  problems,
}: {
  environment: Environment
  name: string
  problems: ConfigProblem[]
}): Uint8Array | null {
  const text = readSecret(environment, name, problems)
  if (text === null) return null
  const bytes = /^[\w+/-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null
  if (bytes === null) problems.push({ path: name, problem: `must be ${MAKE_ONE}` })
  return bytes
}

function isMentioned(environment: Environment, name: string): boolean {
  return environment[name] !== undefined || environment[`${name}_FILE`] !== undefined
}

/** True where either can't be read: that has been said. */
function isSameDatabase(ownerUrl: string, databaseUrl: string | null): boolean {
  if (databaseUrl === null) return false
  const isReadable = databaseUrlProblem(ownerUrl) === null && databaseUrlProblem(databaseUrl) === null
  return !isReadable || databaseMark(ownerUrl) === databaseMark(databaseUrl)
}

/** The same database by whatever user and options. */
function databaseMark(address: string): string {
  const url = new URL(address)
  return `database ${url.hostname || url.searchParams.get('host') || ''}:${url.port || '5432'}${url.pathname}`
}
