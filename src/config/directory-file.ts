import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DirectoryProblems, parseDirectoryCsv, type PlatformDirectory } from '../domain/platform-directory.ts'
import { urlProblem } from './address-rules.ts'
import type { ConfigProblem } from './config-error.ts'
import type { ConfigFile } from './file-schema.ts'

type DirectoryEntries = Exclude<ConfigFile['directory'], string>

/** The published table, which stands beside this file in `src` and in `dist`. */
export function publishedDirectory(): PlatformDirectory {
  return parseDirectoryCsv(readFileSync(fileURLToPath(new URL('platforms.csv', import.meta.url)), 'utf8'))
}

/** The directory as the file gives it: entries in place, or the path of a CSV table, relative to `folder`. */
export function readDirectory({
  directory,
  folder,
  problems,
}: {
  directory: ConfigFile['directory']
  folder: string
  problems: ConfigProblem[]
}): PlatformDirectory | null {
  if (typeof directory === 'string') return readTable({ file: resolve(folder, directory), problems })
  problems.push(...entryProblems(directory))
  return directory.map(({ retired_identifiers, sign_in_url, api_url, gateway_url, ...same }) => ({
    ...same,
    retiredIdentifiers: retired_identifiers,
    signInUrl: sign_in_url,
    apiUrl: api_url,
    gatewayUrl: gateway_url,
  }))
}

function readTable({ file, problems }: { file: string; problems: ConfigProblem[] }): PlatformDirectory | null {
  try {
    return parseDirectoryCsv(readFileSync(file, 'utf8'))
  } catch (error) {
    if (!(error instanceof DirectoryProblems)) {
      problems.push({ path: 'directory', problem: 'cannot be read: check the path of the table and who may read it' })
      return null
    }
    problems.push(...error.problems.map((problem) => ({ path: basename(file), problem })))
    return null
  }
}

/** Repeated ids, and addresses that must not become links. The table's own parser has seen to the same. */
function entryProblems(entries: DirectoryEntries): ConfigProblem[] {
  const ids = entries.map(({ id }) => id.toLowerCase())
  return entries.flatMap((entry, index) => {
    const path = `directory[${index}]`
    const wrong = (['sign_in_url', 'api_url', 'gateway_url'] as const).flatMap((key) => {
      const address = entry[key]
      const problem = address === null ? null : urlProblem(address)
      return problem === null ? [] : [{ path: `${path}.${key}`, problem }]
    })
    const repeated = ids.indexOf(entry.id.toLowerCase()) < index
    return repeated ? [{ path: `${path}.id`, problem: `${entry.id} stands twice in the directory: keep one` }, ...wrong] : wrong
  })
}
