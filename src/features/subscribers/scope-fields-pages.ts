import { SUBSCRIBED_KINDS, type ScopeChoices, type TypedScope } from '../../domain/subscriber-scope.ts'
import { componentField, kindField, platformField } from './scope-views.tsx'

/** The names of a scope's fields in a form. */
export function scopeFieldNames({ platforms, components }: ScopeChoices): readonly string[] {
  return [
    'about',
    ...platforms.map(({ id }) => platformField(id)),
    ...components.map(({ key }) => componentField(key)),
    ...SUBSCRIBED_KINDS.map(kindField),
  ]
}

/** What was chosen; without any word on it everything is. */
export function readScope(
  { platforms, components }: ScopeChoices,
  { fields, present }: { fields: Readonly<Record<string, string>>; present: ReadonlySet<string> },
): TypedScope {
  return {
    everything: fields['about'] !== 'some',
    platforms: platforms.map(({ id }) => id).filter((id) => present.has(platformField(id))),
    components: components.map(({ key }) => key).filter((key) => present.has(componentField(key))),
    kinds: SUBSCRIBED_KINDS.filter((kind) => present.has(kindField(kind))),
  }
}
