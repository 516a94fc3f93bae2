import { describe, expect, it } from 'vitest'
import { fieldProblemWords } from './field-words.ts'
import { flashOf, flashWords, parseFlash, serializeFlash } from './flash.ts'
import { refusalMessage } from './messages.ts'

describe('the words of refusals', () => {
  it('are one sentence for every reason a sign-in can fail, with the published heading (S06)', () => {
    const words = refusalMessage({ code: 'invalid_credentials', details: { captchaNext: true } })
    expect(words.heading).toBe('Invalid credentials')
    expect(words).toEqual(refusalMessage({ code: 'invalid_credentials', details: { captchaNext: false } }))
  })

  it('name the key that is not valid as published (S14)', () => {
    expect(refusalMessage({ code: 'invalid_key', details: {} }).heading).toBe('The activation key is not valid')
  })

  it('say how long to wait, rounded up', () => {
    expect(refusalMessage({ code: 'overloaded', details: { retryAfterSeconds: 61 } }).next).toBe('Try again in 2 minutes.')
    expect(refusalMessage({ code: 'too_many_requests', details: { retryAfterSeconds: 0.2 } }).next).toBe('Try again in 1 second.')
  })

  it('use the state words of the Users list', () => {
    expect(refusalMessage({ code: 'wrong_state', details: { state: 'pending_activation' } }).sentence).toContain(
      'Pending Activation',
    )
  })

  it('tell the lengths that a field asks for', () => {
    expect(fieldProblemWords('password_too_short', { label: 'New password', minimum: 15 })).toContain('at least 15 characters')
    expect(fieldProblemWords('password_too_long', { label: 'New password', maximum: 128 })).toContain('at most 128 characters')
  })
})

describe('a flash', () => {
  it('comes back from its text as it was', () => {
    const flash = flashOf('user_added', { name: 'Lucía {username}', username: 'acme_lo1', email: 'lucia@acme.example' })
    expect(parseFlash(serializeFlash(flash))).toEqual(flash)
  })

  it('fills its words with its parameters, once', () => {
    const flash = flashOf('user_added', { name: '{email}', username: 'acme_lo1', email: 'lucia@acme.example' })
    expect(flashWords(flash).text).toBe('Added {email} as acme_lo1. A welcome mail is on its way to lucia@acme.example.')
  })

  it.each([
    ['no JSON', 'nonsense'],
    ['no list', '{}'],
    ['an unknown name', '["constructor",{}]'],
    ['no parameters', '["activated"]'],
    ['a missing parameter', '["activated",{}]'],
    ['a parameter that is no text', '["activated",{"username":["a"]}]'],
    ['an endless parameter', `["activated",{"username":"${'a'.repeat(321)}"}]`],
    ['an inherited parameter', '["activated",{"__proto__":{"username":"a"}}]'],
  ])('is refused with %s', (_, text) => {
    expect(parseFlash(text)).toBeNull()
  })
})
