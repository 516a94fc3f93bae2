import { describe, expect, test } from 'vitest'
import { usernameChangeProblems, type UsernameChangeForm } from './username-change.ts'

const OWN = 'jane@acme'
const FORM: UsernameChangeForm = {
  currentUsername: OWN,
  newUsername: 'j.doe@acme',
  confirmation: 'j.doe@acme',
  currentPassword: 'not looked at here',
}

describe('the form of a change of user login (S29)', () => {
  test.each<[string, Partial<UsernameChangeForm>, object]>([
    ['as it should be', {}, {}],
    ['white space around names', { newUsername: ' j.doe@acme ', confirmation: '\tj.doe@acme' }, {}],
    ['composed and decomposed letters', { newUsername: 'jos\u00E9@acme', confirmation: 'jose\u0301@acme' }, {}],
    ['another spelling of one’s own', { newUsername: 'Jane@Acme', confirmation: 'Jane@Acme' }, {}],
    // Whether it is right costs a try, and is asked where tries are counted (I-25).
    ['a current login that is not one’s own', { currentUsername: 'somebody@else' }, {}],
    ['no current login', { currentUsername: ' ' }, { currentUsername: 'required' }],
    ['no password', { currentPassword: '' }, { currentPassword: 'required' }],
    ['no new login', { newUsername: '', confirmation: '' }, { newUsername: 'required' }],
    ['the login of now', { newUsername: OWN, confirmation: OWN }, { newUsername: 'username_unchanged' }],
    ['none to confirm', { confirmation: '' }, { confirmation: 'usernames_differ' }],
    ['another case to confirm', { confirmation: 'J.Doe@acme' }, { confirmation: 'usernames_differ' }],
    ['no @', { newUsername: 'jdoe' }, { newUsername: 'username_needs_at' }],
    ['nothing before the @', { newUsername: '@acme' }, { newUsername: 'username_needs_at' }],
    ['a space within', { newUsername: 'j doe@acme' }, { newUsername: 'not_text' }],
    ['101 characters', { newUsername: `${'x'.repeat(96)}@acme` }, { newUsername: 'too_long' }],
    [
      'everything at once',
      { currentUsername: '', newUsername: 'jdoe', currentPassword: '' },
      { currentUsername: 'required', newUsername: 'username_needs_at', currentPassword: 'required' },
    ],
  ])('%s', (_, wrong, problems) => {
    expect(usernameChangeProblems({ ...FORM, ...wrong }, OWN)).toEqual(problems)
  })
})
