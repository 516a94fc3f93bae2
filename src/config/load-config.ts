import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { buildConfig } from './build-config.ts'
import { ConfigError, type ConfigProblem } from './config-error.ts'
import type { Config } from './config.ts'
import { CORE_ID } from './core-config.ts'
import { crossProblems } from './cross-problems.ts'
import { readDirectory } from './directory-file.ts'
import { readProcessSettings, type Environment } from './environment.ts'
import { explainIssue, fileProblems } from './file-problems.ts'
import { fileSchema, sightSchema } from './file-schema.ts'
import { readGivenSecrets, sharedSecretProblems, strayVariables } from './site-secrets.ts'
import { readSmtpSecrets } from './smtp-secrets.ts'

/**
 * Reads `gatehouse.yaml` and the environment into one frozen configuration. Secrets come from the environment, or from
 * files that it names by `*_FILE`; platforms without a database address live on the private PostgreSQL in the data
 * folder, with secrets kept there unless they are given. Relative paths of the file start at the file's own folder.
 *
 * @throws ConfigError with every problem of file and environment at once; nothing is written before all is well
 */
export function loadConfig({ file, environment }: { file: string; environment: Environment }): Config {
  const folder = dirname(resolve(file))
  const raw = readYaml(file)
  const problems: ConfigProblem[] = []

  const parsed = fileSchema.safeParse(raw, { error: explainIssue })
  const sight = sightSchema.parse(raw)
  if (!parsed.success) problems.push(...fileProblems(parsed.error.issues))
  const directory = sight.directory === null ? null : readDirectory({ directory: sight.directory, folder, problems })
  problems.push(...crossProblems({ sight, directory }))

  const settings = readProcessSettings(environment, problems)
  const ids = new Set([...sight.platforms.flatMap(({ id }) => id ?? []), ...(sight.front_door.serve ? [CORE_ID] : [])])
  const given = new Map([...ids].map((id) => [id, readGivenSecrets({ environment, id, problems })]))
  problems.push(...sharedSecretProblems(given))
  if (directory) problems.push(...strayVariables(environment, new Set([...directory.map(({ id }) => id), ...ids, CORE_ID])))
  const smtp = readSmtpSecrets({ environment, mail: sight.mail, folder, problems })

  if (!parsed.success || directory === null || problems.length > 0) throw new ConfigError(problems)
  return buildConfig({ file: parsed.data, folder, directory, settings, given, smtp })
}

function readYaml(file: string): unknown {
  const document = parseDocument(readText(file))
  const faults = [...document.errors, ...document.warnings]
  if (faults.length === 0) return document.toJS({ maxAliasCount: 0 })
  // The first line of the message says what and where; those after it would print the file's text.
  throw new ConfigError(faults.map(({ message }) => ({ path: basename(file), problem: message.split('\n')[0] ?? 'is not YAML' })))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new ConfigError([
      { path: file, problem: 'cannot be read: name the configuration by --config, and check who may read it' },
    ])
  }
}
