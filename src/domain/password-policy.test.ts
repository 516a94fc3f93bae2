import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalizePassword, type PasswordContext, passwordProblems } from './password-policy.ts'
import { POLICY_PROFILES } from './policy-profile.ts'

const profile = POLICY_PROFILES.faq
const jane: PasswordContext = {
  username: 'acme_jd1',
  firstName: 'Lucía Jane',
  lastName: 'Doe-Иванова',
  email: 'office42@acme.example',
  company: 'Acme Bank Ltd.',
}

describe('what any password must be', () => {
  test.each([
    'correct horse battery staple 42',
    'Tr0ub4dor&3 by the sea',
    'vX7#qLm2!pZr9wK',
    'пароль для лошади и моря',
    '馬電池正確釘書針川山田森林海空風火',
    '🐴🔋🧷✅🌊🏔️🌲🦊🐙🪐🧭🎻🕯️🧊',
    'jqtx wvkz bgmp rhdn',
    '839201938472615',
    'a sentence that I remember, as my grandmother used to say it on Sundays',
    'f3a9c1e07b52d846',
  ])('%j passes', (password) => {
    expect(passwordProblems({ password, profile, context: jane })).toEqual([])
  })

  test('length counts characters, not bytes or code units, after NFC', () => {
    const fifteen = '🐴🔋🧷✅🌊🌲🦊🐙🪐🧭🎻🧊🍋🎈🪁'
    expect(passwordProblems({ password: fifteen, profile, context: null })).toEqual([])
    expect(passwordProblems({ password: [...fifteen].slice(1).join(''), profile, context: null })).toEqual(['password_too_short'])
    expect(passwordProblems({ password: 'vo\u0302ter e\u0301lan qi', profile, context: null })).toEqual(['password_too_short'])
    const long = Array.from({ length: 128 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join('')
    expect(passwordProblems({ password: long, profile, context: null })).toEqual([])
    expect(passwordProblems({ password: `${long}x`, profile, context: null })).toEqual(['password_too_long'])
  })

  test.each([
    ['', ['required']],
    ['correct horse\0battery', ['not_text']],
    ['correct horse \uD800 battery', ['not_text']],
    ['short', ['password_too_short', 'password_common']],
    ['vX7#qLm2!pZr9w', ['password_too_short']],
    ['x'.repeat(1_000_000), ['password_too_long']],
  ])('%.30j: %j', (password, problems) => {
    expect(passwordProblems({ password, profile, context: null })).toEqual(problems)
  })

  test.each([
    ['elevenchar1', ['password_too_short']],
    ['twelvechars1', []],
    ['1twelvechars', []],
    ['quiet harbours', ['password_needs_letters_and_digits']],
    ['839201938472', ['password_needs_letters_and_digits']],
    ['8392-0193-8472!', ['password_needs_letters_and_digits']],
    ['пароль для 7 лошадей', []],
    ['a٤ quiet harbour', []],
    ['short', ['password_too_short', 'password_needs_letters_and_digits', 'password_common']],
  ])('where letters and digits are asked for, %j: %j (PCI DSS 4.0.1 8.3.6)', (password, problems) => {
    expect(passwordProblems({ password, profile: POLICY_PROFILES.pci, context: null })).toEqual(problems)
  })

  test('the same password typed on different keyboards is one', () => {
    expect(normalizePassword('Zo\u0308e')).toBe(normalizePassword('Zöe'))
  })
})

/** Listed ones come from the zxcvbn-ts dictionaries (MIT; English words ODC-BY, OpenSubtitles by OPUS). */
describe('common passwords, however lengthened', () => {
  test.each([
    'passwordpassword',
    'passwordpasswor',
    'password12345678',
    'Password1234567!',
    'PASSWORD!!!!!!!!!',
    'p@ssw0rd20261123',
    'P4ssword P4ssword',
    'pass-word-pass-word',
    '123456789012345',
    '987654321098765',
    '111222333444555',
    'aaaaaaaaaaaaaaa',
    'abcabcabcabcabcabc',
    'abcdefghijklmnop',
    'qwertyuiopasdfgh',
    'qwertyuiop12345',
    '!@#$%^&*()!@#$%',
    '1qaz2wsx3edc4rfv',
    '1q2w3e4r5t6y7u8i',
    'azertyuiopqsdfg',
    'x7Kx7Kx7Kx7Kx7K',
    'iloveyou20261123',
    'letmeinletmein1',
    'dragonmonkey1234',
    'misunderstanding',
    'Congratulations1',
    'qwertyuiop[]asdfghjkl',
    'ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ',
  ])('%j is refused', (password) => {
    expect(passwordProblems({ password, profile, context: null })).toEqual(['password_common'])
  })

  test('every repetition of a few characters is refused', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{1,7}$/), fc.integer({ min: 15, max: 128 }), (unit, length) => {
        const password = unit.repeat(length).slice(0, length)
        expect(passwordProblems({ password, profile, context: null })).toEqual(['password_common'])
      }),
    )
  })

  test('random ones pass', () => {
    const random = fc.array(fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_'), {
      minLength: 20,
      maxLength: 40,
    })
    fc.assert(
      fc.property(fc.noBias(random), (characters) => {
        expect(passwordProblems({ password: characters.join(''), profile, context: null })).toEqual([])
      }),
      { seed: 20_261_123 },
    )
  })
})

describe('what the owner of the password is known by', () => {
  test.each([
    ['my acme_jd1 is a secret', ['password_contains_username', 'password_contains_company']],
    ['MY AcMe_JD1 IS A SECRET', ['password_contains_username', 'password_contains_company']],
    ['lucia rides a horse', ['password_contains_name']],
    ['LUCÍA rides a horse', ['password_contains_name']],
    ['every jane and her cat', ['password_contains_name']],
    ['ivanova rides a horse', ['password_contains_name']],
    ['office42 has a horse', ['password_contains_name']],
    ['the horse of acmebank', ['password_contains_company']],
    ['the horse called Acme', ['password_contains_company']],
    ['doe, a deer, in a bank', []],
  ])('%j: %j', (password, problems) => {
    expect(passwordProblems({ password, profile, context: jane })).toEqual(problems)
    expect(passwordProblems({ password, profile, context: null })).toEqual([])
  })

  test('short names count as a whole', () => {
    const liWei = { ...jane, firstName: 'Li', lastName: 'Wei', email: 'li@acme.example' }
    expect(passwordProblems({ password: 'the horse of liwei', profile, context: liWei })).toEqual(['password_contains_name'])
    expect(passwordProblems({ password: 'the lively weird horse', profile, context: liWei })).toEqual([])
  })

  test('an owner without a name or company refuses nothing', () => {
    const nobody = { username: '', firstName: '', lastName: '', email: '', company: '' }
    expect(passwordProblems({ password: 'correct horse battery staple 42', profile, context: nobody })).toEqual([])
  })
})
