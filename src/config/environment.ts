import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ConfigProblem } from './config-error.ts'
import type { Config } from './config.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const satisfies readonly Config['logLevel'][]

/** The environment of this process: the only place that reads it. */
export function processEnvironment(): Environment {
  return { ...process.env }
}

/** What the environment may say about the process as a whole; null where it says nothing. Relative paths start at the working folder. */
export type ProcessSettings = {
  readonly dataFolder: string | null
  readonly postgresBin: string | null
  readonly logLevel: Config['logLevel'] | null
}

export function readProcessSettings(environment: Environment, problems: ConfigProblem[]): ProcessSettings {
  const folder = environment['GATEHOUSE_DATA']
  const postgresBin = environment['GATEHOUSE_POSTGRES_BIN']
  if (postgresBin && !existsSync(postgresBin)) {
    problems.push({ path: 'GATEHOUSE_POSTGRES_BIN', problem: 'names no folder: give the one that holds initdb and postgres' })
  }
  return {
    dataFolder: folder ? resolve(folder) : null,
    postgresBin: postgresBin ? resolve(postgresBin) : null,
    logLevel: readLogLevel(environment, problems),
  }
}

function readLogLevel(environment: Environment, problems: ConfigProblem[]): Config['logLevel'] | null {
  const typed = environment['GATEHOUSE_LOG_LEVEL']
  if (!typed) return null
  const level = LOG_LEVELS.find((known) => known === typed)
  if (level === undefined) problems.push({ path: 'GATEHOUSE_LOG_LEVEL', problem: `must be one of ${LOG_LEVELS.join(', ')}` })
  return level ?? null
}

/** The port in `PORT`, 1 to 65535, or the fallback. */
export function readPort(environment: Environment, fallback: number, problems: ConfigProblem[]): number {
  const typed = environment['PORT']
  if (!typed) return fallback
  const port = /^\d{1,5}$/.test(typed) ? Number(typed) : 0
  if (port < 1 || port > 65_535) problems.push({ path: 'PORT', problem: 'must be a number from 1 to 65535' })
  return port
}

/** A secret from `NAME`, or from the file that `NAME_FILE` names, without its last line break; null where neither is set. */
export function readSecret(environment: Environment, name: string, problems: ConfigProblem[]): string | null {
  const direct = environment[name]
  const file = environment[`${name}_FILE`]
  if (direct !== undefined && file !== undefined) {
    problems.push({ path: name, problem: `is given twice: keep either ${name} or ${name}_FILE` })
    return null
  }
  const path = file === undefined ? name : `${name}_FILE`
  const text = file === undefined ? direct : readSecretFile({ path, file, problems })
  if (text === '') problems.push({ path, problem: 'is empty: give the secret, or unset it' })
  return text || null
}

function readSecretFile({ path, file, problems }: { path: string; file: string; problems: ConfigProblem[] }): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch {
    problems.push({ path, problem: 'names a file that cannot be read: check its path and who may read it' })
    return undefined
  }
}

/** Sizes libuv's pool of threads for this process, unless the environment has: to be called before the pool is used. */
export function reserveThreads(count: number): void {
  process.env['UV_THREADPOOL_SIZE'] ??= String(count)
}
