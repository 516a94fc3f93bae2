import { expect, test } from 'vitest'
import { checkScope, scopeWords, typedScope, WHOLE_SCOPE } from './subscriber-scope.ts'

const CHOICES = {
  platforms: [
    { id: 'US1', label: 'US Platform 1', region: 'Americas' },
    { id: 'EU1', label: 'EU Platform 1', region: 'Europe' },
  ],
  components: [{ key: 'support-portal', name: 'Support portal' }],
}
const KINDS = ['incident', 'maintenance', 'release']

test('a scope comes back as it was typed', () => {
  for (const scope of [WHOLE_SCOPE, { platforms: ['EU1'], components: ['support-portal'], kinds: ['incident'] as const }]) {
    expect(checkScope(typedScope(scope), CHOICES)).toEqual({ scope, problems: null })
  }
})

test('what is no choice has no effect; nothing chosen is a problem of its field', () => {
  const typed = { everything: false, platforms: ['US9'], components: [], kinds: ['gossip'] }
  expect(checkScope(typed, CHOICES).problems).toEqual({ about: 'nothing_chosen', kinds: 'nothing_chosen' })
  expect(checkScope({ ...typed, platforms: ['US9', 'US1'], kinds: KINDS }, CHOICES).scope).toEqual({
    platforms: ['US1'],
    components: [],
    kinds: null,
  })
})

test('says in words what is sent', () => {
  expect(scopeWords(WHOLE_SCOPE, CHOICES)).toBe(
    'incidents, maintenance and releases without downtime of all platforms and shared services',
  )
  expect(scopeWords({ platforms: ['US1', 'EU1'], components: ['support-portal'], kinds: ['incident'] }, CHOICES)).toBe(
    'incidents of US Platform 1, EU Platform 1 and Support portal',
  )
})
