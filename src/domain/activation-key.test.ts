import { describe, expect, test } from 'vitest'
import {
  activationLink,
  DEATH_WORDS,
  isReplaced,
  KEY_RULES,
  keyAsTyped,
  looksLikeKey,
  survivorsOf,
  type KeyDeath,
  type KeyPurpose,
} from './activation-key.ts'

const KEY = `${'Ab0_-'.repeat(8)}xyz`
const PURPOSES = Object.keys(KEY_RULES) as readonly KeyPurpose[]

describe('a mailed link', () => {
  test.each(PURPOSES)('for %s holds its key in the fragment and nowhere else (I-08, S16)', (purpose) => {
    const { origin, pathname, search, hash } = new URL(activationLink('https://us1.example', purpose, KEY))
    expect([origin, pathname, search, hash]).toEqual(['https://us1.example', KEY_RULES[purpose].page, '', `#${KEY}`])
  })
})

describe('a key as it was typed', () => {
  test.each([KEY, ` ${KEY}\n`, activationLink('https://us1.example', 'reset', KEY), `\t/activate#${KEY} `])(
    'is found in %j',
    (typed) => {
      expect(keyAsTyped(typed)).toBe(KEY)
    },
  )

  test.each(['', ' ', '#', 'nonsense', `${KEY}#`])('is left as it is where it is none: %j', (typed) => {
    expect(looksLikeKey(keyAsTyped(typed))).toBe(false)
  })
})

describe('what ends all keys of an account', () => {
  const DEATHS = Object.keys(DEATH_WORDS) as readonly KeyDeath[]

  test.each(DEATHS)(
    '%s leaves the way back from a change of login, but where a person ended the account (I-04, N13)',
    (death) => {
      const ended = death === 'deactivated' || death === 'cancelled'
      expect(survivorsOf(death)).toEqual(ended ? [] : ['undo_username_change'])
    },
  )

  test('a newer key replaces the one before it, but for those that stand for one change each', () => {
    expect(PURPOSES.filter((purpose) => !isReplaced(purpose))).toEqual(['undo_username_change'])
  })
})
