import { describe, expect, it } from 'vitest'
import { WHOLE_LIST, type UserListWish } from '../domain/user-list.ts'
import { readUserListAddress, userListAddress } from './user-list-address.ts'

const ID = '018f0000-0000-4000-8000-000000000001'
const read = (query: string) => readUserListAddress(new URLSearchParams(query))

describe('the address of the Users list', () => {
  it.each<[string, Partial<UserListWish>]>([
    ['/users', {}],
    ['/users?q=luc%C3%ADa+100%25', { search: 'lucía 100%' }],
    ['/users?state=inactive', { state: 'inactive' }],
    ['/users?sort=last-sign-in&order=descending', { sort: 'last-sign-in', descending: true }],
    [
      `/users?q=jane&state=active&sort=role&after=${ID}`,
      { search: 'jane', state: 'active', sort: 'role', place: { side: 'after', id: ID } },
    ],
    [`/users?before=${ID}`, { place: { side: 'before', id: ID } }],
    ['/users?columns=login.state', { columns: ['login', 'state'] }],
    ['/users?columns=none', { columns: [] }],
  ])('%s holds the state of the list (S08)', (address, wish) => {
    expect(userListAddress({ ...WHOLE_LIST, ...wish })).toBe(address)
    expect(read(address.replace('/users', ''))).toEqual({ ...WHOLE_LIST, ...wish })
  })

  it('leads to the list of whichever product it is of', () => {
    expect(userListAddress(WHOLE_LIST, '/account/users')).toBe('/account/users')
    expect(userListAddress({ ...WHOLE_LIST, state: 'inactive' }, '/account/users')).toBe('/account/users?state=inactive')
  })

  it.each([
    'state=',
    'state=gone',
    'state=__proto__',
    'state=toString',
    'sort=size',
    'sort=',
    'order=up',
    'after=1',
    `after=${ID.toUpperCase()}x`,
  ])('is the whole list where it says %s, which means nothing', (query) => {
    expect(read(query)).toEqual(WHOLE_LIST)
  })

  it('searches for no more than a line of text', () => {
    expect(read('q=a%00b').search).toBe('a b')
    expect(read('q=%20%20').search).toBe('')
    expect(read(`q=${'x'.repeat(10_000)}`).search).toHaveLength(200)
    expect(read('q=%ED%A0%80').search.isWellFormed()).toBe(true)
  })
})
