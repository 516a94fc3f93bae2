import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '../../src/config/config-error.ts'
import type { Config } from '../../src/config/config.ts'
import type { Environment } from '../../src/config/environment.ts'
import { loadConfig } from '../../src/config/load-config.ts'

/** A folder for one test, in which configurations are written and loaded. */
export type ConfigFolder = {
  readonly path: string
  readonly load: (yaml: string, environment?: Environment) => Config
  /** Every problem as `path: problem`; none where the configuration is good. */
  readonly problemsOf: (yaml: string, environment?: Environment) => readonly string[]
  readonly remove: () => void
}

export function configFolder(): ConfigFolder {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-config-'))
  const load: ConfigFolder['load'] = (yaml, environment = {}) => {
    const file = join(path, 'gatehouse.yaml')
    writeFileSync(file, yaml)
    return loadConfig({ file, environment })
  }
  const problemsOf: ConfigFolder['problemsOf'] = (yaml, environment) => {
    try {
      load(yaml, environment)
      return []
    } catch (error) {
      if (error instanceof ConfigError) return error.problems.map((found) => `${found.path}: ${found.problem}`)
      throw error
    }
  }
  return { path, load, problemsOf, remove: () => rmSync(path, { recursive: true }) }
}

/** The smallest complete configuration. */
export const SMALL_CONFIG = `
brand: { name: Acme }
directory:
  - { id: US1, label: US, region: Americas, product: platform, identifiers: [_], sign_in_url: https://us1.example.com/portal }
  - { id: EU1, label: EU, region: Europe, product: platform, identifiers: ['-'], sign_in_url: https://eu1.example.com }
  - { id: PCI, label: PCI, region: Global, product: pci, identifiers: ['@'], sign_in_url: https://pci.example.com }
front_door: { origins: [https://door.example.com] }
platforms:
  - { id: US1, origin: https://us1.example.com }
mail: { from: no-reply@example.com, transport: outbox }
support: { name: Desk, numbers: [{ location: All, number: '+16508016161', display: +1 650, kind: toll, international: true }] }
`

/** The same with one passage replaced; a passage that is not there is a mistake of the test. */
export function changed(from: string, to: string): string {
  if (!SMALL_CONFIG.includes(from)) throw new Error(`The small configuration has no ${from}`)
  return SMALL_CONFIG.replace(from, to)
}
