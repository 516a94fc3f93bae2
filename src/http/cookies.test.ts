import { Hono, type Context } from 'hono'
import { expect, test } from 'vitest'
import { clearHostCookie, readHostCookie, setHostCookie } from './cookies.ts'

/** Runs `act` within a request that carries these cookies, and returns what it gives and what the answer sets. */
async function within<Value>(cookie: string | null, act: (context: Context) => Value): Promise<{ value: Value; set: string[] }> {
  const given: Value[] = []
  const app = new Hono().get('/', (context) => {
    given.push(act(context))
    return context.text('')
  })
  const answer = await app.request('/', cookie === null ? {} : { headers: { cookie } })
  const [value] = given
  if (value === undefined) throw new Error(`The page failed with ${answer.status}`)
  return { value, set: answer.headers.getSetCookie() }
}

const read = async (cookie: string | null) => (await within(cookie, (context) => readHostCookie(context, '__Host-session'))).value

test('a cookie of ours is read among others', async () => {
  expect(await read('a=b; __Host-session=to-ken_1; c=d')).toBe('to-ken_1')
  expect(await read('__Host-session=')).toBe('')
})

test.each([
  null,
  '',
  'session=x',
  '__host-session=x',
  '__Host-session2=x',
  'x__Host-session=x',
  '__Host-session',
  '__Host-session=a b',
  '__Host-session="a"',
  '__Host-session=%41',
  '__Host-session=a,b',
  '__Host-session=é',
  '__Host-session=a; __Host-session=b',
  '__Host-session=a; __Host-session=a',
  `__Host-session=${'a'.repeat(3_501)}`,
  `x=${'a'.repeat(20_000)}; __Host-session=a`,
])('%j holds no cookie of ours', async (cookie) => {
  expect(await read(cookie)).toBeNull()
})

test('I-23 every cookie is bound to its origin, over TLS only, out of reach of scripts', async () => {
  const { set } = await within(null, (context) => {
    setHostCookie(context, { name: '__Host-session', value: 'abc', sameSite: 'Lax' })
    setHostCookie(context, { name: '__Host-device', value: 'def', sameSite: 'Strict', maxAgeSeconds: 3_600.9 })
    clearHostCookie(context, '__Host-flash')
    return true
  })
  expect(set).toEqual([
    '__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax',
    '__Host-device=def; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Strict',
    '__Host-flash=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax',
  ])
})

test.each(['a;b', 'a\r\nSet-Cookie: b', 'é', 'a'.repeat(3_501)])(
  'a value that no cookie may have is a bug: %j',
  async (value) => {
    const set = (context: Context) => () => setHostCookie(context, { name: '__Host-session', value, sameSite: 'Lax' })
    await within(null, (context) => {
      expect(set(context)).toThrow('does not fit into a cookie')
      return true
    })
  },
)
