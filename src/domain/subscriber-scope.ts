import type { FieldProblem } from './errors.ts'

export const SUBSCRIBED_KINDS = ['incident', 'maintenance', 'release'] as const
export type SubscribedKind = (typeof SUBSCRIBED_KINDS)[number]

/** What a subscriber wants to hear of (A20); each null for all, also of those to come. */
export type SubscriberScope = {
  /** Ids of platforms. */
  readonly platforms: readonly string[] | null
  /** Keys of shared components. */
  readonly components: readonly string[] | null
  readonly kinds: readonly SubscribedKind[] | null
}

export const WHOLE_SCOPE: SubscriberScope = { platforms: null, components: null, kinds: null }

/** Why it ended. */
export type SubscriberEnd = 'unsubscribed' | 'bounced' | 'unreachable' | 'removed'

/** What there is to choose from. */
export type ScopeChoices = {
  readonly platforms: readonly { readonly id: string; readonly label: string; readonly region: string }[]
  readonly components: readonly { readonly key: string; readonly name: string }[]
}

/** As a form sends it: `everything`, or what is ticked of it. */
export type TypedScope = {
  readonly everything: boolean
  readonly platforms: readonly string[]
  readonly components: readonly string[]
  readonly kinds: readonly string[]
}

export type CheckedScope =
  | { readonly scope: SubscriberScope; readonly problems: null }
  | { readonly scope: null; readonly problems: Readonly<Record<string, FieldProblem>> }

/** The scope that a form means. What is no choice has no effect; choosing nothing is a problem of that field. */
export function checkScope(typed: TypedScope, choices: ScopeChoices): CheckedScope {
  const platforms = choices.platforms.map(({ id }) => id).filter((id) => typed.platforms.includes(id))
  const components = choices.components.map(({ key }) => key).filter((key) => typed.components.includes(key))
  const kinds = SUBSCRIBED_KINDS.filter((kind) => typed.kinds.includes(kind))
  const problems: Record<string, FieldProblem> = {}
  if (!typed.everything && platforms.length + components.length === 0) problems['about'] = 'nothing_chosen'
  if (kinds.length === 0) problems['kinds'] = 'nothing_chosen'
  if (Object.keys(problems).length > 0) return { scope: null, problems }
  const about = typed.everything ? { platforms: null, components: null } : { platforms, components }
  return { scope: { ...about, kinds: kinds.length === SUBSCRIBED_KINDS.length ? null : kinds }, problems: null }
}

/** The form that means a scope. */
export function typedScope({ platforms, components, kinds }: SubscriberScope): TypedScope {
  return {
    everything: platforms === null && components === null,
    platforms: platforms ?? [],
    components: components ?? [],
    kinds: kinds ?? SUBSCRIBED_KINDS,
  }
}

const KIND_WORDS: Readonly<Record<SubscribedKind, string>> = {
  incident: 'incidents',
  maintenance: 'maintenance',
  release: 'releases without downtime',
}

/** "incidents and maintenance of US Platform 1 and Support portal" */
export function scopeWords(scope: SubscriberScope, choices: ScopeChoices): string {
  const named = [
    ...choices.platforms.filter(({ id }) => scope.platforms?.includes(id)).map(({ label }) => label),
    ...choices.components.filter(({ key }) => scope.components?.includes(key)).map(({ name }) => name),
  ]
  const all = scope.platforms === null && scope.components === null
  const kinds = (scope.kinds ?? SUBSCRIBED_KINDS).map((kind) => KIND_WORDS[kind])
  return `${listed(kinds)} of ${all ? 'all platforms and shared services' : listed(named)}`
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
