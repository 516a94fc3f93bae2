import type { Core } from '../../core.ts'
import type { ScopeChoices } from '../../domain/subscriber-scope.ts'

/** What there is to subscribe to. */
export function scopeChoices({ config }: Core): ScopeChoices {
  return {
    platforms: config.directory.map(({ id, label, region }) => ({ id, label, region })),
    components: config.status.shared.map(({ key, name }) => ({ key, name })),
  }
}
