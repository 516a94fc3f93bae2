import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { flashOf } from '../ui/flash.ts'
import { setFlash, takeFlash } from './flash.ts'

const app = new Hono()
  .post('/', (context) => {
    setFlash(context, flashOf('user_added', { name: 'Zoë 山田', username: 'acme_zy1', email: 'zoe@acme.example' }))
    return context.redirect('/', 303)
  })
  .get('/', (context) => context.json(takeFlash(context)))

const take = (cookie: string) => app.request('/', { headers: { cookie } })
const cookieOf = (text: string) => `__Host-flash=${Buffer.from(text).toString('base64url')}`

test('what a POST leaves, the next page takes, once', async () => {
  const [left = ''] = (await app.request('/', { method: 'POST' })).headers.getSetCookie()
  expect(left).toMatch(/^__Host-flash=[\w-]+; Path=\/; Max-Age=60; Secure; HttpOnly; SameSite=Lax$/)
  const page = await take(left.split(';')[0] ?? '')
  expect(await page.json()).toEqual(flashOf('user_added', { name: 'Zoë 山田', username: 'acme_zy1', email: 'zoe@acme.example' }))
  expect(page.headers.getSetCookie()).toEqual(['__Host-flash=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax'])
})

test('a page without a message sets no cookie', async () => {
  const page = await app.request('/')
  expect(await page.json()).toBeNull()
  expect(page.headers.getSetCookie()).toEqual([])
})

test.each(['', 'x', '{}', 'null', '["invented",{}]', '["__proto__",{}]', '["activated",{}]', '["activated",{"username":5}]'])(
  'a message that we could not have left says nothing: %s',
  async (text) => {
    expect(await (await take(cookieOf(text))).json()).toBeNull()
  },
)
