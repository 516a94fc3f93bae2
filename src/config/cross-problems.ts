import type { PlatformDirectory } from '../domain/platform-directory.ts'
import { hostnameOf } from './address-rules.ts'
import type { ConfigProblem } from './config-error.ts'
import type { FileSight } from './file-schema.ts'
import { policyProblems } from './policy.ts'
import { statusProblems } from './status-file.ts'

/** What no single key of the file shows: duplicates, and platforms that the directory does not know. */
export function crossProblems({ sight, directory }: { sight: FileSight; directory: PlatformDirectory | null }): ConfigProblem[] {
  const nothing = sight.platforms.length === 0 && !sight.front_door.serve
  return [
    ...(nothing ? [{ path: 'platforms', problem: 'is empty and front_door.serve is false: there is nothing to serve' }] : []),
    ...sight.platforms.flatMap(({ id }, index) => platformProblems({ id, index, sight, directory })),
    ...repeatedHosts(sight),
    ...sight.platforms.flatMap(({ id, policy }, index) => {
      const product = directory?.find((known) => known.id === id)?.product ?? null
      return policy === null ? [] : policyProblems({ policy, product, path: `platforms[${index}].policy` })
    }),
    ...elsewhereProblems(sight, directory),
    ...frontDoorPolicyProblems(sight.front_door.policy),
    ...statusProblems(sight.status, directory?.map(({ id }) => id) ?? null),
  ]
}

/** Of those that are served elsewhere: named here as well, twice, or unknown. */
function elsewhereProblems(sight: FileSight, directory: PlatformDirectory | null): ConfigProblem[] {
  const here = new Set(sight.platforms.map(({ id }) => id))
  const elsewhere = sight.front_door.platforms.map(({ id }) => id)
  return elsewhere.flatMap((id, index) => {
    const path = `front_door.platforms[${index}].id`
    if (id === null) return []
    if (here.has(id)) return [{ path, problem: `${id} is served here: take it out` }]
    if (elsewhere.indexOf(id) < index) return [{ path, problem: `${id} stands twice: keep one` }]
    const isKnown = directory === null || directory.some((known) => known.id === id)
    return isKnown ? [] : [{ path, problem: `${id} is not in the directory: correct it, or add the platform there` }]
  })
}

function frontDoorPolicyProblems(policy: FileSight['front_door']['policy']): ConfigProblem[] {
  return policy === null ? [] : policyProblems({ policy, product: 'staff', path: 'front_door.policy' })
}

function platformProblems({
  id,
  index,
  sight,
  directory,
}: {
  id: string | null
  index: number
  sight: FileSight
  directory: PlatformDirectory | null
}): ConfigProblem[] {
  if (id === null) return []
  const path = `platforms[${index}].id`
  if (sight.platforms.findIndex((other) => other.id === id) < index) return [{ path, problem: `${id} is served twice: keep one` }]
  if (directory === null) return []
  const isKnown = directory.some((known) => known.id === id)
  return isKnown ? [] : [{ path, problem: `${id} is not in the directory: correct it, or add the platform there` }]
}

/** A site is told by its host alone, whatever the port, so no two origins may have the same. */
function repeatedHosts(sight: FileSight): ConfigProblem[] {
  const places = [
    ...sight.front_door.origins.map((origin, index) => ({ origin, path: `front_door.origins[${index}]` })),
    ...sight.platforms.map(({ origin }, index) => ({ origin, path: `platforms[${index}].origin` })),
  ]
  const seen = new Map<string, string>()
  return places.flatMap(({ origin, path }) => {
    if (origin === null) return []
    const host = hostnameOf(origin)
    const earlier = seen.get(host)
    if (earlier === undefined) seen.set(host, path)
    return earlier === undefined ? [] : [{ path, problem: `has the host of ${earlier}: every origin needs a host of its own` }]
  })
}
