import { expect, test } from 'vitest'
import { PLATFORM, STAFF } from './paths.ts'

/** Whatever a path takes, it is text. */
function pathWith(path: (...parts: never[]) => string): string {
  return path(...(['x', 'activate'] as never[]))
}

test('every path of a platform is below /staff for operators, whose users are people', () => {
  const paths = Object.entries(STAFF).map(([name, path]) => [name, typeof path === 'string' ? path : pathWith(path)] as const)
  expect(paths.filter(([, path]) => !/^\/staff(?:\/|$)/.test(path))).toEqual([])
  expect(paths.filter(([, path]) => path.includes('users'))).toEqual([])
  expect(Object.keys(STAFF)).toEqual(expect.arrayContaining(Object.keys(PLATFORM)))
})

test.each([
  [STAFF.home, '/staff'],
  [STAFF.signInAs('olga@gatehouse'), '/staff/sign-in?username=olga%40gatehouse'],
  [STAFF.users, '/staff/people'],
  [STAFF.newUser, '/staff/people/new'],
  [STAFF.userAct('42', 'send-reset'), '/staff/people/42/send-reset'],
  [STAFF.apiSession, '/staff/api/v1/session'],
  [STAFF.subscription, '/staff/subscription'],
])('%s is %s', (path, expected) => {
  expect(path).toBe(expected)
})
